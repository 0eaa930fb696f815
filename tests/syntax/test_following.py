"""What may come next, against the parser's own word."""

from __future__ import annotations

import pytest

from flowlang.syntax.following import follow

TEXTS = (
    "",
    "country",
    "country is",
    'country is "DE"',
    'country is "DE" and (',
    'member of program "P" with status "A",',
    "change lead_score by",
    "choose { when random 10% {",
    'batch campaign "A" { flow {',
    'program "P" { smart list "S" { not did open_email where device is',
    'given person "ada" { country:',
    "nonsense } {",
)


@pytest.mark.parametrize("start", ["start", "lone_filter", "steps", "statements", "phrase"])
@pytest.mark.parametrize("text", TEXTS)
def test_it_accepts_what_the_parser_accepts(text: str, start: str) -> None:
    following = follow(text, start)
    assert following.accepted == frozenset(following._parser.accepts())


def test_words_are_tried_one_behind_the_other() -> None:
    following = follow("", "lone_filter")
    assert following.after("MEMBER", "OF") >= {"LIST", "SMART", "PROGRAM", "CAMPAIGN"}
    assert following.after("MEMBER", "OF", "AND") == frozenset()
    assert following.accepted == follow("", "lone_filter").accepted
