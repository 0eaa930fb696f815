"""Values of many people at once: the engine's columns, and what is computed from them.

A column is a vector with one entry for each person of a partition; what a cohort reads from it
is a vector with one entry for each of its people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from flowlang.datatypes import DataType, Family

Rows: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = npt.NDArray[np.int32]
Times: TypeAlias = npt.NDArray[np.int64]
Array: TypeAlias = npt.NDArray[Any]

EMPTY = -1
"""The code of an empty text."""

NEVER = np.iinfo(np.int64).min
"""The time of what has none."""


class Words:
    """Distinct texts and their codes; it only ever grows.

    What is worked out once for every distinct text is kept beside them.
    """

    __slots__ = ("_codes", "_tables", "texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: list[str] = list(texts)
        self._codes: dict[str, int] | None = None
        self._tables: dict[object, Array] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def code(self, text: str) -> int:
        """The code of a text, which is added where it is new."""
        if self._codes is None:
            self._codes = {each: code for code, each in enumerate(self.texts)}
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return code

    def table(
        self, key: object, compute: Callable[[str], Any], empty: Any, dtype: npt.DTypeLike
    ) -> Array:
        """One value for each text and, as the last, for the empty one; kept under a key."""
        known = self._tables.get(key)
        size = len(self.texts)
        if known is None or len(known) != size + 1:
            done = 0 if known is None else len(known) - 1
            fresh = np.empty(size + 1, dtype)
            if known is not None:
                fresh[:done] = known[:done]
            for code in range(done, size):
                fresh[code] = compute(self.texts[code])
            fresh[size] = empty
            self._tables[key] = known = fresh
        return known


class Text:
    """Texts as codes; `EMPTY` where there is none."""

    __slots__ = ("codes", "words")

    def __init__(self, codes: Codes, words: Words) -> None:
        self.codes = codes
        self.words = words

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def empty(self) -> Mask:
        """Where there is no text."""
        return self.codes < 0

    def take(self, rows: Array) -> Text:
        """The entries of some rows."""
        return Text(self.codes[rows], self.words)

    def put(self, rows: Array, other: Text) -> None:
        """Write the entries of some rows."""
        if not self.codes.flags.writeable:
            self.codes = self.codes.copy()
        self.codes[rows] = other.recoded(self.words)

    def recoded(self, words: Words) -> Codes:
        """The codes that the entries have in other words."""
        if words is self.words:
            return self.codes
        size = len(self.words)
        mapping = np.full(size + 1, EMPTY, np.int32)
        if size == 1:
            mapping[0] = words.code(self.words.texts[0])
            return mapping[self.codes]
        used = np.zeros(size + 1, np.bool_)
        used[self.codes] = True
        for code in np.flatnonzero(used[:-1]):
            mapping[code] = words.code(self.words.texts[code])
        return mapping[self.codes]

    def same(self, other: Text) -> Mask:
        """Where two vectors hold the same text, compared exactly."""
        same: Mask = self.codes == other.recoded(self.words)
        return same

    def arrow(self) -> pa.Array:
        """As an Arrow dictionary array."""
        empty = self.codes < 0
        # Without a mask Arrow takes the codes as they lie in memory.
        codes = pa.array(self.codes, mask=empty if empty.any() else None)
        texts = pa.array(self.words.texts, pa.string())
        # Codes are places of words by the way they are made; Arrow need not look again.
        return pa.DictionaryArray.from_arrays(codes, texts, safe=False)


class Plain:
    """Numbers, booleans, days or moments, and where there are none (`empty` None: nowhere).

    Empty entries hold zero.
    """

    __slots__ = ("_empty", "values")

    def __init__(self, values: Array, empty: Mask | None = None) -> None:
        self.values = values
        self._empty = empty

    def __len__(self) -> int:
        return len(self.values)

    @property
    def empty(self) -> Mask:
        """Where there is no value."""
        if self._empty is None:
            return np.zeros(len(self.values), np.bool_)
        return self._empty

    @property
    def has_empty(self) -> bool:
        """Whether any entry may be empty."""
        return self._empty is not None

    def take(self, rows: Array) -> Plain:
        """The entries of some rows."""
        return Plain(self.values[rows], None if self._empty is None else self._empty[rows])

    def put(self, rows: Array, other: Plain) -> None:
        """Write the entries of some rows."""
        if not self.values.flags.writeable:
            self.values = self.values.copy()
        self.values[rows] = other.values
        if self._empty is None and other._empty is not None and other._empty.any():
            self._empty = np.zeros(len(self.values), np.bool_)
        if self._empty is not None:
            if not self._empty.flags.writeable:
                self._empty = self._empty.copy()
            self._empty[rows] = False if other._empty is None else other._empty

    def same(self, other: Plain) -> Mask:
        """Where two vectors hold the same; empty is the same as empty only."""
        same: Mask = self.values == other.values
        if self._empty is not None or other._empty is not None:
            same = same & (self.empty == other.empty)
        return same

    def arrow(self, type_: pa.DataType) -> pa.Array:
        """As an Arrow array of a type."""
        values = self.values.astype(np.int32) if pa.types.is_date32(type_) else self.values
        return pa.array(values, mask=self._empty).cast(type_)


Vector: TypeAlias = Text | Plain


def distinct_codes(codes: Array) -> list[int]:
    """The distinct values of small numbers from 0, ascending."""
    if len(codes) == 1:
        return [int(codes[0])]
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


def put_vector(column: Vector, rows: Array, values: Vector) -> None:
    """Write into a column what has its kind."""
    if isinstance(column, Text):
        assert isinstance(values, Text)
        column.put(rows, values)
    else:
        assert isinstance(values, Plain)
        column.put(rows, values)


_ARROW_TYPES: dict[DataType, pa.DataType] = {
    DataType.BOOLEAN: pa.bool_(),
    DataType.DATE: pa.date32(),
    DataType.DATETIME: pa.timestamp("s", tz="UTC"),
}
_NUMPY_TYPES: dict[DataType, type[np.generic]] = {
    DataType.BOOLEAN: np.bool_,
    DataType.DATE: np.int64,
    DataType.DATETIME: np.int64,
}


def arrow_type(type_: DataType) -> pa.DataType:
    """The Arrow type in which a column of a type leaves the engine, texts aside."""
    if type_ in _ARROW_TYPES:
        return _ARROW_TYPES[type_]
    return pa.int64() if type_.is_whole else pa.float64()


def numpy_type(type_: DataType) -> type[np.generic]:
    """The numpy type in which the engine holds values of a type, texts aside."""
    if type_ in _NUMPY_TYPES:
        return _NUMPY_TYPES[type_]
    return np.int64 if type_.is_whole else np.float64


def empty_vector(type_: DataType, size: int) -> Vector:
    """A vector without any value."""
    if type_.family is Family.TEXT:
        return Text(np.full(size, EMPTY, np.int32), Words())
    return Plain(np.zeros(size, numpy_type(type_)), np.ones(size, np.bool_))


def from_arrow(array: pa.Array | pa.ChunkedArray, type_: DataType) -> Vector:
    """A vector from an Arrow array of the type that goes with a data type."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if type_.family is Family.TEXT:
        return text_from_arrow(array)
    empty = None
    if array.null_count:
        empty = array.is_null().to_numpy(zero_copy_only=False)
        array = array.fill_null(
            pa.scalar(0, pa.int64()).cast(_fill_type(array.type)).cast(array.type)
        )
    if type_ is DataType.DATE:
        array = array.cast(pa.int32())
    elif type_ is DataType.DATETIME:
        array = array.cast(pa.timestamp("s", tz="UTC")).cast(pa.int64())
    values = array.to_numpy(zero_copy_only=False)
    return Plain(values.astype(numpy_type(type_), copy=False), empty)


def _fill_type(type_: pa.DataType) -> pa.DataType:
    """The type by way of which a zero becomes a value of another type."""
    return pa.int32() if pa.types.is_date32(type_) else pa.int64()


def text_from_arrow(array: pa.Array) -> Text:
    """Texts from an Arrow string or dictionary array."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    indices = array.indices
    if indices.null_count:
        indices = indices.fill_null(EMPTY)
    codes = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return Text(codes, Words(array.dictionary.to_pylist()))


def constant_text(text: str | None, size: int) -> Text:
    """One text for everyone."""
    if text is None:
        return Text(np.full(size, EMPTY, np.int32), Words())
    return Text(np.zeros(size, np.int32), Words([text]))
