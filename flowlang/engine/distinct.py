"""What is distinct among many values, so that work is done once for each of these.

Values are told apart by codes, whole numbers from 0 up to a bound. Where the bound is low, codes
are counted; only where it is high are they sorted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from flowlang.engine.vectors import Array, Plain


class Coded(NamedTuple):
    """Values as codes from 0 up to a bound, and the values of codes."""

    codes: Array
    bound: int
    values: Callable[[Array], Array]


def coded(vector: Plain) -> Coded:
    """The values of a vector as codes; empty entries are not told apart, see `Plain.empty`."""
    values = vector.values
    if not len(values):
        return Coded(np.zeros(0, np.intp), 0, lambda codes: codes)
    if values.dtype == np.bool_:
        values = values.astype(np.int64)
    if values.dtype != np.float64:
        low = int(values.min())
        bound = int(values.max()) - low + 1
        if bound <= _within(len(values)):
            # Where the values lie close together they are counted instead of sorted.
            return Coded(values - low if low else values, bound, lambda codes: codes + low)
    found, inverse = np.unique(values, return_inverse=True)
    return Coded(inverse, len(found), found.__getitem__)


def _within(size: int) -> int:
    """The bound up to which codes of so many entries are counted instead of sorted."""
    return max(4 * size, 1024)


def distinct(codes: Array, bound: int) -> tuple[Array, Array]:
    """The distinct codes, ascending, and for each entry the position of its code."""
    if len(codes) == 1:
        return codes, np.zeros(1, np.intp)
    if bound > _within(len(codes)):
        return np.unique(codes, return_inverse=True)
    present = np.zeros(bound, np.bool_)
    present[codes] = True
    found = np.flatnonzero(present)
    if len(found) == bound:
        return found, codes
    places = np.zeros(bound, np.intp)
    places[found] = np.arange(len(found))
    return found, places[codes]


_FEW = 32
"""So many times more entries than codes make it cheaper to work all out than to look."""


def worth(codes: Array, bound: int) -> tuple[Array, Array]:
    """The codes to work something out for, and for each entry the position of its code.

    They are those that are met, or all where there are few.
    """
    return (np.arange(bound), codes) if bound * _FEW <= len(codes) else distinct(codes, bound)


def compact(vector: Plain) -> tuple[Array, Array]:
    """The distinct values of a vector and, for each entry, the position of its value."""
    codes, bound, values = coded(vector)
    found, places = distinct(codes, bound)
    return values(found), places


def combined(columns: Sequence[tuple[Array, int]]) -> tuple[list[Array], Array]:
    """The distinct combinations of columns of codes, and which of them each entry has.

    A column is its codes and their bound; a combination has a code of each column.
    """
    size = len(columns[0][0])
    bounds = [bound for _, bound in columns]
    if len(columns) == 1 or math.prod(bounds) <= _within(size):
        key = columns[0][0]
        for codes, bound in columns[1:]:
            key = key * bound + codes
        found, places = distinct(key, math.prod(bounds))
        return list(np.unravel_index(found, bounds)), places
    # Too many to count: what is met at all is found out column by column.
    *before, (codes, bound) = columns
    firsts, places = combined(before)
    known, last = distinct(codes, bound)
    pairs = places.astype(np.int64) * len(known) + last
    found, places = distinct(pairs, len(firsts[0]) * len(known))
    first, second = np.divmod(found, len(known))
    return [*(each[first] for each in firsts), known[second]], places
