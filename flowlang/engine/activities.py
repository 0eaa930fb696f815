"""What people did: the activities before a run and those it logs, as filters see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Now
from flowlang.engine.constraints import Subject, constraint
from flowlang.engine.forms import parse
from flowlang.engine.log import SUCCEEDED, Block
from flowlang.engine.predicates import window_range
from flowlang.engine.resolve import depends_on_now, moments, operands
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import (
    EMPTY,
    Codes,
    Mask,
    Rows,
    Text,
    Times,
    Vector,
    Words,
    empty_vector,
    text_from_arrow,
)
from flowlang.model.assets import Activity, Attribute
from flowlang.model.campaigns import Trigger
from flowlang.model.filters import All, Did, Filter, Not, Operator, Test
from flowlang.model.filters import Any as AnyOf
from flowlang.names import name_key

_SPAN = 1 << 40
"""Seconds that are told apart for one person; enough for all dates there are."""


@dataclass(slots=True)
class History:
    """The activities of the input of one type that succeeded, by person and time."""

    rows: Codes
    times: Times
    asset: Text
    attributes: Text


@dataclass(slots=True)
class Fitting:
    """Activities that fit a filter but for time: those of the input sorted, new ones not.

    `seen` is how many blocks of the log have been looked through.
    """

    keys: Times
    rows: list[Rows] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    seen: int = 0


def did(filter_: Did, state: State, rows: Rows, now: Now, context: Context | None) -> Mask:
    """For whom of some people an activity filter holds."""
    counts = count(filter_, state, rows, now, context)
    enough: Mask = counts >= filter_.at_least
    return ~enough if filter_.negated else enough


def count(filter_: Did, state: State, rows: Rows, now: Now, context: Context | None) -> Times:
    """How many activities of each person fit, none of them later than the person's now."""
    total: Times = np.zeros(len(rows), np.int64)
    for moment, places in moments(now) if _is_dynamic(filter_) else [(now, None)]:
        some = rows if places is None else rows[places]
        fitting = _fitting(filter_, state, moment, context)
        found = np.zeros(len(some), np.int64)
        for first, last in _windows(filter_, state, moment, context):
            latest: int | Times = np.minimum(last, moment)
            found += _between(fitting, state.size, some, first, latest)
        if places is None:
            total += found
        else:
            total[places] += found
    return total


