"""Values as text, and text as values."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.distinct import combined, compact, worth
from flowlang.engine.vectors import (
    EMPTY,
    Mask,
    Plain,
    Text,
    Vector,
    Words,
    constant_text,
    numpy_type,
)
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
    return quoted(str(value))


quoted = json.JSONEncoder(ensure_ascii=False).encode
"""A text as JSON."""


def as_text(vector: Vector, type_: DataType, zone: ZoneInfo) -> Text:
    """A vector's values as they read inside text."""
    if isinstance(vector, Text):
        return vector
    values, places = compact(vector)
    words = Words()
    codes = words.codes(text_form(each, type_, zone) for each in values.tolist())
    found = codes[places]
    if vector.has_empty:
        found = np.where(vector.empty, np.int32(EMPTY), found)
    return Text(found, words)


def join(parts: list[str | Text], size: int) -> Text:
    """Texts put together; what is empty adds nothing."""
    head = ""
    result: Text | None = None
    for part in parts:
        if isinstance(part, Text):
            result = _extended(part, head) if result is None else _paired(result, part)
        elif result is None:
            head += part
        else:
            result = _extended(result, "", part)
    return constant_text(head, size) if result is None else result


def _extended(text: Text, head: str, tail: str = "") -> Text:
    """Something before and behind every text, also behind the empty one."""
    met, places = worth(*text.from_zero())
    words = Words()
    codes = words.codes(f"{head}{each}{tail}" for each in text.named(met))
    return Text(codes[places], words)


def _paired(left: Text, right: Text) -> Text:
    """Two texts behind one another; the first one is nowhere empty."""
    (firsts, seconds), places = combined([(left.codes, len(left.words)), right.from_zero()])
    words = Words()
    codes = words.codes(
        left.words.texts[first] + tail
        for first, tail in zip(firsts.tolist(), right.named(seconds), strict=True)
    )
    return Text(codes[places], words)


def parse(text: Text, type_: DataType, formats: tuple[str, ...] = ()) -> tuple[Plain, Mask]:
    """Texts as values of a type that is no text, and which of them are values at all.

    An empty text is none.
    """
    kind = numpy_type(type_)
    fits = text.where(
        ("fits", type_), lambda each: cells.read_value(each, type_, formats) is not None
    )
    values = text.words.table(
        ("value", type_), lambda each: cells.read_value(each, type_, formats) or 0, 0, kind
    )
    return Plain(values.take(text.codes), None if fits.all() else ~fits), fits
