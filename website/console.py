"""The colours of what is typed at a prompt and of what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import Comment, Generic, Keyword, Name, Text, _TokenType

_PROMPT = re.compile(r"^(?:\$|flow>|>) ")
_SAID = re.compile(r"^(error|warning|info)\[[a-z0-9-]+\]")
_PLACE = re.compile(r"^\s*--> .*")
_MARGIN = re.compile(r"^\s*\d* *\|")
_HELP = re.compile(r"^\s*= (?:help|note|fix):")
_SAYS: dict[str, _TokenType] = {
    "error": Generic.Error,
    "warning": Generic.Deleted,
    "info": Generic.Subheading,
}


class ConsoleLexer(Lexer):
    """Commands behind `$`, which may go on behind a backslash, and what they print."""

    name = "Console of FlowLang"
    aliases = ("console",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The pieces of a text, each with its place and what it is."""
        at = 0
        goes_on = False
        for line in text.splitlines(keepends=True):
            is_typed = goes_on or _PROMPT.match(line) is not None
            for kind, piece in _typed(line) if is_typed else _printed(line):
                yield at, kind, piece
                at += len(piece)
            goes_on = is_typed and line.rstrip("\n").endswith("\\")


def _typed(line: str) -> Iterator[tuple[_TokenType, str]]:
    prompt = _PROMPT.match(line)
    end = prompt.end() if prompt else 0
    if prompt:
        yield Generic.Prompt, line[:end]
    yield Name.Function, line[end:]


def _printed(line: str) -> Iterator[tuple[_TokenType, str]]:
    """A line of an answer; where it is one of a diagnostic, with its parts set off."""
    said = _SAID.match(line)
    if said is not None:
        yield _SAYS[said[1]], said[0]
        yield Text, line[said.end() :]
        return
    for pattern, kind in ((_PLACE, Comment), (_MARGIN, Comment), (_HELP, Keyword)):
        found = pattern.match(line)
        if found is not None:
            yield kind, found[0]
            yield Text, line[found.end() :]
            return
    yield Text, line
