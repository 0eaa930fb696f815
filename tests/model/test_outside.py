"""Values for tokens from outside."""

from __future__ import annotations

import pytest

from flowlang.datatypes import DataType
from flowlang.model.outside import settable_tokens, token_from_outside
from flowlang.model.values import Day, Literal, Moment, ScoreChange
from tests.model.conftest import Bind

PROJECT = """
token day: date = 2026-01-01
token limit: number = 1
folder "Elsewhere" { token other: text = "o" }
program "P" {
  token score_change: score = +0
  batch campaign "C" {
    token name: text = "x"
    flow {
      choose { when everyone { execute "With" with parent tokens } }
      execute "Without"
    }
  }
  executable campaign "With" { token inner: text = "i" flow { do nothing } }
  executable campaign "Without" { token unseen: text = "u" flow { do nothing } }
}
"""


@pytest.mark.parametrize(
    ("given", "type_", "value"),
    [
        ("Score Change=+10", DataType.SCORE, ScoreChange(False, 10)),
        ("score_change==-3", DataType.SCORE, ScoreChange(True, -3)),
        ("scoreChange = -4", DataType.SCORE, ScoreChange(False, -4)),
        ("limit=-3.5", DataType.NUMBER, -3.5),
        ("limit=7", DataType.NUMBER, 7),
        ("day=2026-01-05", DataType.DATE, Day(20458)),
        ("day=1970-01-01T00:01Z", DataType.DATE, Moment(60)),
        ("name= a = b ", DataType.TEXT, " a = b "),
        ("name=", DataType.TEXT, ""),
        ("inner=x", DataType.TEXT, "x"),
    ],
)
def test_values_that_fit(bind: Bind, given: str, type_: DataType, value: Literal) -> None:
    instance = bind(PROJECT)
    found = token_from_outside(given, instance.campaigns[0], instance.project)
    assert not isinstance(found, str)
    assert (found.type, found.value) == (type_, value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("limit", "write it as NAME=VALUE"),
        ("=5", "write it as NAME=VALUE"),
        ("limt=5", "did you mean limit?"),
        ("other=5", 'the campaign "P.C" knows no token other'),
        ("unseen=5", "knows no token unseen"),
        ("score_change=10", "write a score change with its sign"),
        ("score_change=+1.5", "write a score change with its sign"),
        ("limit=ten", "write a number"),
        ("limit=", "an empty text is no value for limit"),
        ("day=tomorrow", "write a date"),
        ("day=2026-02-30", "write a date"),
        ("day=20260105", "write a date"),
        ("day=2026-W01-1", "write a date"),
    ],
)
def test_values_that_do_not(bind: Bind, given: str, said: str) -> None:
    instance = bind(PROJECT)
    found = token_from_outside(given, instance.campaigns[0], instance.project)
    assert isinstance(found, str)
    assert said in found


def test_the_nearest_token_gives_the_type(bind: Bind) -> None:
    instance = bind(
        'token a: text = "x"\nbatch campaign "C" { token a: number = 1 flow { do nothing } }'
    )
    assert settable_tokens(instance.campaigns[0]) == {"a": DataType.NUMBER}
