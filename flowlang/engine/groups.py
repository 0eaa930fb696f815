"""People by a small number that each of them has: a campaign, an effect, a place in a flow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from flowlang.engine.masks import all_of
from flowlang.engine.vectors import Array

_ALL = slice(None)


def distinct_codes(codes: Array) -> list[int]:
    """The distinct values of small numbers from 0, ascending."""
    if not len(codes):
        return []
    first = int(codes[0])
    if len(codes) == 1 or all_of(codes == first):
        return [first]
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


def grouped(codes: Array) -> Iterator[tuple[int, Array | slice]]:
    """The distinct values of small numbers from 0, ascending, and where each stands."""
    distinct = distinct_codes(codes)
    if len(distinct) == 1:
        yield distinct[0], _ALL
        return
    for number in distinct:
        yield number, codes == number
