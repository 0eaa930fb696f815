"""Which ids are whole numbers, which come twice, and which row is whose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowlang.people.ids import NOBODY, Finder, Ids, comes_again, plain_ids
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData
from tests.people.conftest import schema

WHOLE = st.integers(0, 40) | st.integers(0, 10**17)
TEXT = st.sampled_from(["", "null", "x", "007", "1.0", "-1", "12", "9" * 18, "9" * 19])


def collected(*pieces: pa.Array) -> Ids:
    ids = Ids()
    for each in pieces:
        ids.add(plain_ids(each))
    return ids


@given(st.lists(WHOLE, unique=True), st.lists(WHOLE | TEXT, max_size=30))
def test_rows_of_whole_ids(known: list[int], asked: list[int | str]) -> None:
    ids = collected(pa.array(known, pa.int64()))
    found = Finder(ids.values()).rows_of(pa.array([str(each) for each in asked], pa.string()))
    texts = [str(each) for each in known]
    assert found.tolist() == [
        texts.index(str(each)) if str(each) in texts else NOBODY for each in asked
    ]


@given(st.lists(st.lists(WHOLE.map(str) | TEXT)))
def test_ids_stay_what_they_were(pieces: list[list[str]]) -> None:
    ids = collected(*(pa.array(each, pa.string()) for each in pieces))
    texts = [None if each in ("", "null") else each for piece in pieces for each in piece]
    assert ids.values().cast(pa.string()).to_pylist() == texts
    canonical = [each is not None and each.isdigit() and len(each) < 19 for each in texts]
    leading = [each is not None and len(each) > 1 and each.startswith("0") for each in texts]
    assert ids.are_whole == (all(canonical) and not any(leading))


@given(st.lists(st.integers(0, 9) | st.none()))
def test_who_comes_again(numbers: list[int | None]) -> None:
    expected = [each is not None and each in numbers[:place] for place, each in enumerate(numbers)]
    assert comes_again(pa.array(numbers, pa.int64())).tolist() == expected


@pytest.mark.parametrize(
    ("column", "whole"),
    [
        (pa.array([1.0, 2.0]), [1, 2]),
        (pa.array([1.5, 2.0]), ["1.5", "2"]),
        (pa.array([1, 2**64 - 1], pa.uint64()), ["1", "18446744073709551615"]),
        (pa.array([-1, 2]), ["-1", "2"]),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
    ],
)
def test_ids_of_every_type(column: pa.Array, whole: list[object]) -> None:
    assert collected(column).values().to_pylist() == whole


@pytest.mark.parametrize("ids", [["1", ""], ["1", "null"], ["1", None], [1.0, None]])
def test_an_empty_id_in_parquet_is_told(tmp_path: Path, ids: list[object]) -> None:
    pq.write_table(pa.table({"id": ids}), tmp_path / "people.parquet")
    with (
        pytest.raises(BadDataError) as raised,
        open_dataset(tmp_path, schema(), OnBadData.ERROR),
    ):
        pass
    assert [each.wanted for each in raised.value.bad.cells] == ["empty"]


def test_whole_ids_take_eight_bytes() -> None:
    ids = collected(*(pa.array(np.arange(n, n + 1000)) for n in range(0, 100_000, 1000)))
    assert ids.values().nbytes == 800_000