def _windows(
    filter_: Did, state: State, now: Now, context: Context | None
) -> list[tuple[int | Times, int | Times]]:
    """The stretches of time in which activities count, first and last second."""
    window = filter_.window
    if window is None:
        return [(-_SPAN // 2, now)]
    moment = now if isinstance(now, int) else 0
    values = operands(window.values, DataType.DATETIME, state, context, moment)
    if not values:
        return []
    return window_range(window.operator, values, now, state.plan.calendar)


def _between(
    fitting: Fitting, size: int, rows: Rows, first: int | Times, last: int | Times
) -> Times:
    """How many fitting activities each of some people has from a second to another."""
    low = np.clip(first, -_SPAN // 2, _SPAN // 2 - 1)
    high = np.clip(last, -_SPAN // 2 - 1, _SPAN // 2 - 1)
    base = rows.astype(np.int64) * _SPAN + _SPAN // 2
    after = np.searchsorted(fitting.keys, base + high, "right")
    found: Times = np.maximum(after - np.searchsorted(fitting.keys, base + low, "left"), 0)
    for some, times in zip(fitting.rows, fitting.times, strict=True):
        inside = (times >= _of_person(low, rows, some, size)) & (
            times <= _of_person(high, rows, some, size)
        )
        found += np.bincount(some[inside], minlength=size)[rows]
    return found


def _of_person(edge: int | Times, rows: Rows, some: Rows, size: int) -> int | Times:
    """A bound that people of a cohort have, for the activities of some people."""
    if np.ndim(edge) == 0:
        return edge
    spread = np.zeros(size, np.int64)
    spread[rows] = edge
    return spread[some]


def sent_between(state: State, rows: Rows, first: int | Times, last: int | Times) -> Times:
    """How many emails that count each person was sent, from a second to another."""
    plan = state.plan
    activity = plan.activity("send_email")
    operational = plan.operational()

    def counts(asset: Text) -> Mask:
        table = asset.words.table(
            "counts as sent", lambda text: text not in operational, True, np.bool_
        )
        counted: Mask = table[asset.codes]
        return counted

    known: Fitting | None = state.fitting.get("sent")
    if known is None:
        history = _history(state, activity)
        fits = counts(history.asset)
        keys = history.rows[fits].astype(np.int64) * _SPAN + _SPAN // 2 + history.times[fits]
        known = state.fitting["sent"] = Fitting(keys)
    for block in state.log.blocks[known.seen :]:
        if block.activity.number == activity.number and block.result == SUCCEEDED:
            fits = counts(block.asset_text())
            known.rows.append(block.rows[fits])
            known.times.append(block.times[fits])
    known.seen = len(state.log.blocks)
    return _between(known, state.size, rows, first, last)


def _is_dynamic(filter_: Did) -> bool:
    """Whether what fits depends on the clock, not only on which time counts."""
    return (filter_.where is not None and _asks_clock(filter_.where)) or (
        filter_.window is not None and depends_on_now(filter_.window.values)
    )


_RELATIVE = {
    Operator.IN_PAST,
    Operator.IN_PAST_BEFORE,
    Operator.IN_FUTURE,
    Operator.IN_FUTURE_AFTER,
    Operator.IN_TIME_FRAME,
}


def _asks_clock(filter_: Filter) -> bool:
    match filter_:
        case All() | AnyOf():
            return any(_asks_clock(item) for item in filter_.items)
        case Not():
            return _asks_clock(filter_.item)
        case Test():
            return filter_.operator in _RELATIVE or depends_on_now(filter_.values)
        case _:
            return False


def _fitting(filter_: Did, state: State, now: Now, context: Context | None) -> Fitting:
    """What fits a filter, looked through once and then only as the log grows."""
    key = (filter_, context, now if _is_dynamic(filter_) else None)
    known: Fitting | None = state.fitting.get(key)
    if known is None:
        history = _history(state, filter_.activity)
        fits = _fits(
            filter_,
            state,
            context,
            now,
            len(history.rows),
            history.asset,
            lambda name, type_: _history_attribute(history, name, type_),
        )
        keys = history.rows[fits].astype(np.int64) * _SPAN + _SPAN // 2 + history.times[fits]
        known = Fitting(keys)
        state.fitting[key] = known
    for block in state.log.blocks[known.seen :]:
        if block.activity.number == filter_.activity.number and block.result == SUCCEEDED:
            fits = block_fits(filter_, block, state, now, context)
            if fits.any():
                known.rows.append(block.rows[fits])
                known.times.append(block.times[fits])
    known.seen = len(state.log.blocks)
    return known


def block_fits(
    filter_: Did | Trigger, block: Block, state: State, now: Now, context: Context | None
) -> Mask:
    """Which activities of a block fit a filter or a trigger, whatever their time."""
    zone = state.plan.calendar.zone

    def attribute(key: str, type_: DataType) -> Vector | None:
        return block.attribute(key, type_, zone)

    return _fits(filter_, state, context, now, block.size, block.asset_text(), attribute)


def _fits(
    filter_: Did | Trigger,
    state: State,
    context: Context | None,
    now: Now,
    size: int,
    asset: Text,
    attribute: Callable[[str, DataType], Vector | None],
) -> Mask:
    """Which activities have the asset, the field and the attributes that are asked for."""
    fits = np.ones(size, np.bool_)
    if filter_.assets:
        wanted = frozenset(each.casefold() for each in filter_.assets)
        table = asset.words.table(
            ("asset", wanted), lambda text: text.casefold() in wanted, False, np.bool_
        )
        fits &= table[asset.codes]
    if filter_.of_field is not None:
        keys = filter_.of_field.keys
        table = asset.words.table(
            ("field", filter_.of_field.key), lambda text: name_key(text) in keys, False, np.bool_
        )
        fits &= table[asset.codes]
    if filter_.where is not None:
        primary = filter_.activity.primary

        def read(subject: Subject, type_: DataType) -> Vector:
            assert isinstance(subject, Attribute)
            if primary is not None and subject.key == primary.key:
                return asset if type_.family is Family.TEXT else parse(asset, type_)[0]
            found = attribute(subject.key, type_)
            return empty_vector(type_, size) if found is None else found

        fits &= constraint(filter_.where, read, state, size, now, context, False)
    return fits


def _history(state: State, activity: Activity) -> History:
    """The input's activities of a type."""
    known: History | None = state.history.get(activity.number)
    if known is None:
        table = state.partition.activities
        table = table.filter(pc.and_(pc.equal(table["type"], activity.number), table["succeeded"]))
        known = History(
            table["person"].to_numpy(),
            table["time"].to_numpy(),
            text_from_arrow(_whole(table["asset"])),
            text_from_arrow(_whole(table["attributes"])),
        )
        state.history[activity.number] = known
    return known


def _whole(column: Any) -> Any:
    """A column of a table as one array, its dictionaries put together."""
    return column.unify_dictionaries().combine_chunks()


def _history_attribute(history: History, key: str, type_: DataType) -> Vector | None:
    """An attribute of the input's activities, from their JSON."""
    source = history.attributes
    parsed = source.words.table("parsed", _parsed, None, object)
    words = Words()
    mapping = np.full(len(source.words) + 1, EMPTY, np.int32)
    for code in range(len(source.words)):
        value = parsed[code].get(key)
        if value:
            mapping[code] = words.code(value)
    found = Text(mapping[source.codes], words)
    return found if type_.family is Family.TEXT else parse(found, type_)[0]


def _parsed(text: str) -> dict[str, str]:
    """The attributes of one activity by key, as text; what is no JSON object has none."""
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {name_key(label): _as_text(value) for label, value in stored.items()}


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
