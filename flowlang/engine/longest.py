"""People to whom far more happens than to nearly all others.

A partition takes as many rounds as the person in it who has most of them, and a round costs nearly
the same for one person as for a thousand. So those few are put together, from many partitions, and
run first; what came of them is held until the others of their partitions have run.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from flowlang.engine.vectors import Array, Rows

FEW = 32
"""So many activities are never many."""

_RARE = 50
"""Of so many people, one may have many activities."""

_WORTH = 4
"""How many times as many as nearly everybody somebody has to have."""

_TOGETHER = 1 << 20
"""About so many activities are taken together."""


def longest(counts: Array) -> Rows:
    """The rows of those who have far more activities than nearly all others."""
    if not len(counts) or counts.max() <= FEW * _WORTH:
        return np.zeros(0, np.int64)
    rare = len(counts) - 1 - len(counts) // _RARE
    most = max(FEW, int(np.partition(counts, rare)[rare]))
    if counts.max() <= most * _WORTH:
        return np.zeros(0, np.int64)
    return np.flatnonzero(counts > most)


def batches(counts: Array, rows: Rows, people: int, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of all rows, whole partitions of a size each, about equal in what is to be done."""
    done = np.cumsum(counts[rows])
    many = -(-int(done[-1]) // _TOGETHER)
    ends = rows[np.searchsorted(done, done[-1] * np.arange(1, many) / many)]
    borders = np.unique([0, *(-(-ends // size) * size), people])
    yield from zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True)
