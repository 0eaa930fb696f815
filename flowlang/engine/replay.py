"""Activities of the dataset that happen: when, how they change people, and whom they trigger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.engine.activities import history_fits
from flowlang.engine.groups import distinct_codes, grouped
from flowlang.engine.history import History, history_attribute, history_of
from flowlang.engine.machine import Machine
from flowlang.engine.masks import all_of, any_of
from flowlang.engine.outside import CHANGING, Effect, effects_of
from flowlang.engine.state import State
from flowlang.engine.trips import INPUT
from flowlang.engine.vectors import Array, Codes, Mask, Rows, Text, Times
from flowlang.model.assets import Activity
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger

_FOREVER = np.iinfo(np.int64).max


class _Level(NamedTuple):
    """One activity of each of some people, by its place among those that happen."""

    rows: Rows
    events: Array

    def select(self, which: Mask | slice) -> _Level:
        """Some of the people."""
        if isinstance(which, slice) or all_of(which):
            return self
        return _Level(self.rows[which], self.events[which])


@dataclass(slots=True)
class Replay:
    """The activities of a partition that happen in the period and matter.

    They are in order of person, time and file, with one more at the end of each person's that
    never happens. `at` is how far everyone has come, `soon` when the activity there happens.
    `effect` and `value` say how an activity changes the person, `kind` whom it triggers.
    """

    at: Times
    soon: Times
    times: Times
    reference: Times
    effect: Codes
    value: Codes
    kind: Codes
    effects: list[Effect | None]
    kinds: list[tuple[Campaign, ...]]

    def next(self, rows: Rows) -> Times:
        """When the next activity of each of some people happens."""
        found: Times = self.soon[rows]
        return found

    def happen(self, machine: Machine, rows: Rows) -> None:
        """Let all activities of their instant happen to some people, who have at least one.

        All of them have changed the person before the first one triggers anything.
        """
        levels = list(self._take(rows, machine.now[rows]))
        for level in levels:
            if machine.state.witness is not None:
                machine.state.witness.happens(level.rows, self.reference[level.events])
            self._change(machine, level)
        for level in levels:
            self._trigger(machine, level)

    def _take(self, rows: Rows, now: Times) -> Iterator[_Level]:
        """The activities of an instant: the first of each person, then the second."""
        while len(rows):
            events = self.at[rows]
            yield _Level(rows, events)
            self.at[rows] = events + 1
            self.soon[rows] = following = self.times[events + 1]
            more = following == now
            if not any_of(more):
                return
            rows, now = rows[more], now[more]

    def _change(self, machine: Machine, level: _Level) -> None:
        if len(self.effects) == 1:
            return
        level = _alive(machine, level)
        for number, which in grouped(self.effect[level.events]):
            effect = self.effects[number]
            if effect is not None:
                some = level.select(which)
                effect.change(machine, some.rows, self.value[some.events])

    def _trigger(self, machine: Machine, level: _Level) -> None:
        level = _alive(machine, level)
        for number, which in grouped(self.kind[level.events]):
            some = level.select(which)
            for campaign in self.kinds[number]:
                machine.enqueue(machine.reactions, campaign, some.rows, self.reference[some.events])


def _alive(machine: Machine, level: _Level) -> _Level:
    """Those people of a level whom nothing has deleted at this moment."""
    return level.select(~machine.state.deleted[level.rows]) if machine.has_lost else level


@dataclass(slots=True)
class _Events:
    """Activities of one type that happen."""

    activity: Activity
    history: History

    def __len__(self) -> int:
        return len(self.history.places)


def begin_replay(machine: Machine) -> Replay | None:
    """What of a partition's activities is to happen; None where nothing of it matters."""
    state = machine.state
    table = state.partition.activities
    size = table.num_rows
    effect, value, kind = (np.zeros(size, np.int32) for _ in range(3))
    effects: list[Effect | None] = [None]
    kinds: list[tuple[Campaign, ...]] = [()]
    for events in _happening(state):
        rows = events.history.places
        kind[rows] = _kinds_of(events, machine, kinds)
        for places, found in effects_of(events.activity, events.history, state):
            effect[rows[places]] = len(effects)
            value[rows[places]] = np.arange(len(places))
            effects.append(found)
    matters = np.flatnonzero((effect > 0) | (kind > 0))
    if not len(matters):
        return None
    people = table["person"].to_numpy()[matters]
    counts = np.bincount(people, minlength=state.size)
    # One place more for each person who comes before.
    places = np.arange(len(matters)) + people

    def spread(values: Array, rest: int) -> Array:
        found = np.full(len(matters) + state.size, rest, values.dtype)
        found[places] = values
        return found

    at = np.cumsum(counts) - counts + np.arange(state.size)
    times = spread(table["time"].to_numpy()[matters], _FOREVER)
    return Replay(
        at=at,
        soon=times[at],
        times=times,
        reference=spread(INPUT - matters.astype(np.int64), 0),
        effect=spread(effect[matters], 0),
        value=spread(value[matters], 0),
        kind=spread(kind[matters], 0),
        effects=effects,
        kinds=kinds,
    )


