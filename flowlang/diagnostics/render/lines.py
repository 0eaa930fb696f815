"""A line of a source as a terminal shows it, and in which column each character stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowlang.style import char_width, is_simple, visible

_TAB = 4
_CUT = "…"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """The text that is shown, and for each offset in the line its column, from 0.

    There is one column more than characters: the place behind the last one.
    """

    text: str
    columns: Sequence[int]

    def column(self, offset: int) -> int:
        """The column of an offset; what lies behind the line stands at its end."""
        return self.columns[min(offset, len(self.columns) - 1)]


def shown_line(text: str, width: int, focus: tuple[int, int]) -> ShownLine:
    """A line in at most so many columns; where it is longer, the part around the focus.

    `focus` are the offsets that must be seen, as far as they fit.
    """
    if is_simple(text) and len(text) <= width:
        return ShownLine(text, range(len(text) + 1))
    pieces: list[str] = []
    columns = [0]
    for char in text:
        if char == "\t":
            piece = " " * (_TAB - columns[-1] % _TAB)
            wide = len(piece)
        else:
            piece = visible(char)
            wide = char_width(piece)
        pieces.append(piece)
        columns.append(columns[-1] + wide)
    if columns[-1] <= width:
        return ShownLine("".join(pieces), tuple(columns))
    return _cut(pieces, columns, width, focus)


def _cut(pieces: list[str], columns: list[int], width: int, focus: tuple[int, int]) -> ShownLine:
    """The part of a line that is too long, with a mark where something is left out."""
    start = columns[min(focus[0], len(columns) - 1)]
    end = columns[min(focus[1], len(columns) - 1)]
    room = width - 2 * len(_CUT)
    before = max(0, room - (end - start)) // 2
    left = max(0, min(start - before, columns[-1] - room))
    first = next(at for at, column in enumerate(columns) if column >= left)
    last = first
    while last < len(pieces) and columns[last + 1] - columns[first] <= room:
        last += 1
    head = _CUT if first else ""
    tail = _CUT if last < len(pieces) else ""
    shift = len(head) - columns[first]
    most = columns[last] + shift
    return ShownLine(
        head + "".join(pieces[first:last]) + tail,
        tuple(max(0, min(column + shift, most)) for column in columns),
    )
