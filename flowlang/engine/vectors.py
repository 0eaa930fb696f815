"""Values of many people at once: the engine's columns, and what is computed from them.

A column is a vector with one entry for each person of a partition; what a cohort reads from it
is a vector with one entry for each of its people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from flowlang.datatypes import DataType, Family
from flowlang.engine import buffers

Rows: TypeAlias = npt.NDArray[np.intp]
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
        code = self._known().get(text)
        return int(self.codes([text])[0]) if code is None else code

    def _known(self) -> dict[str, int]:
        """The code of each text, in the order of the codes."""
        if self._codes is None:
            self._codes = dict(zip(self.texts, range(len(self.texts)), strict=True))
        return self._codes

    def codes(self, texts: Iterable[str]) -> Codes:
        """The codes of some texts; those that are new are added."""
        known, held = self._known(), self.texts
        found: list[int] = []
        for text in texts:
            code = known.get(text)
            if code is None:
                # In this order somebody who interrupts can leave a text that nobody uses, at worst.
                held.append(text)
                code = known[text] = len(held) - 1
            found.append(code)
        return np.array(found, np.int32)

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
            fresh[done:size] = [compute(text) for text in self.texts[done:]]
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

    def from_zero(self) -> tuple[Array, int]:
        """The codes with 0 for the empty ones and all others one higher; their bound."""
        return np.add(self.codes, 1, dtype=np.intp), len(self.words) + 1

    def named(self, codes: Array) -> list[str]:
        """The texts of some codes as `from_zero` gives them."""
        texts = self.words.texts
        return [texts[code - 1] if code else "" for code in codes.tolist()]

    def where(self, key: object, test: Callable[[str], bool], *, empty: bool = False) -> Mask:
        """Where a test holds, made once for each distinct text; `empty` is its answer for none."""
        found: Mask = self.words.table(key, test, empty, np.bool_).take(self.codes)
        return found

    @classmethod
    def joined(cls, pieces: Sequence[Text]) -> Text:
        """Texts of the same words, one behind the other."""
        return cls(np.concatenate([each.codes for each in pieces]), pieces[0].words)

    def take(self, rows: Array) -> Text:
        """The entries of some rows."""
        return Text(self.codes.take(rows), self.words)

    def shared(self) -> Text:
        """The same entries, to be copied by whoever writes into one of the two."""
        self.codes.setflags(write=False)
        return Text(self.codes, self.words)

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
            return mapping.take(self.codes)
        used = np.zeros(size + 1, np.bool_)
        used[self.codes.astype(np.intp)] = True
        met = np.flatnonzero(used[:-1])
        mapping[met] = words.codes(self.words.texts[code] for code in met.tolist())
        return mapping.take(self.codes)

    def same(self, other: Text) -> Mask:
        """Where two vectors hold the same text, compared exactly."""
        same: Mask = self.codes == other.recoded(self.words)
        return same

    def arrow(self) -> pa.Array:
        """As an Arrow dictionary array."""
        return dictionary(self.codes, self.words.texts)


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

    @classmethod
    def joined(cls, pieces: Sequence[Plain]) -> Plain:
        """Values of one type, one behind the other."""
        values = np.concatenate([each.values for each in pieces])
        if not any(each.has_empty for each in pieces):
            return cls(values)
        return cls(values, np.concatenate([each.empty for each in pieces]))

    def take(self, rows: Array) -> Plain:
        """The entries of some rows."""
        return Plain(
            self.values.take(rows), None if self._empty is None else self._empty.take(rows)
        )

    def shared(self) -> Plain:
        """The same entries, to be copied by whoever writes into one of the two."""
        self.values.setflags(write=False)
        if self._empty is not None:
            self._empty.setflags(write=False)
        return Plain(self.values, self._empty)

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
        return buffers.array_of(values, self._empty, type_)


Vector: TypeAlias = Text | Plain


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
    array = array.cast(arrow_type(type_))
    values = buffers.values(array)
    empty = None
    if array.null_count:
        known = buffers.known(array)
        values, empty = buffers.zeroed(values, known), ~known
    return Plain(values.astype(numpy_type(type_), copy=False), empty)


def text_from_arrow(array: pa.Array) -> Text:
    """Texts from an Arrow string or dictionary array."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    indices = array.indices
    codes = buffers.values(indices).astype(np.int32, copy=False)
    if indices.null_count:
        # The bits of `EMPTY` are all set.
        codes = codes | (buffers.known(indices).view(np.int8) - 1)
    return Text(codes, Words(array.dictionary.to_pylist()))


def dictionary(codes: Array, texts: list[str]) -> pa.Array:
    """Codes and the texts that they stand for as an Arrow dictionary array."""
    empty = codes < 0
    indices = buffers.array_of(
        codes, empty if empty.any() else None, pa.from_numpy_dtype(codes.dtype)
    )
    # Codes are places of texts by the way they are made; Arrow need not look again.
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()), safe=False)


def constant_text(text: str | None, size: int) -> Text:
    """One text for everyone."""
    if text is None:
        return Text(np.full(size, EMPTY, np.int32), Words())
    return Text(np.zeros(size, np.int32), Words([text]))
