"""Values as text, and text as values."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.vectors import EMPTY, Array, Mask, Plain, Text, Vector, Words, numpy_type
from flowlang.people import cells


def text_form(value: Any, type_: DataType, zone: ZoneInfo) -> str:
    """A value as it reads inside text."""
    if type_.family is Family.TEXT:
        return str(value)
    if type_ is DataType.BOOLEAN:
        return "true" if value else "false"
    if type_ is DataType.DATE:
        return cells.write_day(int(value))
    if type_ is DataType.DATETIME:
        return datetime.fromtimestamp(int(value), zone).strftime("%Y-%m-%d %H:%M:%S")
    return str(int(value)) if type_.is_whole else cells.write_number(value)


def json_form(value: Any, type_: DataType) -> str:
    """A value as it stands in the log's JSON: numbers and booleans as such, the rest as text."""
    if type_ is DataType.BOOLEAN:
        return "true" if value else "false"
    if type_ is DataType.DATE:
        return f'"{cells.write_day(int(value))}"'
    if type_ is DataType.DATETIME:
        return f'"{cells.write_moment(int(value))}"'
    if type_.family is Family.NUMBER:
        return str(int(value)) if type_.is_whole else cells.write_number(value)
    return json.dumps(str(value), ensure_ascii=False)


def compact(vector: Plain) -> tuple[Array, Array]:
    """The distinct values of a vector and, for each entry, the position of its value.

    Empty entries are not told apart; see `Plain.empty`.
    """
    values = vector.values
    if len(values) == 1:
        return values, np.zeros(1, np.int32)
    if len(values) and values.dtype != np.float64:
        if values.dtype == np.bool_:
            values = values.view(np.int8)
        low, high = int(values.min()), int(values.max())
        if high - low < max(4 * len(values), 1024):
            # Where the values lie close together they are counted instead of sorted.
            shifted = values if low == 0 else values - low
            present = np.zeros(high - low + 1, np.bool_)
            present[shifted] = True
            distinct = np.flatnonzero(present)
            places = np.zeros(len(present), np.int32)
            places[distinct] = np.arange(len(distinct), dtype=np.int32)
            return distinct + low, places[shifted]
    found, inverse = np.unique(values, return_inverse=True)
    return found, inverse


def as_text(vector: Vector, type_: DataType, zone: ZoneInfo) -> Text:
    """A vector's values as they read inside text."""
    if isinstance(vector, Text):
        return vector
    distinct, places = compact(vector)
    words = Words()
    codes = np.fromiter(
        (words.code(text_form(each, type_, zone)) for each in distinct), np.int32, len(distinct)
    )
    result = codes[places] if len(distinct) else np.zeros(0, np.int32)
    return Text(np.where(vector.empty, EMPTY, result).astype(np.int32), words)


def join(parts: list[str | Text], size: int) -> Text:
    """Texts put together; what is empty adds nothing."""
    words = Words([""])
    result = Text(np.zeros(size, np.int32), words)
    for part in parts:
        result = _with_tail(result, part) if isinstance(part, str) else _pairwise(result, part)
    return result


def _with_tail(text: Text, tail: str) -> Text:
    words = Words()
    mapping = np.fromiter(
        (words.code(each + tail) for each in text.words.texts), np.int32, len(text.words)
    )
    return Text(mapping[text.codes], words)


def _pairwise(left: Text, right: Text) -> Text:
    width = len(right.words) + 1
    pairs = left.codes.astype(np.int64) * width + (right.codes + 1)
    distinct, places = compact(Plain(pairs))
    words = Words()
    tails = ["", *right.words.texts]
    codes = np.fromiter(
        (
            words.code(left.words.texts[pair // width] + tails[pair % width])
            for pair in distinct.tolist()
        ),
        np.int32,
        len(distinct),
    )
    return Text(codes[places] if len(codes) else np.zeros(0, np.int32), words)


def parse(text: Text, type_: DataType, formats: tuple[str, ...] = ()) -> tuple[Plain, Mask]:
    """Texts as values of a type that is no text, and which of them are values at all.

    An empty text is none.
    """
    kind = numpy_type(type_)
    table = text.words.table(
        ("fits", type_),
        lambda each: cells.read_value(each, type_, formats) is not None,
        False,
        np.bool_,
    )
    values = text.words.table(
        ("value", type_), lambda each: cells.read_value(each, type_, formats) or 0, 0, kind
    )
    fits = table[text.codes]
    return Plain(values[text.codes], None if fits.all() else ~fits), fits
