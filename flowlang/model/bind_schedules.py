"""Schedules: when a batch campaign runs by itself."""

from __future__ import annotations

from typing import assert_never

from flowlang.model.bind_literals import bind_time, bind_weekdays
from flowlang.model.campaigns import (
    EveryDays,
    OnceAt,
    OnDayOfMonth,
    OnWeekdays,
    Recurrence,
)
from flowlang.model.moments import UNITS, days_of, seconds_of
from flowlang.model.numerals import whole
from flowlang.model.scope import Scope
from flowlang.model.values import Unit
from flowlang.syntax.nodes import campaigns as nodes
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Duration

_LONGEST_DAYS = 36525


def bind_schedule(node: nodes.Schedule, scope: Scope) -> tuple[Recurrence, ...]:
    """The recurrences of a schedule; those with a mistake, which has been told, are left out."""
    bound = (_recurrence(entry, scope) for entry in node.entries)
    return tuple(each for each in bound if each is not None)


def _recurrence(
    node: nodes.OnceAt | nodes.EveryDays | nodes.EveryNDays | nodes.EveryMonth,
    scope: Scope,
) -> Recurrence | None:
    match node:
        case nodes.OnceAt():
            seconds = seconds_of(node.at.text, scope.names.project.timezone)
            if seconds is None:
                _no_such_time(node, node.at.text, scope)
                return None
            return OnceAt(seconds)
        case nodes.EveryDays():
            weekdays = bind_weekdays(node.days, scope, every_day=True)
            at = bind_time(node.at, scope, "bad-schedule")
            return None if weekdays is None or at is None else OnWeekdays(weekdays, at)
        case nodes.EveryNDays():
            return _every_n_days(node, scope)
        case nodes.EveryMonth():
            return _every_month(node, scope)
        case _:
            assert_never(node)


def _every_n_days(node: nodes.EveryNDays, scope: Scope) -> Recurrence | None:
    at = bind_time(node.at, scope, "bad-schedule")
    first = days_of(node.first.text)
    if first is None:
        _no_such_time(node.first, node.first.text, scope)
    interval = _days(node.interval, scope)
    if at is None or first is None or interval is None:
        return None
    return EveryDays(interval, first, at)


def _days(node: Duration, scope: Scope) -> int | None:
    unit = UNITS.get(node.unit.text.lower())
    amount = whole(node.amount.text)
    if unit is Unit.WEEK and amount is not None:
        help = f"write `every {amount * 7} days`"
    elif unit is Unit.MONTH:
        help = "write `every month on day 1 at 09:00`"
    else:
        help = "write whole days, at least one, such as `every 14 days`"
    if unit is not Unit.DAY or amount is None or not 0 < amount <= _LONGEST_DAYS:
        scope.tell("bad-schedule", node, "a schedule repeats after a number of days", help)
        return None
    return amount


def _every_month(node: nodes.EveryMonth, scope: Scope) -> Recurrence | None:
    at = bind_time(node.at, scope, "bad-schedule")
    day = whole(node.day.text)
    if day is None or not 1 <= day <= 31:
        scope.tell(
            "bad-schedule",
            node.day,
            f"a month has no day {node.day.text}",
            "days go from 1 to 31; in a shorter month 31 is the last day",
        )
        return None
    return None if at is None else OnDayOfMonth(day, at)


def _no_such_time(node: Node, text: str, scope: Scope) -> None:
    scope.tell(
        "bad-schedule",
        node,
        f"the calendar has no {text}",
        "dates are written year-month-day, such as `2026-02-28T09:00`",
    )
