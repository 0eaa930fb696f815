"""One person's values as plain values and as people read them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.forms import text_form
from flowlang.engine.vectors import Plain, Text, Vector
from flowlang.people import cells
from flowlang.style import plain
from flowlang.trace.story import Value

EMPTY = "empty"


class Cell(NamedTuple):
    """One value: plain, and as people read it."""

    value: Value
    told: str


NOTHING = Cell(None, EMPTY)


def cell(vector: Vector, place: int, type_: DataType, zone: ZoneInfo) -> Cell:
    """One entry of a vector."""
    if isinstance(vector, Text):
        code = int(vector.codes[place])
        return NOTHING if code < 0 else text_cell(vector.words.texts[code])
    assert isinstance(vector, Plain)
    if vector.empty[place]:
        return NOTHING
    return Cell(_plain(vector.values[place], type_), text_form(vector.values[place], type_, zone))


def text_cell(text: str) -> Cell:
    """A text; it is quoted where people read it."""
    return Cell(text, quoted(text))


def quoted(text: str) -> str:
    """A text in quotes, on one line, with nothing that a terminal would obey."""
    return f'"{plain(text)}"'


def _plain(value: np.generic, type_: DataType) -> Value:
    """A number, a flag, or a moment in its canonical form."""
    if type_ is DataType.BOOLEAN:
        return bool(value)
    if type_ is DataType.DATE:
        return cells.write_day(int(value))
    if type_ is DataType.DATETIME:
        return cells.write_moment(int(value))
    assert type_.family is not Family.TEXT
    return int(value) if type_.is_whole else float(value)


def moment_told(seconds: int, zone: ZoneInfo) -> str:
    """A moment in local time, without seconds where there are none."""
    local = datetime.fromtimestamp(seconds, zone)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
