"""The ids of all people: whole numbers where each of them is one, else texts."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.cells import WHOLE_ID

NOBODY = -1
"""The row of people who are not in the dataset."""

_EMPTY = pa.array(["", "null"])
_SPARSE = 4
"""How wide the range of ids may be, for each id, to keep a row for each number in it."""


class Ids:
    """The ids of a table, in its order.

    They take eight bytes each for as long as they are whole numbers, however many people there are.
    """

    __slots__ = ("_texts", "_whole")

    def __init__(self) -> None:
        self._whole = array("q")
        self._texts: list[pa.Array] | None = None

    def add(self, column: pa.Array) -> None:
        """Add some rows: whole numbers or texts, null where an id is empty."""
        numbers = _as_whole(column) if self._texts is None else None
        if numbers is not None:
            self._whole.frombytes(numbers.to_numpy().view(np.uint8))
            return
        if self._texts is None:
            self._texts = [self._numbers().cast(pa.string())]
            self._whole = array("q")
        self._texts.append(column.cast(pa.string()))

    @property
    def are_whole(self) -> bool:
        """Whether each is a whole number, zero or greater, written as one."""
        return self._texts is None

    def values(self) -> pa.Array:
        """All of them, as int64 or as string."""
        return self._numbers() if self._texts is None else pa.concat_arrays(self._texts)

    def _numbers(self) -> pa.Array:
        return pa.array(np.frombuffer(self._whole, np.int64))


def plain_ids(column: pa.Array) -> pa.Array:
    """Ids as whole numbers or texts, null for the empty ones; a whole number has no point."""
    if pa.types.is_floating(column.type):
        whole = pc.equal(column, pc.floor(column)).fill_null(True)
        if pc.all(whole).as_py() is not False:
            return pc.cast(column, pa.int64(), safe=False)
    if pa.types.is_integer(column.type):
        return column
    column = column.cast(pa.string())
    return pc.if_else(pc.is_in(column, _EMPTY), pa.scalar(None, pa.string()), column)


def comes_again(ids: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which ids an earlier row has; empty ones are nobody's."""
    again = np.zeros(len(ids), np.bool_)
    if _are_unique(ids):
        return again
    codes = ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    again[order[1:]] = codes[order[1:]] == codes[order[:-1]]
    again &= codes >= 0
    return again


class Finder:
    """Finds the rows of people by their ids."""

    def __init__(self, ids: pa.Array) -> None:
        self._ids = ids
        self._first = 0
        self._places: np.ndarray[Any, np.dtype[np.int32]] | None = None
        if not pa.types.is_integer(ids.type) or len(ids) > np.iinfo(np.int32).max:
            return
        known = ids.to_numpy()
        self._first, last = (int(known.min()), int(known.max())) if len(known) else (0, -1)
        if last - self._first < _SPARSE * max(len(known), 1):
            # Ids that stand close together need a row for each number, no table of hashes.
            self._places = np.full(last - self._first + 2, NOBODY, np.int32)
            self._places[known - self._first] = np.arange(len(known), dtype=np.int32)

    def rows_of(self, leads: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The row of each person, `NOBODY` for strangers."""
        if not pa.types.is_integer(self._ids.type):
            texts = leads.cast(pa.string())
            return _filled(pc.index_in(texts, value_set=self._ids, skip_nulls=True))
        numbers = leads if pa.types.is_integer(leads.type) else _numbers(leads)
        if self._places is None:
            return _filled(pc.index_in(numbers, value_set=self._ids, skip_nulls=True))
        nobody = len(self._places) - 1
        wanted = numbers.fill_null(-1).to_numpy(zero_copy_only=False)
        inside = (wanted >= self._first) & (wanted - self._first < nobody)
        return self._places[np.where(inside, wanted - self._first, nobody)].astype(np.int64)


def _numbers(leads: pa.Array) -> pa.Array:
    """Ids of text as numbers, null where one is not written as a number."""
    canonical = pc.match_substring_regex(leads, WHOLE_ID)
    return pc.if_else(canonical, leads, pa.scalar(None, pa.string())).cast(pa.int64())


def _filled(found: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    rows: np.ndarray[Any, np.dtype[np.int64]]
    rows = found.fill_null(NOBODY).to_numpy(zero_copy_only=False).astype(np.int64)
    return rows


def _as_whole(column: pa.Array) -> pa.Array | None:
    """Ids as int64, None where one of them is none that is written as a whole number."""
    if column.null_count:
        return None
    if pa.types.is_integer(column.type):
        least, greatest = pc.min_max(column).as_py().values()
        fits = least is None or (least >= 0 and greatest <= np.iinfo(np.int64).max)
        return column.cast(pa.int64()) if fits else None
    if pc.all(pc.match_substring_regex(column, WHOLE_ID)).as_py() is False:
        return None
    return column.cast(pa.int64())


def _are_unique(ids: pa.Array) -> bool:
    """Whether no id comes twice; numbers that only ever rise are told at once."""
    if not pa.types.is_integer(ids.type) or ids.null_count:
        return bool(len(ids) == pc.count_distinct(ids, mode="all").as_py())
    numbers = ids.to_numpy()
    if (numbers[1:] > numbers[:-1]).all():
        return True
    numbers = np.sort(numbers)
    return bool((numbers[1:] != numbers[:-1]).all())
