"""What each piece of an entry is, from the lexer that reads scripts, too."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from flowlang.repl.entry import GRAMMATICAL, QUIET, Entry, Kind, read_entry
from flowlang.syntax.following import follow, keywords

Pieces: TypeAlias = "list[tuple[str, str]]"
"""Pairs of what a piece is and its text; nothing for what is not set off."""

KEYWORD, NAME, STRING, NUMBER, COMMENT, TOKEN, COMMAND = (
    "keyword",
    "name",
    "string",
    "number",
    "comment",
    "token",
    "command",
)

_REFERENCE = re.compile(r"(?<!\\)\{\{.*?(?:\}\}|$)", re.MULTILINE)
_NUMBER = re.compile(r"[-+=]?\d")


@lru_cache(maxsize=64)
def pieces_of(text: str) -> tuple[tuple[str, str], ...]:
    """An entry in pieces that make it up, in order."""
    entry = read_entry(text)
    if entry.kind is Kind.COMMAND:
        return tuple(_command(text))
    if entry.kind is Kind.RAW_TEXT:
        return tuple(_with_references(text, ""))
    return tuple(_spoken(text, entry))


def _command(text: str) -> Pieces:
    """A command; a filter behind it is one."""
    word = re.match(r"\s*:[\w?-]*", text)
    assert word is not None
    rest = text[word.end() :]
    found: Pieces = [(COMMAND, word[0])]
    if word[0].strip() in (":where", ":time") and rest.strip():
        blanks = len(rest) - len(rest.lstrip())
        return [*found, ("", rest[:blanks]), *pieces_of(rest[blanks:])]
    return [*found, *_quoted(rest)]


def _quoted(text: str) -> Pieces:
    """A text in which nothing but quotes is told apart."""
    found: Pieces = []
    at = 0
    for match in re.finditer(r'"[^"]*"?', text):
        found += [("", text[at : match.start()]), (STRING, match[0])]
        at = match.end()
    return [*found, ("", text[at:])]


def _spoken(text: str, entry: Entry) -> Pieces:
    """What the grammar reads, word by word; behind what it cannot read, nothing is set off."""
    kind = entry.kind if entry.kind in GRAMMATICAL else Kind.FILTER
    pieces, end = pieces_read(text, kind.value)
    return pieces + _between(text[end:])


def pieces_read(text: str, start: str) -> tuple[Pieces, int]:
    """What a start rule of the grammar reads of a text, word by word, and where it ends."""
    words = keywords()
    following = follow(text, start)
    found: Pieces = []
    at = 0
    for token in following.tokens:
        first, end = token.start_pos, token.end_pos
        assert first is not None
        assert end is not None
        found += _between(text[at:first])
        found += _word(token.type, text[first:end], words)
        at = end
    if following.stuck is None:
        return found + _between(text[at:]), len(text)
    return found, at


def _word(type_: str, text: str, words: dict[str, str]) -> Pieces:
    if type_ in words:
        return [(KEYWORD, text)]
    if text[:1] == '"':
        return _with_references(text, STRING)
    if text[:2] == "{{":
        return [(TOKEN, text)]
    if _NUMBER.match(text):
        return [(NUMBER, text)]
    return [(NAME if type_ in ("NAME", "QUOTED_NAME") else "", text)]


def _with_references(text: str, look: str) -> Pieces:
    """A text with its token references set off."""
    found: Pieces = []
    at = 0
    for match in _REFERENCE.finditer(text):
        found += [(look, text[at : match.start()]), (TOKEN, match[0])]
        at = match.end()
    return [*found, (look, text[at:])]


def _between(text: str) -> Pieces:
    """What stands between words: blanks and comments, and what is not understood."""
    found: Pieces = []
    at = 0
    for match in QUIET.finditer(text):
        if match[0].startswith("#"):
            found += [("", text[at : match.start()]), (COMMENT, match[0])]
        elif match[0].startswith('"'):
            # A quote that is open takes all that follows it.
            found += [
                ("", text[at : match.start()]),
                *_with_references(text[match.start() :], STRING),
            ]
            return found
        else:
            continue
        at = match.end()
    return [*found, ("", text[at:])]
