"""The log of a run laid out: all its activities by person, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from flowlang.engine.kinds import Kinds, narrowest
from flowlang.engine.log import Block, Log
from flowlang.engine.vectors import Array, Codes, Rows


def written(log: Log, known: Codes) -> pa.Table:
    """All activities as a table; `known` is how many activities each person had before."""
    order = Order.of(log.blocks, len(known))
    kinds = Kinds()
    firsts, which_of = [], []
    for block in log.blocks:
        firsts.append(kinds.size)
        which_of.append(kinds.add(block))
    narrow = narrowest(kinds.size)
    which = np.empty(log.size, narrow)
    moments = {block.now if isinstance(block.now, int) else None for block in log.blocks}
    moment = moments.pop() if len(moments) == 1 else None
    times = np.full(log.size, 0 if moment is None else moment, np.int64)
    for block, first, kind, place in zip(
        log.blocks, firsts, which_of, order.places(log.blocks), strict=True
    ):
        which[place] = first if kind is None else kind.astype(narrow) + narrow(first)
        if moment is None:
            times[place] = block.now
    return pa.table(
        {
            "person": np.repeat(order.people, order.counts),
            "number": order.numbers(known),
            "time": times,
            **kinds.columns(which),
        }
    )


def numbers(log: Log, known: Codes) -> Codes:
    """The number in its GUID of each reference; `known` as for `written`."""
    order = Order.of(log.blocks, len(known))
    found = np.empty(log.size, np.int32)
    of_place = order.numbers(known)
    for block, place in zip(log.blocks, order.places(log.blocks), strict=True):
        found[block.base : block.base + block.size] = of_place[place]
    return found


@dataclass(slots=True)
class Order:
    """Where activities stand by person: `people` have some, ascending, `counts` how many.

    Blocks often are of the same people; `_ranks` has the places of these among all who have
    activities once for each such array, None where they are all.
    """

    people: Codes
    counts: Array
    _ranks: dict[int, Array | None]

    @classmethod
    def of(cls, blocks: Sequence[Block], size: int) -> Order:
        """The order of blocks of a partition of so many people."""
        shared: dict[int, list[Rows]] = {}
        for block in blocks:
            shared.setdefault(id(block.rows), []).append(block.rows)
        counts = np.zeros(size, np.intp)
        for rows, *others in shared.values():
            counts[rows] += 1 + len(others)
        people = np.flatnonzero(counts > 0)
        rank = np.empty(size, np.intp)
        rank[people] = np.arange(len(people))
        ranks = {
            key: None if len(rows) == len(people) else rank[rows]
            for key, (rows, *_) in shared.items()
        }
        return cls(people.astype(np.int32), counts[people], ranks)

    def places(self, blocks: Sequence[Block]) -> Iterator[Array]:
        """Where the activities of each block stand.

        No sorting is needed: a block has a person at most once, and blocks are in order.
        """
        following = self._begins()
        for block in blocks:
            ranks = self._ranks[id(block.rows)]
            if ranks is None:
                yield following
                following = following + 1
            else:
                place = following[ranks]
                following[ranks] = place + 1
                yield place

    def numbers(self, known: Codes) -> Codes:
        """The numbers of everybody's activities, in order."""
        before = (self._begins() - known[self.people]).astype(np.int32)
        total = int(self.counts.sum())
        return np.arange(1, total + 1, dtype=np.int32) - np.repeat(before, self.counts)

    def _begins(self) -> Array:
        return np.cumsum(self.counts) - self.counts
