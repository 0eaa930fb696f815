"""Source text and the places in it."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple


class Span(NamedTuple):
    """Two offsets into a source text, in characters; `end` is the first one after."""

    start: int
    end: int


class Position(NamedTuple):
    """A line and a column as editors count them, both from 1."""

    line: int
    column: int


class Source:
    """One text and the name it is known by; lines are worked out when somebody asks.

    `name` is what people read in messages (a path as they typed it, or `<filter>`),
    `path` the file it was read from, None for text that is in no file.
    """

    __slots__ = ("_line_starts", "name", "path", "text")

    def __init__(self, name: str, text: str, path: Path | None = None) -> None:
        self.name = name
        self.text = text
        self.path = path
        self._line_starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; there is always at least one."""
        if self._line_starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self.line_starts
        begin = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[begin:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    def __repr__(self) -> str:
        return f"Source({self.name!r})"
