"""The order of activities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowlang.people.chronology import by_person_and_time

PAIRS = st.lists(st.tuples(st.integers(-1, 3), st.integers(-(1 << 40), 1 << 40)), max_size=30)


@given(PAIRS)
def test_it_is_pythons_own_order(pairs: list[tuple[int, int]]) -> None:
    persons, times = (
        np.array(each, np.int64) for each in (zip(*pairs, strict=True) if pairs else ([], []))
    )
    wanted = sorted(range(len(pairs)), key=pairs.__getitem__)
    assert by_person_and_time(persons, times).tolist() == wanted


@pytest.mark.parametrize("far", [1 << 30, 1 << 61])
def test_times_may_be_too_far_apart_for_one_number(far: int) -> None:
    persons = np.array([7, 0, 7, 0, -1], np.int32)
    times = np.array([far, far, -far, -far, 0])
    assert by_person_and_time(persons, times).tolist() == [4, 3, 1, 2, 0]
