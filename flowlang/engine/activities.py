"""What people did: the activities before a run and those it logs, as filters see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Now
from flowlang.engine.constraints import Subject, constraint
from flowlang.engine.forms import parse
from flowlang.engine.history import History, history_attribute, history_of
from flowlang.engine.ledger import HIGHEST, LOWEST, MOST_RECENT, Ledger, Recent
from flowlang.engine.log import SUCCEEDED, Block
from flowlang.engine.masks import everybody
from flowlang.engine.predicates import Stretch, window_range
from flowlang.engine.resolve import depends_on_now, moments, operands
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import (
    Mask,
    Rows,
    Text,
    Times,
    Vector,
    constant_text,
    empty_vector,
)
from flowlang.model.assets import Attribute
from flowlang.model.campaigns import Trigger
from flowlang.model.filters import All, Did, Filter, Not, Operator, Test
from flowlang.model.filters import Any as AnyOf
from flowlang.names import name_key


@dataclass(slots=True)
class Fitting:
    """When people did what a filter asks for; `seen` blocks of the log have been looked through."""

    moments: Ledger | Recent
    seen: int = 0


def did(filter_: Did, state: State, rows: Rows, now: Now, context: Context | None) -> Mask:
    """For whom of some people an activity filter holds."""
    window = filter_.window
    if _ends_now(filter_) and not _is_dynamic(filter_):
        recent = _fitting(filter_, state, now, context, recent=True)
        assert isinstance(recent, Recent)
        first: Now = LOWEST
        if window is not None:
            ranges = _windows(filter_, state, now, context)
            first = ranges[0][0] if ranges else HIGHEST
        enough = recent.reached(rows, first, now)
    else:
        enough = count(filter_, state, rows, now, context) >= filter_.at_least
    return ~enough if filter_.negated else enough


_UNTIL_NOW = (Operator.IN_PAST, Operator.AFTER, Operator.ON_OR_AFTER)


def _ends_now(filter_: Did) -> bool:
    """Whether only the latest few activities of each person matter."""
    open_ended = filter_.window is None or filter_.window.operator in _UNTIL_NOW
    return open_ended and filter_.at_least <= MOST_RECENT


def count(filter_: Did, state: State, rows: Rows, now: Now, context: Context | None) -> Times:
    """How many activities of each person fit, none of them later than the person's now."""
    total: Times = np.zeros(len(rows), np.int64)
    for moment, places in moments(now) if _is_dynamic(filter_) else [(now, None)]:
        some = rows if places is None else rows[places]
        fitting = _fitting(filter_, state, moment, context)
        assert isinstance(fitting, Ledger)
        found = np.zeros(len(some), np.int64)
        for first, last in _windows(filter_, state, moment, context):
            found += fitting.between(some, first, np.minimum(last, moment))
        if places is None:
            total += found
        else:
            total[places] += found
    return total


def _windows(filter_: Did, state: State, now: Now, context: Context | None) -> list[Stretch]:
    """The stretches of time in which activities count, first and last second."""
    window = filter_.window
    if window is None:
        return [(LOWEST, now)]
    moment = now if isinstance(now, int) else 0
    values = operands(window.values, DataType.DATETIME, state, context, moment)
    if not values:
        return []
    return window_range(window.operator, values, now, state.plan.calendar)


def sent_at_least(state: State, rows: Rows, many: int, first: Now, now: Now) -> Mask:
    """Who was sent so many emails that count, from a second on until now."""
    if many <= 0:
        return np.ones(len(rows), np.bool_)
    plan = state.plan
    activity = plan.activity("send_email")
    operational = plan.operational()

    def counts(asset: Text) -> Mask:
        return asset.where("counts as sent", lambda text: text not in operational, empty=True)

    known: Fitting | None = state.fitting.get(("sent", many))
    if known is None:
        history = history_of(state, activity)
        fits = counts(history.asset)
        rows_, times = history.rows[fits], history.times[fits]
        if many <= MOST_RECENT:
            known = Fitting(Recent(rows_, times, state.size, many))
        else:
            known = Fitting(Ledger.of(rows_, times))
        state.fitting["sent", many] = known
    blocks = state.log.of_type.get(activity.number, [])
    for block in blocks[known.seen :]:
        if block.result == SUCCEEDED:
            fits = counts(block.asset_text())
            known.moments.add(block.rows[fits], block.times[fits])
    known.seen = len(blocks)
    if isinstance(known.moments, Recent):
        return known.moments.reached(rows, first, now)
    return known.moments.between(rows, first, now) >= many


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


