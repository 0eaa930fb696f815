"""Nothing is lost, and formatting twice changes nothing: for whatever can be written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.differential.programs import Maker
from tests.formatting.conftest import check_layout, ends_line, formatted, pieces
from tests.formatting.sentences import GAPS, Turn, Writer, ways

EVERYTHING = (Path(__file__).parents[1] / "syntax" / "everything.flow").read_text(encoding="utf-8")
WAYS = ways()
MANY = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_every_alternative_of_the_grammar(way: list[Turn]) -> None:
    chance = random.Random(str(way))
    for width in (100, 40):
        writer = Writer(chance.randint, most=40)
        text = writer.spread(writer.sentence(way))
        check_layout(text, formatted(text, width), width)


@MANY
@given(st.data(), st.sampled_from([100, 60, 20]))
def test_sentences_of_the_grammar(data: st.DataObject, width: int) -> None:
    def number(low: int, high: int) -> int:
        return data.draw(st.integers(low, high))

    writer = Writer(number, most=60)
    text = writer.spread(writer.sentence())
    check_layout(text, formatted(text, width), width)


@MANY
@given(st.integers(), st.sampled_from([100, 80, 40]))
def test_long_sentences(seed: int, width: int) -> None:
    writer = Writer(random.Random(seed).randint, most=600)
    text = writer.spread(writer.sentence())
    check_layout(text, formatted(text, width), width)


@settings(MANY, max_examples=15)
@given(st.integers())
def test_programs_with_comments(seed: int) -> None:
    chance = random.Random(seed)
    words = Writer.words_of(Maker(chance.randint).program())
    text = "".join(f"{word}{' ' if chance.randrange(6) else chance.choice(GAPS)}" for word in words)
    check_layout(text, formatted(text), 100)


WORDS = Writer.words_of(EVERYTHING)


@pytest.mark.parametrize("comment", [" # between\n", "\n# between\n", "\n\n# between\n\n"])
def test_a_comment_between_every_two_words(comment: str) -> None:
    spread = comment.join(WORDS)
    after = formatted(spread)
    assert pieces(after) == pieces(spread)
    assert ends_line(after) == ends_line(spread)


@pytest.mark.parametrize("number", range(1, len(WORDS), 11))
def test_one_comment_at_each_place(number: int) -> None:
    own = number % 2 == 0
    gap = "\n# here\n" if own else " # here\n"
    text = " ".join(WORDS[:number]) + gap + " ".join(WORDS[number:])
    after = formatted(text)
    assert pieces(after) == pieces(text)
    assert ends_line(after) == [not own]
