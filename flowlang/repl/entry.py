"""What somebody has typed: which kind of thing it is, and whether it is complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from flowlang.syntax.following import Following, follow


class Kind(Enum):
    """The kinds of entry; the value is the grammar's start rule, where it has one."""

    FILTER = "lone_filter"
    STEPS = "steps"
    STATEMENTS = "statements"
    DECLARATIONS = "start"
    TEXT = "phrase"
    RAW_TEXT = "raw text"
    COMMAND = "command"
    NOTHING = "nothing"


GRAMMATICAL = (Kind.FILTER, Kind.STEPS, Kind.STATEMENTS, Kind.DECLARATIONS, Kind.TEXT)
"""The kinds that the grammar knows, in the order in which they are tried."""

QUIET = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?!"")(?:\\.|[^"\\\n])*"|`[^`\n]*`|\#[^\r\n]*|(?P<open>"{3}|["`])',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the grammar sees it; `is_complete` tells that it can be handed in."""

    text: str
    kind: Kind
    is_complete: bool


@lru_cache(maxsize=64)
def read_entry(text: str) -> Entry:
    """What a text is, and whether more must follow.

    The kind is that of the start rule that takes the whole text; else of one that could still
    take it when more is typed; else of the one that got furthest, and of two that got equally far
    the one that knows the first word as its own instead of as somebody's name. A text with a
    token in it that none of them begins to understand is text as it stands. What cannot become
    right any more is complete: handing it in tells what is wrong.
    """
    bare = without_comments(text).strip()
    if not bare:
        return Entry(text, Kind.NOTHING, is_complete=True)
    if bare.startswith(":"):
        return Entry(text, Kind.COMMAND, is_complete=True)
    read = {kind: follow(text, kind.value) for kind in GRAMMATICAL}
    for kind, following in read.items():
        if following.is_whole:
            return Entry(text, kind, is_complete=True)
    open_ = [kind for kind, each in read.items() if _may_go_on(text, each)]
    if open_:
        furthest = max(open_, key=lambda kind: len(read[kind].tokens))
        return Entry(text, furthest, is_complete=False)
    furthest = max(read, key=lambda kind: (_reach(read[kind], text), _begins_as_own(read[kind])))
    if "{{" in text and len(read[furthest].tokens) < 2:
        return Entry(text, Kind.RAW_TEXT, is_complete=True)
    return Entry(text, furthest, is_complete=True)


def _may_go_on(text: str, following: Following) -> bool:
    """Whether more text could make it whole: all of it fits, or a long text is open."""
    if following.stuck is None:
        return True
    is_open = text.startswith('"""', following.stuck) and _open_quote(text) == '"""'
    return is_open and "LONG_STRING" in following.accepted


def _reach(following: Following, text: str) -> int:
    return len(text) if following.stuck is None else following.stuck


def _begins_as_own(following: Following) -> bool:
    """Whether the first word is one of the language, not a name."""
    return bool(following.tokens) and following.tokens[0].type != "NAME"


def _open_quote(text: str) -> str | None:
    """The quote that is open at the end of a text, if one is."""
    for match in QUIET.finditer(text):
        if match["open"]:
            return match["open"]
    return None


def without_comments(text: str) -> str:
    """A text with blanks where its comments are."""
    return QUIET.sub(
        lambda match: " " * len(match[0]) if match[0].startswith("#") else match[0], text
    )


def indentation(text: str) -> str:
    """The blanks with which the line behind a text begins: two for each brace that is open."""
    depth = 0
    for match in re.finditer(rf"{QUIET.pattern}|[{{}}()]", text, re.DOTALL):
        piece = match[0]
        if piece in ("{", "("):
            depth += 1
        elif piece in ("}", ")"):
            depth = max(0, depth - 1)
    return "  " * depth
