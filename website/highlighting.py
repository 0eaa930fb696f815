"""Colours on pages: for scripts from the lexer that reads them, and for what is typed and told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    String,
    Text,
    _TokenType,
)

from flowlang.repl import highlighting
from flowlang.repl.highlighting import Pieces, pieces_of

_LOOKS: dict[str, _TokenType] = {
    highlighting.KEYWORD: Keyword,
    highlighting.NAME: Name,
    highlighting.STRING: String,
    highlighting.NUMBER: Number,
    highlighting.COMMENT: Comment,
    highlighting.TOKEN: Name.Variable,
    highlighting.COMMAND: Keyword.Pseudo,
}


class FlowLexer(Lexer):
    """Scripts, the inside of a flow, and filters, one on each line."""

    name = "FlowLang"
    aliases = ("flow",)
    filenames = ("*.flow",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The pieces of a text with their places."""
        at = 0
        for look, piece in _pieces(text):
            yield at, _LOOKS.get(look, Text), piece
            at += len(piece)


def _pieces(text: str) -> Pieces:
    """The text read as one, or line by line where more is understood so."""
    whole = list(pieces_of(text))
    lines = [piece for line in text.splitlines(keepends=True) for piece in pieces_of(line)]
    return max(whole, lines, key=_understood)


def _understood(pieces: Pieces) -> int:
    return sum(len(piece) for look, piece in pieces if look in (highlighting.KEYWORD, "name"))


class ConsoleLexer(Lexer):
    """What somebody types behind `$` or `flow>`, and what is answered."""

    name = "Console"
    aliases = ("console",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The pieces of a text with their places."""
        at = 0
        for line in text.splitlines(keepends=True):
            for kind, piece in _console(line):
                yield at, kind, piece
                at += len(piece)


_SAID = re.compile(r"(error|warning|info)\[[a-z-]+\]")
_SAYS = {"error": Generic.Error, "warning": Generic.Strong, "info": Generic.Emph}


def _console(line: str) -> Iterator[tuple[_TokenType, str]]:
    for prompt in ("$ ", "flow> "):
        if line.startswith(prompt):
            yield Generic.Prompt, prompt
            yield Name.Builtin, line.removeprefix(prompt)
            return
    said = _SAID.match(line)
    if said:
        yield _SAYS[said[1]], said[0]
        line = line[said.end() :]
    yield Text, line
