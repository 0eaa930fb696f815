"""What every node of the tree has: a place."""

from __future__ import annotations

from flowlang.source import Span


class Node:
    """A piece of the tree; `start` and `end` are offsets into the text of its file."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @property
    def span(self) -> Span:
        """The place of the node."""
        return Span(self.start, self.end)
