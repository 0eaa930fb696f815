"""What is distinct among many values, so that work is done once for each of these.

Values are told apart by codes, whole numbers from 0 up to a bound. Where the bound is low, codes
are counted; where it is high they are hashed, or sorted where they are few.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

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
            return Coded(values - low if low else values, bound, lambda codes: codes + low)
    found, inverse = _met(values)
    return Coded(inverse, len(found), found.__getitem__)


def _within(size: int) -> int:
    """The bound up to which codes of so many entries are counted."""
    return max(4 * size, 1024)


_MANY = 512
"""From so many entries on it takes less time to hash them than to sort them."""


def _met(values: Array) -> tuple[Array, Array]:
    """The distinct values, ascending, and for each entry the position of its value."""
    if len(values) < _MANY or values.dtype == np.float64:
        # Arrow tells more than one zero and more than one "no number".
        return np.unique(values, return_inverse=True)
    encoded = pa.array(values).dictionary_encode()
    found = encoded.dictionary.to_numpy()
    order = np.argsort(found)
    places = np.empty(len(found), np.intp)
    places[order] = np.arange(len(found))
    return found[order], places[encoded.indices.to_numpy()]


def distinct(codes: Array, bound: int) -> tuple[Array, Array]:
    """The distinct codes, ascending, and for each entry the position of its code."""
    if len(codes) == 1:
        return codes, np.zeros(1, np.intp)
    if bound > _within(len(codes)):
        return _met(codes)
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
