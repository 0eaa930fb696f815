"""Activities from outside: those of the past, and those that happen now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.convert import convert
from flowlang.engine.forms import json_form
from flowlang.engine.history import History
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.outside import effects_of
from flowlang.engine.resolve import Typed, literal_vector
from flowlang.engine.state import State
from flowlang.engine.vectors import Rows, Text, constant_text
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger
from flowlang.model.tests import Happening
from flowlang.model.values import Literal
from flowlang.people.chronology import by_person_and_time
from flowlang.testing.people import ACTIVITIES


@dataclass(slots=True)
class Outside:
    """Activities of the past that were told and are not in the history yet."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: int, happening: Happening, at: int, state: State) -> None:
        """Note one."""
        self.rows.append(
            {
                "person": row,
                "guid": None,
                "time": at,
                "type": happening.activity.number,
                "campaign": None,
                "asset": asset_of(happening),
                "attributes": _json(happening, state),
                "succeeded": True,
            }
        )

    def settle(self, state: State) -> None:
        """Put them into the history, in the order of time."""
        if not self.rows:
            return
        told = pa.Table.from_pylist(self.rows, schema=ACTIVITIES)
        partition = state.partition
        known = partition.activities
        alike = told.select(known.column_names).cast(known.schema)
        both = pa.concat_tables([known, alike]).unify_dictionaries()
        order = by_person_and_time(both["person"].to_numpy(), both["time"].to_numpy())
        partition.activities = both.take(pa.array(order))
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        state.trips.follow(places[: known.num_rows], len(order))
        np.add.at(state.logged, told["person"].to_numpy(), 1)
        # What was found in the history so far is found again when it is asked for.
        state.history.clear()
        state.fitting.clear()
        self.rows.clear()


def asset_of(happening: Happening) -> str | None:
    """The primary value of an activity."""
    return happening.of_field.label if happening.of_field is not None else happening.asset


def attributes_of(happening: Happening, state: State) -> tuple[Attribute, ...]:
    """The attributes that a test states, with the types that the engine logs them by."""
    found = []
    for each in happening.attributes:
        # The log has no attribute without a value; an empty text is none.
        if each.value is None or each.value == "":
            continue
        value = literal_vector(each.value, 1)
        type_ = each.attribute.type
        if each.attribute.key in ("newvalue", "oldvalue") and happening.of_field is not None:
            type_ = happening.of_field.type
        if type_ is not value.type:
            value = _typed(value, type_, state)
        found.append(Attribute(each.attribute.label, value.type, value.vector))
    return tuple(found)


def _typed(value: Typed, type_: DataType, state: State) -> Typed:
    """A value as one of a type, itself where it cannot be that."""
    converted = convert(value, type_, state)
    return value if converted.unfit.any() else Typed(converted.vector, type_)


def _json(happening: Happening, state: State) -> str:
    """The attributes as the JSON in which a dataset has them."""
    pairs = []
    for each in attributes_of(happening, state):
        vector = each.value
        if isinstance(vector, Text):
            written = json.dumps(vector.words.texts[int(vector.codes[0])], ensure_ascii=False)
        else:
            assert not isinstance(vector, str | bool)
            written = json_form(vector.values[0], each.type)
        pairs.append(f"{json.dumps(each.label, ensure_ascii=False)}:{written}")
    return "{" + ",".join(pairs) + "}"


def happen(machine: Machine, rows: Rows, happening: Happening, now: int) -> None:
    """Let an activity happen to people: it changes them, is history, and triggers react."""
    state = machine.state
    attributes = attributes_of(happening, state)
    asset = asset_of(happening)
    block = state.log.append(rows, now, happening.activity, "", "", asset or "", attributes)
    told = History(
        places=np.full(len(rows), -1, np.int64),
        rows=rows,
        times=np.full(len(rows), now, np.int64),
        asset=constant_text(asset, len(rows)),
        attributes=constant_text(_json(happening, state), len(rows)),
    )
    for places, effect in effects_of(happening.activity, told, state):
        effect.change(machine, rows[places], np.arange(len(places)))
    machine.react(happening.activity, block, outside=True)


def request_from_outside(
    machine: Machine, campaign: Campaign, rows: Rows, now: int, tokens: Mapping[str, Literal]
) -> None:
    """Request a campaign for people, as the first of those who may: API, flow, sales insight."""
    state = machine.state
    type_ = state.plan.activity("request_campaign")
    told = (Attribute("Source", DataType.TEXT, _source(campaign).value),)
    block = state.log.append(rows, now, type_, "", "", campaign.qualified_name, told)
    machine.summary.activities[type_.name] += block.size
    state.plan.campaign, state.plan.outside = campaign, tokens
    machine.react(type_, block, outside=True)


def _source(campaign: Campaign) -> RequestSource:
    """The first source from which a campaign takes requests."""
    allowed = [each.sources for each in campaign.triggers if isinstance(each, RequestTrigger)]
    for source in (RequestSource.API, RequestSource.FLOW, RequestSource.SALES_INSIGHT):
        if any(not each or source in each for each in allowed):
            return source
    return RequestSource.API


def log_executed(machine: Machine, campaign: Campaign, cohort: Cohort, qualified: bool) -> None:
    """Log that a campaign was executed for people, as if from a campaign elsewhere."""
    if not len(cohort):
        return
    type_ = machine.state.plan.activity("execute_campaign")
    name = campaign.qualified_name
    told = (Attribute("Qualified", DataType.BOOLEAN, qualified),)
    block = machine.state.log.append(cohort.rows, cohort.now, type_, "", "", name, told)
    machine.summary.activities[type_.name] += block.size
    machine.summary.executed[name, qualified] += block.size
    machine.react(type_, block)