_KEPT = 256
"""So many answers about single moments are kept before they are thrown away."""


def _fitting(
    filter_: Did, state: State, now: Now, context: Context | None, *, recent: bool = False
) -> Ledger | Recent:
    """What fits a filter, looked through once and then only as the log grows."""
    dynamic = _is_dynamic(filter_)
    kept = state.fitting
    if dynamic:
        kept = state.fitting.setdefault("of a moment", {})
        if len(kept) > _KEPT:
            kept.clear()
    key = (filter_, context, now if dynamic else None, recent)
    known: Fitting | None = kept.get(key)
    if known is None:
        history = history_of(state, filter_.activity)
        fits = history_fits(filter_, history, state, now, context)
        rows, times = history.rows[fits], history.times[fits]
        known = kept[key] = Fitting(
            Recent(rows, times, state.size, filter_.at_least) if recent else Ledger.of(rows, times)
        )
    blocks = state.log.of_type.get(filter_.activity.number, [])
    for block in blocks[known.seen :]:
        if block.result == SUCCEEDED:
            fits = block_fits(filter_, block, state, now, context)
            if fits.all():
                known.moments.add(block.rows, block.times)
            elif fits.any():
                known.moments.add(block.rows[fits], block.times[fits])
    known.seen = len(blocks)
    return known.moments


def history_fits(
    filter_: Did | Trigger, history: History, state: State, now: Now, context: Context | None
) -> Mask:
    """Which activities of the input fit a filter or a trigger, whatever their time."""
    asset = history.asset

    def attribute(key: str, type_: DataType) -> Vector:
        return history_attribute(history, key, type_)

    fits = _is_about(filter_, asset)
    if filter_.where is None:
        return fits
    return fits & _told(filter_, state, context, now, len(asset), lambda: asset, attribute)


def block_fits(
    filter_: Did | Trigger, block: Block, state: State, now: Now, context: Context | None
) -> Mask:
    """Which activities of a block fit a filter or a trigger, whatever their time."""
    zone = state.plan.calendar.zone

    def attribute(key: str, type_: DataType) -> Vector | None:
        return block.attribute(key, type_, zone)

    about: Mask | None = None
    if isinstance(block.asset, Text):
        about = _is_about(filter_, block.asset)
    elif not _is_about_all(filter_, block.asset, state):
        return np.zeros(block.size, np.bool_)
    if filter_.where is None:
        return everybody(block.size) if about is None else about
    told = _told(filter_, state, context, now, block.size, block.asset_text, attribute)
    return told if about is None else about & told


def _is_about_all(filter_: Did | Trigger, asset: str, state: State) -> bool:
    """Whether activities that all have one asset have the one that is asked for."""
    key = (filter_, asset)
    known: bool | None = state.fitting.get(key)
    if known is None:
        known = bool(_is_about(filter_, constant_text(asset or None, 1))[0])
        state.fitting[key] = known
    return known


def _is_about(filter_: Did | Trigger, asset: Text) -> Mask:
    """Which activities have the asset and the field that are asked for."""
    fits = everybody(len(asset))
    if filter_.assets:
        wanted = frozenset(each.casefold() for each in filter_.assets)
        fits = asset.where(("asset", wanted), lambda text: text.casefold() in wanted)
    if filter_.of_field is not None:
        keys = filter_.of_field.keys
        named = asset.where(("field", filter_.of_field.key), lambda text: name_key(text) in keys)
        fits = fits & named
    return fits


def _told(
    filter_: Did | Trigger,
    state: State,
    context: Context | None,
    now: Now,
    size: int,
    asset: Callable[[], Text],
    attribute: Callable[[str, DataType], Vector | None],
) -> Mask:
    """Which activities have the attributes that are asked for."""
    assert filter_.where is not None
    primary = filter_.activity.primary

    def read(subject: Subject, type_: DataType) -> Vector:
        assert isinstance(subject, Attribute)
        if primary is not None and subject.key == primary.key:
            return asset() if type_.family is Family.TEXT else parse(asset(), type_)[0]
        found = attribute(subject.key, type_)
        return empty_vector(type_, size) if found is None else found

    return constraint(filter_.where, read, state, size, now, context, False)
