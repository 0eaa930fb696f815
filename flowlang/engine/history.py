"""The activities of the input, one type at a time, as the engine reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType, Family
from flowlang.engine.forms import parse
from flowlang.engine.state import State
from flowlang.engine.vectors import (
    EMPTY,
    Array,
    Rows,
    Text,
    Times,
    Vector,
    Words,
    text_from_arrow,
)
from flowlang.model.assets import Activity
from flowlang.names import name_key
from flowlang.people.arrays import as_one


@dataclass(slots=True)
class History:
    """The activities of the input of one type that succeeded, by person and time.

    `places` are their rows in the partition's table, ascending.
    """

    places: Times
    rows: Rows
    times: Times
    asset: Text
    attributes: Text

    def take(self, which: Array) -> History:
        """Some of the activities, by ascending places."""
        if len(which) == len(self.places):
            return self
        return History(
            self.places[which],
            self.rows[which],
            self.times[which],
            self.asset.take(which),
            self.attributes.take(which),
        )


def history_of(state: State, activity: Activity) -> History:
    """The input's activities of a type."""
    known: History | None = state.history.get(activity.number)
    if known is None:
        table = state.partition.activities
        wanted = pc.and_(pc.equal(table["type"], activity.number), table["succeeded"])
        places = np.flatnonzero(wanted.to_numpy())
        table = table.select(["person", "time", "asset", "attributes"])
        if len(places) < table.num_rows:
            table = table.take(pa.array(places))
        known = History(
            places,
            table["person"].to_numpy().astype(np.intp),
            table["time"].to_numpy(),
            text_from_arrow(as_one(table["asset"])),
            text_from_arrow(as_one(table["attributes"])),
        )
        state.history[activity.number] = known
    return known


def history_attribute(history: History, key: str, type_: DataType) -> Vector:
    """An attribute of the input's activities, from their JSON."""
    source = history.attributes
    parsed = source.words.table("told", _texts, None, object)
    words = Words()
    mapping = np.full(len(source.words) + 1, EMPTY, np.int32)
    for code in range(len(source.words)):
        value = parsed[code].get(key)
        if value:
            mapping[code] = words.code(value)
    found = Text(mapping[source.codes], words)
    return found if type_.family is Family.TEXT else parse(found, type_)[0]


def told(text: str) -> dict[str, tuple[str, str]]:
    """What the JSON of one activity says: label and text by key, the last of those with one key.

    What is no JSON object says nothing; a text is empty where there is no value.
    """
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {name_key(label): (label, _as_text(value)) for label, value in stored.items()}


def _texts(text: str) -> dict[str, str]:
    return {key: value for key, (_, value) in told(text).items()}


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
