"""Every single activity of one person that a filter asks about, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.engine.activities import block_fits
from flowlang.engine.history import told
from flowlang.engine.log import SKIPPED, SUCCEEDED, Attribute, Block
from flowlang.engine.predicates import window_range
from flowlang.engine.resolve import operands
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.model.assets import Activity
from flowlang.model.filters import Did


class Occasion(NamedTuple):
    """One activity, as a block of its own: whether it is alike, and lies where one looks."""

    block: Block
    alike: bool
    in_window: bool

    @property
    def time(self) -> int:
        """When it happened."""
        return int(self.block.times[0])

    @property
    def fits(self) -> bool:
        """Whether the filter counts it."""
        return self.alike and self.in_window


def occasions(
    filter_: Did, state: State, row: int, now: int, context: Context | None
) -> list[Occasion]:
    """The activities of a filter's type that a person has up to now, the earliest first."""
    windows = None
    if filter_.window is not None:
        values = operands(filter_.window.values, DataType.DATETIME, state, context, now)
        operator = filter_.window.operator
        windows = window_range(operator, values, now, state.plan.calendar) if values else []
    found = []
    for block in (*_before(state, row, filter_.activity), *_during(state, row, filter_.activity)):
        time = int(block.times[0])
        if time <= now:
            inside = windows is None or any(first <= time <= last for first, last in windows)
            alike = bool(block_fits(filter_, block, state, now, context)[0])
            found.append(Occasion(block, alike, bool(inside)))
    return sorted(found, key=lambda each: each.time)


def _before(state: State, row: int, activity: Activity) -> Iterator[Block]:
    """The activities of the input, as if they had been logged."""
    table = state.partition.activities
    same = pc.and_(pc.equal(table["person"], row), pc.equal(table["type"], activity.number))
    wanted = table.filter(pc.and_(same, table["succeeded"]))
    for each in wanted.to_pylist():
        yield _stored(each, activity)


def stored_block(state: State, number: int) -> Block:
    """The activity of the input in a row of its table, as if it had been logged."""
    [each] = state.partition.activities.slice(number, 1).to_pylist()
    return _stored(each, state.plan.numbered(each["type"]))


def _stored(each: dict[str, Any], activity: Activity) -> Block:
    rows = np.array([each["person"]], np.intp)
    attributes = tuple(
        Attribute(label, DataType.TEXT, value)
        for label, value in told(each["attributes"] or "").values()
        if value
    )
    result = SUCCEEDED if each["succeeded"] else SKIPPED
    return Block(
        -1,
        rows,
        each["time"],
        activity,
        each["campaign"] or "",
        "",
        each["asset"] or "",
        attributes,
        result,
    )


def _during(state: State, row: int, activity: Activity) -> Iterator[Block]:
    """What the run has logged so far."""
    for block in state.log.blocks:
        if block.activity.number == activity.number and block.result == SUCCEEDED:
            places = np.flatnonzero(block.rows == row)
            if len(places):
                yield alone(block, int(places[0]))


def alone(block: Block, place: int) -> Block:
    """A block with one of its activities."""
    places = np.array([place])

    def taken(attribute: Attribute) -> Attribute:
        value = attribute.value
        return (
            attribute
            if isinstance(value, str | bool)
            else replace(attribute, value=value.take(places))
        )

    return replace(
        block,
        base=block.base + place,
        rows=block.rows[places],
        now=int(block.times[place]),
        asset=block.asset if isinstance(block.asset, str) else block.asset.take(places),
        attributes=tuple(taken(each) for each in block.attributes),
    )
