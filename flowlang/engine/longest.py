"""People to whom far more happens than to nearly all others.

A partition takes as many rounds as the person in it who has most of them, and a round costs nearly
the same for one person as for a thousand. So those few are put together, from many partitions, and
run first; what came of them is held until the others of their partitions have run.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from flowlang.engine.plan import Plan
from flowlang.engine.vectors import Array, Rows
from flowlang.people.dataset import Dataset
from flowlang.people.partition import Partition

FEW = 32
"""So many activities are never many."""

_RARE = 50
"""Of so many people, one may have many activities."""

_WORTH = 4
"""How many times as many as nearly everybody somebody has to have."""

_TOGETHER = 1 << 20
"""About so many activities are taken together."""


def happening(plan: Plan, dataset: Dataset, size: int) -> Array:
    """How many activities happen to each person, where partitions of a size are several.

    Of those to whom few happen it may be said that none does.
    """
    if not plan.simulates or dataset.size <= size:
        return np.zeros(0, np.int64)
    return dataset.counted(FEW, plan.now, plan.end)


def longest(counts: Array) -> Rows:
    """The rows of those who have far more activities than nearly all others."""
    if not len(counts) or counts.max() <= FEW * _WORTH:
        return np.zeros(0, np.int64)
    rare = len(counts) - 1 - len(counts) // _RARE
    most = max(FEW, int(np.partition(counts, rare)[rare]))
    if counts.max() <= most * _WORTH:
        return np.zeros(0, np.int64)
    return np.flatnonzero(counts > most)


def longest_of(longest: Rows, partition: Partition) -> Rows:
    """The rows in a partition of some people, who are named by their rows among all."""
    first = partition.first_row
    some = longest[slice(*np.searchsorted(longest, [first, first + partition.size]))]
    found: Rows = some - first
    return found


def rest_of(size: int, rows: Rows) -> Rows:
    """The rows of a partition of a size that are none of these."""
    left = np.ones(size, np.bool_)
    left[rows] = False
    return np.flatnonzero(left)


def batches(counts: Array, rows: Rows, people: int, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows, whole partitions of a size, in which about as much happens to such people."""
    done = np.cumsum(counts[rows])
    many = -(-int(done[-1]) // _TOGETHER)
    ends = rows[np.searchsorted(done, done[-1] * np.arange(1, many) / many)]
    borders = np.unique([0, *(-(-ends // size) * size), people])
    for first, last in pairwise(borders.tolist()):
        if np.searchsorted(rows, last) > np.searchsorted(rows, first):
            yield first, last
