"""The quick lexer against Lark's own: the same words at the same places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from flowlang.syntax.parser import lark_parser
from flowlang.syntax.recovery import take_as_name
from flowlang.syntax.tables import START_RULES, grammar_text

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    Path(__file__).parent / "everything.flow",
    *sorted((ROOT / "stdlib").glob("*.flow")),
    *sorted((ROOT / "examples").rglob("*.flow"))[:40],
]


class _Names:
    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


@cache
def plain() -> Lark:
    return Lark(
        grammar_text(),
        parser="lalr",
        start=START_RULES,
        keep_all_tokens=True,
        maybe_placeholders=True,
        postlex=_Names(),
    )


def words(parser: Lark, text: str) -> list[tuple[str, str, int | None, int | None]]:
    interactive: Any = parser.parse_interactive(text, start="start")
    found = []
    state = interactive.parser_state
    for token in interactive.lexer_thread.lex(state):
        found.append((token.type, str(token), token.start_pos, token.end_pos))
        try:
            state.feed_token(token)
        except UnexpectedToken as problem:
            problem.interactive_parser = interactive
            if not take_as_name(problem):
                raise
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_it_finds_the_words_that_lark_finds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert words(lark_parser(), text) == words(plain(), text) != []


@pytest.mark.parametrize("text", ["list §", 'list "A" # ends\n  %', "\n\n  ~"])
def test_what_is_no_word_is_told_by_lark(text: str) -> None:
    places: list[int | None] = []
    for parser in (lark_parser(), plain()):
        with pytest.raises(UnexpectedCharacters) as raised:
            words(parser, text)
        places.append(raised.value.pos_in_stream)
    assert places[0] == places[1]


def test_nothing_but_blanks_has_no_words() -> None:
    assert words(lark_parser(), "\ufeff \n# only this\n") == []