def _happening(state: State) -> Iterator[_Events]:
    """The activities inside the period that succeeded, of the types that may matter."""
    plan = state.plan
    table = state.partition.activities
    if not table.num_rows:
        return
    times = table["time"].to_numpy()
    inside = (times >= plan.now) & (times < plan.end)
    # What external campaigns did is done by nobody here, so it happens.
    own = {
        name
        for each in plan.instance.campaigns
        if each.kind is not CampaignKind.EXTERNAL
        for name in (each.log_name, each.qualified_name)
    }
    if own:
        known = pc.is_in(table["campaign"], value_set=pa.array(sorted(own), pa.string()))
        inside &= ~known.to_numpy()
    types = set(pc.unique(table["type"]).to_pylist())
    for number in sorted(
        types & ({plan.activity(each).number for each in CHANGING} | set(plan.triggers))
    ):
        activity = plan.numbered(number)
        history = history_of(state, activity)
        places = np.flatnonzero(inside[history.places])
        if len(places):
            yield _Events(activity, history.take(places))


def _kinds_of(events: _Events, machine: Machine, kinds: list[tuple[Campaign, ...]]) -> Codes:
    """For each activity the combination of campaigns that it triggers, as a number."""
    codes = np.zeros(len(events), np.int64)
    found: list[tuple[Campaign, ...]] = [()]
    for campaign in machine.state.plan.triggers.get(events.activity.number, ()):
        fits = _triggered(campaign, events, machine)
        codes = 2 * codes + fits
        distinct = distinct_codes(codes)
        found = [(*found[code // 2], *((campaign,) if code % 2 else ())) for code in distinct]
        places = np.zeros(distinct[-1] + 1, np.int64)
        places[distinct] = np.arange(len(distinct))
        codes = places[codes]
    numbers = np.array([len(kinds) + place if each else 0 for place, each in enumerate(found)])
    kinds.extend(found)
    return numbers.astype(np.int32)[codes]


def _triggered(campaign: Campaign, events: _Events, machine: Machine) -> Mask:
    """Which activities some `on` of a campaign matches, each at its own moment."""
    fits = np.zeros(len(events), np.bool_)
    history = events.history
    for trigger in campaign.triggers:
        if isinstance(trigger, Trigger):
            if trigger.activity.number == events.activity.number:
                context = machine.context(campaign)
                fits |= history_fits(trigger, history, machine.state, history.times, context)
        elif events.activity.key == "requestcampaign":
            fits |= _requested(trigger, campaign, history)
    return fits


def _requested(trigger: RequestTrigger, campaign: Campaign, history: History) -> Mask:
    """Which activities are requests for a campaign, from a source that it allows."""
    wanted = {campaign.qualified_name, campaign.name, campaign.log_name}
    meant = history.asset.words.table(
        ("requests", campaign), lambda text: text in wanted, False, np.bool_
    )
    fits: Mask = meant[history.asset.codes]
    if not trigger.sources:
        return fits
    allowed = frozenset(each.value for each in trigger.sources)
    told = history_attribute(history, "source", DataType.TEXT)
    assert isinstance(told, Text)
    table = told.words.table(
        ("from", allowed),
        lambda text: text.casefold().replace(" ", "_") in allowed,
        False,
        np.bool_,
    )
    return fits & table[told.codes]
