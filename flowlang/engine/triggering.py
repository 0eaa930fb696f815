"""What trigger tokens say: the activity that triggered, from the log or from the input."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.history import history_attribute, history_of
from flowlang.engine.log import Block
from flowlang.engine.state import State
from flowlang.engine.trips import INPUT
from flowlang.engine.vectors import EMPTY, Array, Text, Times, Words, constant_text
from flowlang.model.assets import Activity
from flowlang.names import name_key

_LABEL = "triggername"


def trigger_text(key: str, state: State, cohort: Cohort) -> Text:
    """An attribute of the activity that triggered each person's trip; empty without one."""
    result = Text(np.full(len(cohort), EMPTY, np.int32), Words())
    triggers = cohort.triggers
    if triggers is None:
        return result
    logged = np.flatnonzero(triggers >= 0)
    if len(logged):
        for block, some in state.log.blocks_of(triggers[logged]):
            values = _of_block(key, block, state)
            if values is not None:
                places = logged[some]
                result.put(places, values.take(triggers[places] - block.base))
    before = np.flatnonzero((triggers <= INPUT) & (triggers > INPUT - state.trips.inputs))
    if len(before):
        _put_input(key, INPUT - triggers[before], before, result, state)
    return result


def _of_block(key: str, block: Block, state: State) -> Text | None:
    """What the activities of a block say under the name of a trigger token."""
    if key == _LABEL:
        return constant_text(block.activity.label, block.size)
    if _is_primary(key, block.activity):
        return block.asset_text()
    values = block.attribute(key, DataType.TEXT, state.plan.calendar.zone)
    assert values is None or isinstance(values, Text)
    return values


def _is_primary(key: str, activity: Activity) -> bool:
    primary = activity.primary
    return key == "name" or (primary is not None and name_key(primary.name) == key)


def _put_input(key: str, rows: Times, places: Array, result: Text, state: State) -> None:
    """Put in what activities of the input say; `rows` are theirs in the partition's table."""
    activities = state.partition.activities
    # A row that is only a record triggers nothing, whatever a table of waits says.
    real = activities["succeeded"].to_numpy()[rows]
    rows, places = rows[real], places[real]
    types = activities["type"].to_numpy()[rows]
    for number in np.unique(types).tolist():
        some = np.flatnonzero(types == number)
        activity = state.plan.numbered(number)
        if key == _LABEL:
            result.put(places[some], constant_text(activity.label, len(some)))
            continue
        history = history_of(state, activity)
        values = (
            history.asset
            if _is_primary(key, activity)
            else history_attribute(history, key, DataType.TEXT)
        )
        assert isinstance(values, Text)
        result.put(places[some], values.take(np.searchsorted(history.places, rows[some])))
