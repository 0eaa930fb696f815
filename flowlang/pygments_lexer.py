"""Lets Pygments colour scripts, wherever it is used: on pages, in notebooks, on a terminal.

The colours are those of the shell: from the grammar itself, so that `email` is a keyword where it
begins a declaration, and a name where it is a field. Pygments finds it by its entry point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, String, Text, _TokenType

from flowlang.repl import highlighting
from flowlang.repl.highlighting import Pieces, pieces_read
from flowlang.syntax.tables import START_RULES

_LOOKS: dict[str, _TokenType] = {
    highlighting.KEYWORD: Keyword,
    highlighting.NAME: Name,
    highlighting.STRING: String,
    highlighting.NUMBER: Number,
    highlighting.COMMENT: Comment,
    highlighting.TOKEN: String.Interpol,
}
_WORD = re.compile(r"\s*(?:\w+|.)", re.DOTALL)


class FlowLexer(Lexer):
    """Scripts, and parts of scripts one after another: steps, filters, statements of tests."""

    name = "FlowLang"
    aliases = ("flow", "flowlang")
    filenames = ("*.flow",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The pieces of a text, each with its place and what it is."""
        at = 0
        for look, piece in _pieces(text):
            yield at, _LOOKS.get(look, Text), piece
            at += len(piece)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What the grammar reads from the beginning, from behind what it could not read, and so on."""
    while text:
        pieces, end = _furthest(text)
        yield from pieces
        word = _WORD.match(text, end) if end < len(text) else None
        if word is not None and end == 0:
            # Nothing begins like this: `…` on a page, a line that was left out.
            yield "", word[0]
            end = word.end()
        text = text[end:]


def _furthest(text: str) -> tuple[Pieces, int]:
    """The text as the start rule reads it that comes furthest, and how far that is."""
    return max((pieces_read(text, start) for start in START_RULES), key=lambda read: read[1])
