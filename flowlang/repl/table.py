"""People of a scene as rows of a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.vectors import Rows, Text, Vector
from flowlang.matching.match import SHOWN, Match
from flowlang.matching.parts import count_parts
from flowlang.model.assets import Field
from flowlang.model.filters import Filter, Test
from flowlang.model.walk import all_filters
from flowlang.repl.scene import Scene

_EPOCH = date(1970, 1, 1)


def matched(scene: Scene, filter_: Filter, shown: int = SHOWN) -> Match:
    """Who of a scene is in a filter, with the first rows as they are now."""
    world = scene.world
    present = world.present
    world.ready()
    held, part = count_parts(filter_, world.state, present, world.now)
    rows = present[np.flatnonzero(held)[:shown]]
    asked = [
        each.subject
        for each in all_filters(filter_)
        if isinstance(each, Test) and isinstance(each.subject, Field)
    ]
    columns, values = people_rows(scene, rows, asked)
    return Match(filter_, len(present), part, columns, values)


def people_rows(
    scene: Scene, rows: Rows, asked: list[Field] | None = None
) -> tuple[tuple[tuple[str, DataType], ...], list[list[Any]]]:
    """The ids and values of some people: fields that are asked about, and those that have any."""
    world = scene.world
    if not len(rows):
        return (), []
    fields = [
        each
        for each in _in_order(scene)
        if each in (asked or ()) or not world.state.is_empty(each, rows).all()
    ]
    vectors = [world.state.column(each).take(rows) for each in fields]
    columns = (("id", DataType.TEXT), *((_column_name(each), each.type) for each in fields))
    values = [
        [
            world.id_of(row),
            *(value_of(v, place, f.type) for v, f in zip(vectors, fields, strict=True)),
        ]
        for place, row in enumerate(rows.tolist())
    ]
    return columns, values


def _column_name(field: Field) -> str:
    return field.name


def _in_order(scene: Scene) -> list[Field]:
    """The fields, those with a column of the data first, in the order of the data."""
    order = {key: place for place, key in enumerate(scene.world.state.partition.fields)}
    fields = scene.instance.fields
    return sorted(fields, key=lambda each: order.get(each.key, len(order)))


def value_of(vector: Vector, place: int, type_: DataType) -> Any:
    """One entry as Python has it, None where it is empty."""
    if vector.empty[place]:
        return None
    if isinstance(vector, Text):
        return vector.words.texts[int(vector.codes[place])]
    value = vector.values[place].item()
    match type_:
        case DataType.DATE:
            return _EPOCH + timedelta(days=value)
        case DataType.DATETIME:
            return datetime.fromtimestamp(value, UTC)
        case _:
            return value
