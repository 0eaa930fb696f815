"""Arrow arrays as numpy arrays and back."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from flowlang.engine import buffers

ARRAYS = [
    pa.array([3, None, -1, 7, None], pa.int64()),
    pa.array([3, None, -1], pa.int8()),
    pa.array([0.5, None, float("inf")], pa.float64()),
    pa.array([True, None, False, True, True, None, False, True, None], pa.bool_()),
    pa.array([1, 2, 3], pa.int32()),
    pa.array([86400, None], pa.timestamp("s", tz="UTC")),
    pa.array([19_000, None], pa.date32()),
    pa.array([], pa.int64()),
    pa.array([], pa.bool_()),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.type))
@pytest.mark.parametrize("first", [0, 1])
def test_an_array_comes_back_as_it_was_sliced_or_not(array: pa.Array, first: int) -> None:
    some = array.slice(first)
    known = buffers.known(some)
    assert known.tolist() == some.is_valid().to_pylist()
    values = buffers.values(some)
    assert buffers.array_of(values, None if known.all() else ~known, some.type).equals(some)


def test_what_is_not_kept_is_zero_even_where_it_was_no_number() -> None:
    kept = np.array([True, False, False])
    assert buffers.zeroed(np.array([1.5, np.nan, 2.5]), kept).tolist() == [1.5, 0.0, 0.0]
    assert buffers.zeroed(np.array([5, 6, 7]), kept).tolist() == [5, 0, 0]
    assert buffers.zeroed(np.array([True, True, False]), kept).tolist() == [True, False, False]


def test_nobody_writes_into_the_memory_of_an_array() -> None:
    array = pa.array([1, 2], pa.int64()).cast(pa.timestamp("s")).cast(pa.int64())
    with pytest.raises(ValueError, match="read-only"):
        buffers.values(array)[0] = 9


def test_an_array_of_nothing_is_known_nowhere() -> None:
    assert buffers.known(pa.nulls(3)).tolist() == [False, False, False]
