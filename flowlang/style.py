"""How text is set off for people: colours on a terminal, numbers in columns, widths."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum


class Look(Enum):
    """What a piece of text is; the value is how a terminal is told to show it."""

    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;36"
    STRONG = "1"
    FRAME = "34"
    ASIDE = "36"
    FAINT = "2"
    GOOD = "32"
    CODE = "35"


@dataclass(frozen=True, slots=True)
class Style:
    """Whether text is coloured, and the width in columns that it should keep to."""

    colour: bool = False
    width: int = 100

    def paint(self, text: str, look: Look) -> str:
        """The text in a look, or as it is where there are no colours."""
        return f"\x1b[{look.value}m{text}\x1b[0m" if self.colour and text else text


def width_of(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text) if is_simple(text) else sum(char_width(char) for char in text)


def is_simple(text: str) -> bool:
    """Whether every character is shown as it is and takes one column, as nearly always."""
    return text.isascii() and text.isprintable()


def char_width(char: str) -> int:
    """The columns that a character takes: none for marks, two for wide ones."""
    if char < "\x7f":
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def visible(char: str) -> str:
    """A character as it can be shown: control characters as their pictures."""
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "\u2421"
    return "\ufffd" if "\x80" <= char <= "\x9f" else char


def plain(text: str) -> str:
    """A text of one line that no terminal can take as a command."""
    return text if is_simple(text) else "".join(visible(char) for char in text)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 person`, `1,204 people`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
