"""A whole file: its declarations, its comments, and what is wrong with its form."""

from __future__ import annotations

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source
from flowlang.syntax.nodes.declarations import Declaration
from flowlang.syntax.nodes.node import Node


class Comment(Node):
    """A comment from its `#` to the end of its line; `text` holds both."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text

    @property
    def is_doc(self) -> bool:
        """Whether it is a doc comment."""
        return self.text.startswith("##")


class File(Node):
    """The healthy declarations of a file, all its comments, and its syntax errors."""

    __slots__ = ("comments", "declarations", "diagnostics", "source")

    def __init__(
        self,
        source: Source,
        declarations: list[Declaration],
        comments: list[Comment],
        diagnostics: list[Diagnostic],
    ) -> None:
        self.start = 0
        self.end = len(source.text)
        self.source = source
        self.declarations = declarations
        self.comments = comments
        self.diagnostics = diagnostics
