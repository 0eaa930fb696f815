"""Blocks put in order by person."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flowlang.engine.order import Order

SIZE = 7
BLOCKS = st.lists(st.sets(st.integers(0, SIZE - 1)), max_size=6)


@given(BLOCKS, st.lists(st.integers(0, 5), min_size=SIZE, max_size=SIZE))
def test_the_order_is_that_of_a_stable_sort(sets: list[set[int]], known: list[int]) -> None:
    shared = {frozenset(each): np.array(sorted(each), np.intp) for each in sets}
    blocks = [shared[frozenset(each)] for each in sets]
    order = Order.of(blocks, SIZE)
    pairs = sorted(
        (person, number) for number, block in enumerate(blocks) for person in block.tolist()
    )
    assert (
        list(
            zip(
                order.persons().tolist(),
                order.column(range(len(blocks)), np.int8).tolist(),
                strict=True,
            )
        )
        == pairs
    )
    numbers = list(known)
    for (person, _), found in zip(pairs, order.numbers(np.array(known, np.int32)), strict=True):
        numbers[person] += 1
        assert found == numbers[person]


def test_a_block_has_a_value_for_each_or_one_for_all() -> None:
    order = Order.of([np.array([0, 2]), np.array([2])], 3)
    assert order.column([np.array([5, 6]), 7], np.int64).tolist() == [5, 6, 7]
