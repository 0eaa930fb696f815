"""Finding quotes that belong to a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowlang.people import quotes
from flowlang.people.quotes import _has_inner_quote, is_broken

INNER = {
    ",": re.compile(rb'[^,"\r\n]"[^,"\r\n]|"[^,"\r\n][^,"\r\n]*"[^,"\r\n]'),
    "\t": re.compile(rb'[^\t"\r\n]"[^\t"\r\n]'),
}


@given(st.text('ab",\t\r\n', max_size=12), st.sampled_from(",\t"))
def test_inner_quotes_are_those_of_the_expression(text: str, separator: str) -> None:
    wanted = INNER[separator].search(text.encode()) is not None
    assert _has_inner_quote(text.encode(), separator) == wanted


@pytest.mark.parametrize("size", range(1, 14))
def test_a_text_between_quotes_may_be_cut_anywhere(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotes, "_BLOCK", size)
    path = tmp_path / "people.csv"
    for text, wanted in (('id,a\n1,"x yz"w"\n', True), ('id,a\n1,"x, ""yz"""\n', False)):
        path.write_text(text)
        assert is_broken(path, ",") == wanted
