"""How the flow of a campaign is laid out."""

from __future__ import annotations

import pytest

from flowlang.report.flows import fitted
from flowlang.report.text import numbered


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cdef", 4, "ab…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
    ],
)
def test_a_text_is_cut_to_its_width(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown


def test_numbers_stand_below_each_other() -> None:
    assert numbered([(1204, "a"), (7, "b")]) == ["1,204  a", "    7  b"]
