"""Columns of cells as columns of values, each distinct cell read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType, Family
from flowlang.people import cells
from flowlang.people.problems import BadData

WANTED = {
    DataType.BOOLEAN: "neither true nor false",
    DataType.DATE: "no date",
    DataType.DATETIME: "no time",
}


def value_type(type_: DataType) -> pa.DataType:
    """The Arrow type in which values of a type are kept."""
    if type_.family is Family.TEXT:
        return pa.string()
    if type_ is DataType.BOOLEAN:
        return pa.bool_()
    if type_ is DataType.DATE:
        return pa.date32()
    if type_ is DataType.DATETIME:
        return pa.timestamp("s", tz="UTC")
    return pa.int64() if type_.is_whole else pa.float64()


def emptied(column: pa.Array) -> pa.Array:
    """Text cells with null for the empty cell and the bare word `null`."""
    if pa.types.is_dictionary(column.type):
        words = emptied(column.dictionary.cast(pa.string()))
        if not words.null_count:
            return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), words)
        return words.take(column.indices)
    column = column.cast(pa.string())
    empty = pc.is_in(column, pa.array(["", "null"]))
    if not pc.any(empty).as_py():
        return column
    return pc.if_else(empty, pa.scalar(None, pa.string()), column)


def read_column(
    column: pa.Array,
    type_: DataType,
    formats: tuple[str, ...],
    tell: Callable[[np.ndarray[Any, Any], pa.Array], None],
) -> pa.Array:
    """A column as values of a type; `tell` hears the places and cells that are none.

    Cells are text, or already of some Arrow type as in a Parquet file.
    """
    wanted = value_type(type_)
    source = column.type
    if pa.types.is_dictionary(source) and not pa.types.is_string(source.value_type):
        column = column.cast(source.value_type)
        source = column.type
    is_text = pa.types.is_string(source) or pa.types.is_large_string(source)
    if type_.family is Family.TEXT:
        if is_text or pa.types.is_dictionary(source):
            return emptied(column)
        return _typed_as_text(column)
    if is_text or pa.types.is_dictionary(source):
        return _parsed(column, type_, wanted, formats, tell)
    if source == wanted:
        return column
    return _cast(column, type_, wanted, formats, tell)


def _typed_as_text(column: pa.Array) -> pa.Array:
    """Numbers, booleans and times of a typed file as text in canonical form."""
    source = column.type
    if pa.types.is_timestamp(source):
        seconds = _as_seconds(column)
        texts = [None if each is None else cells.write_moment(each) for each in seconds.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_floating(source):
        texts = [None if each is None else cells.write_number(each) for each in column.to_pylist()]
        return pa.array(texts, pa.string())
    return column.cast(pa.string())


def _as_seconds(column: pa.Array) -> pa.Array:
    """A timestamp column as seconds since 1970 UTC, fractions cut."""
    ticks = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[column.type.unit]
    values = column.cast(pa.int64())
    if ticks == 1:
        return values
    empty = values.is_null().to_numpy(zero_copy_only=False)
    whole = values.fill_null(0).to_numpy() // ticks
    return pa.array(whole, pa.int64(), mask=empty)


def _cast(
    column: pa.Array,
    type_: DataType,
    wanted: pa.DataType,
    formats: tuple[str, ...],
    tell: Callable[[np.ndarray[Any, Any], pa.Array], None],
) -> pa.Array:
    """A typed column as another type, by way of text where they are not alike."""
    source = column.type
    if pa.types.is_timestamp(source):
        seconds = _as_seconds(column)
        if type_ is DataType.DATETIME:
            return seconds.cast(wanted)
        if type_ is DataType.DATE:
            empty = seconds.is_null().to_numpy(zero_copy_only=False)
            days = (seconds.fill_null(0).to_numpy() // 86400).astype(np.int32)
            return pa.array(days, pa.int32(), mask=empty).cast(wanted)
    if pa.types.is_date(source) and type_ is DataType.DATETIME:
        return column.cast(pa.date32()).cast(pa.timestamp("s")).cast(pa.int64()).cast(wanted)
    try:
        return column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _parsed(_typed_as_text(column), type_, wanted, formats, tell)


_MANY = 0.2
"""Above this share of distinct cells a column is first tried as a whole."""


def _parsed(
    column: pa.Array,
    type_: DataType,
    wanted: pa.DataType,
    formats: tuple[str, ...],
    tell: Callable[[np.ndarray[Any, Any], pa.Array], None],
) -> pa.Array:
    """Text cells as values, each distinct cell read once."""
    column = emptied(column)
    if not pa.types.is_dictionary(column.type):
        if type_.family is Family.NUMBER:
            try:
                return column.cast(wanted)
            except pa.ArrowInvalid:
                pass
        if type_ is DataType.DATETIME:
            moments = _plain_moments(column)
            if moments is not None:
                return moments.cast(wanted)
        column = column.dictionary_encode()
    words = column.dictionary.to_pylist()
    values = [None if each is None else cells.read_value(each, type_, formats) for each in words]
    bad = np.array(
        [each is None and word is not None for each, word in zip(values, words, strict=True)],
        np.bool_,
    )
    indices = column.indices
    if bad.any():
        codes = indices.fill_null(0).to_numpy()
        known = indices.is_valid().to_numpy(zero_copy_only=False)
        places = np.flatnonzero(bad[codes] & known)
        tell(places, column.dictionary.take(indices.take(pa.array(places))))
    if type_ is DataType.DATE:
        typed = pa.array(values, pa.int32()).cast(wanted)
    elif type_ is DataType.DATETIME:
        typed = pa.array(values, pa.int64()).cast(wanted)
    else:
        typed = pa.array(values, wanted)
    return typed.take(indices)


_PLAIN_MOMENT = r"^[1-9]\d{3}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z$"


def _plain_moments(column: pa.Array) -> pa.Array | None:
    """Seconds of cells that are all written as Marketo writes times; None where some are not.

    Nearly every time of a large log is another one, so that reading each distinct cell by itself
    would take most of the time of all reading.
    """
    plain = pc.all(pc.match_substring_regex(column, _PLAIN_MOMENT)).as_py()
    if not plain:
        return None
    try:
        return pc.utf8_slice_codeunits(column, 0, 19).cast(pa.timestamp("s")).cast(pa.int64())
    except pa.ArrowInvalid:
        return None


def written(column: pa.Array, type_: DataType) -> pa.Array:
    """Values as cells in canonical form, for files of text."""
    if type_.family is Family.TEXT:
        return column.cast(pa.string())
    if type_ is DataType.DATETIME:
        seconds = column.cast(pa.timestamp("s", tz="UTC"))
        return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    if type_ is DataType.DATE or type_.is_whole or type_ is DataType.BOOLEAN:
        return column.cast(pa.string())
    encoded = column.dictionary_encode()
    texts = [cells.write_number(each) for each in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def note(bad: BadData, file: str, column: str, first_row: int, wanted: str) -> Callable[..., None]:
    """A listener that writes down bad cells of one column, whose first row is told."""

    def tell(places: np.ndarray[Any, Any], found: pa.Array) -> None:
        shown = found.slice(0, 20).to_pylist()
        for place, value in zip(places[:20].tolist(), shown, strict=True):
            bad.add(file, first_row + place, column, value, wanted)
        bad.count(file, len(places) - len(shown))

    return tell
