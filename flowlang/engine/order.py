"""Putting what is known of people, block by block, in order by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flowlang.engine.vectors import Array, Codes, Rows


@dataclass(slots=True)
class Order:
    """Where the entries of blocks stand when they are ordered by person and then by block.

    `people` are those of whom there is an entry, ascending, `counts` how many there are, `places`
    where the entries of each block stand.
    """

    people: Rows
    counts: Array
    places: list[Array]

    @classmethod
    def of(cls, blocks: Sequence[Rows], size: int) -> Order:
        """The order of blocks, each of some of so many people.

        A block has a person at most once, so that nothing needs to be sorted. Blocks are often
        of the same people, by the same array.
        """
        shared: dict[int, list[Rows]] = {}
        for rows in blocks:
            shared.setdefault(id(rows), []).append(rows)
        counts = np.zeros(size, np.intp)
        for rows, *others in shared.values():
            counts[rows] += 1 + len(others)
        people = np.flatnonzero(counts > 0)
        counts = counts[people]
        rank = np.empty(size, np.intp)
        rank[people] = np.arange(len(people))
        ranks = {key: rank[rows] for key, (rows, *_) in shared.items() if len(rows) < len(people)}
        return cls(people, counts, list(_placed(blocks, ranks, np.cumsum(counts) - counts)))

    @property
    def size(self) -> int:
        """The number of all entries."""
        return sum(map(len, self.places))

    def persons(self) -> Codes:
        """Whom each entry is about."""
        return np.repeat(self.people.astype(np.int32), self.counts)

    def numbers(self, known: Codes) -> Codes:
        """The number of each entry among those of its person, who had so many before."""
        before = np.cumsum(self.counts) - self.counts - known[self.people]
        counted = np.arange(1, self.size + 1, dtype=np.int32)
        return counted - np.repeat(before.astype(np.int32), self.counts)

    def column(self, values: Sequence[Array | int], kind: npt.DTypeLike) -> Array:
        """One value for each entry, from those of each block or the one of all of it."""
        result = np.empty(self.size, kind)
        for place, some in zip(self.places, values, strict=True):
            result[place] = some
        return result


def _placed(blocks: Sequence[Rows], ranks: dict[int, Array], following: Array) -> Iterator[Array]:
    """Where the entries of each block stand.

    `following` is where the next entry of each person goes, `ranks` who of these a block is
    about, where it is not everybody.
    """
    for rows in blocks:
        rank = ranks.get(id(rows))
        place = following if rank is None else following[rank]
        yield place
        if rank is None:
            following = following + 1
        else:
            following[rank] = place + 1
