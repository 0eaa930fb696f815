"""What a value becomes when it is written into a field of another type."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.distinct import compact
from flowlang.engine.forms import as_text, parse
from flowlang.engine.resolve import Typed
from flowlang.engine.state import State
from flowlang.engine.vectors import Mask, Plain, Text, Vector, numpy_type


class Converted(NamedTuple):
    """A vector of the wanted type; where there was nothing, and where it was no value of it."""

    vector: Vector
    nothing: Mask
    unfit: Mask


def convert(value: Typed, wanted: DataType, state: State) -> Converted:
    """A value as one of the wanted type; text that is blank is nothing."""
    vector, type_ = value
    zone = state.plan.calendar.zone
    if wanted.family is Family.TEXT:
        text = as_text(vector, type_, zone)
        return Converted(text, _blank(text), np.zeros(len(text), np.bool_))
    if isinstance(vector, Text):
        nothing = _blank(vector)
        formats = state.plan.instance.project.datetime_formats
        parsed, fits = parse(vector, wanted, formats)
        return Converted(parsed, nothing, ~fits & ~nothing)
    nothing = vector.empty
    found, fits = _between_types(vector, type_, wanted, state)
    return Converted(found, nothing, ~fits & ~nothing)


def _blank(text: Text) -> Mask:
    return text.where("blank", lambda each: not each.strip(), empty=True)


def _between_types(
    vector: Plain, type_: DataType, wanted: DataType, state: State
) -> tuple[Plain, Mask]:
    """Numbers, booleans and dates as one another, and where that is possible."""
    values = vector.values
    every = np.ones(len(values), np.bool_)
    alike = numpy_type(type_) is numpy_type(wanted) and wanted.family is Family.NUMBER
    if type_ is wanted or (alike and type_.family is Family.NUMBER):
        return vector, every
    calendar = state.plan.calendar
    empty = vector.empty if vector.has_empty else None
    if type_.family is Family.NUMBER and wanted.family is Family.NUMBER:
        if not wanted.is_whole:
            return Plain(values.astype(np.float64), empty), every
        whole = values == np.floor(values)
        return Plain(np.where(whole, values, 0).astype(np.int64), empty), whole
    if type_ is DataType.DATE and wanted is DataType.DATETIME:
        return Plain(calendar.midnights(values), empty), every
    if type_ is DataType.DATETIME and wanted is DataType.DATE:
        distinct, places = compact(vector)
        days = np.fromiter((calendar.day(int(each)) for each in distinct), np.int64, len(distinct))
        return Plain(days[places] if len(days) else np.zeros(0, np.int64), empty), every
    return parse(as_text(vector, type_, calendar.zone), wanted)
