"""When a wait ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.calendar import Calendar, for_each_moment
from flowlang.engine.cohort import Cohort
from flowlang.engine.convert import convert
from flowlang.engine.resolve import resolved
from flowlang.engine.state import State
from flowlang.engine.vectors import NEVER, Plain, Times
from flowlang.model.steps import Wait, WaitFor, WaitUntil, WaitUntilDay
from flowlang.model.values import Day, Duration, Moment


def ends(step: Wait, state: State, cohort: Cohort) -> Times:
    """The moment at which each person's wait ends; `NEVER` where there is no date."""
    calendar = state.plan.calendar
    match step:
        case WaitFor():
            return _spread(cohort, lambda now: _after(step, now, calendar))
        case WaitUntilDay():
            return _spread(cohort, lambda now: _next_day(step, now, calendar))
        case WaitUntil():
            return _until(step, state, cohort)
        case _:
            message = f"no meaning for {type(step).__name__}"
            raise AssertionError(message)


def _spread(cohort: Cohort, compute: object) -> Times:
    assert callable(compute)
    found = for_each_moment(cohort.now, compute)
    return np.array(np.broadcast_to(np.asarray(found, np.int64), (len(cohort),)))


def _after(step: WaitFor, now: int, calendar: Calendar) -> int:
    """Now and a duration, and on to the first wanted weekday and time not before that."""
    earliest = calendar.shifted(now, step.duration)
    if not step.ending:
        return earliest
    day = calendar.day(earliest)
    for ahead in range(8):
        candidate = day + ahead
        if (candidate + 3) % 7 in step.ending:
            if step.at is None:
                return earliest if ahead == 0 else calendar.midnight(candidate)
            moment = calendar.at(candidate, step.at)
            if moment >= earliest:
                return moment
    return calendar.at(day + 7, step.at or 0)


def _next_day(step: WaitUntilDay, now: int, calendar: Calendar) -> int:
    """The first of the weekdays at a time, later than now."""
    day = calendar.day(now)
    for ahead in range(9):
        if (day + ahead + 3) % 7 in step.weekdays:
            moment = calendar.at(day + ahead, step.at)
            if moment > now:
                return moment
    raise AssertionError(step.weekdays)


def _until(step: WaitUntil, state: State, cohort: Cohort) -> Times:
    """A date of each person's own, or one for all."""
    calendar = state.plan.calendar
    size = len(cohort)
    match step.date:
        case Day():
            dates: Times = np.full(size, step.date.days, np.int64)
            empty, is_day = np.zeros(size, np.bool_), True
        case Moment():
            dates = np.full(size, step.date.seconds, np.int64)
            empty, is_day = np.zeros(size, np.bool_), False
        case _:
            found = resolved(step.date, state, cohort)
            is_day = found.type is not DataType.DATETIME
            wanted = DataType.DATE if is_day else DataType.DATETIME
            vector, nothing, unfit = convert(found, wanted, state)
            assert isinstance(vector, Plain)
            dates, empty = vector.values, nothing | unfit
    pairs: dict[tuple[int, int], int] = {}
    result = np.full(size, NEVER, np.int64)
    for place, (when, now) in enumerate(zip(dates.tolist(), cohort.times.tolist(), strict=True)):
        if not empty[place]:
            key = (when, now)
            if key not in pairs:
                pairs[key] = _moment(step, when, now, is_day, calendar)
            result[place] = pairs[key]
    return result


def _moment(step: WaitUntil, when: int, now: int, is_day: bool, calendar: Calendar) -> int:
    """The moment that a date, or its next anniversary, means with shift and time of day."""
    if not step.anniversary:
        local = datetime(1970, 1, 1) + timedelta(days=when) if is_day else calendar.local(when)
        return _placed(step, local, is_day, calendar)
    first = date(1970, 1, 1) + timedelta(days=when) if is_day else calendar.local(when).date()
    time = datetime.min.time() if is_day else calendar.local(when).time()
    year = calendar.local(now).year - 2
    while True:
        day = min(first.day, monthrange(year, first.month)[1])
        local = datetime.combine(date(year, first.month, day), time)
        moment = _placed(step, local, is_day, calendar)
        if moment > now:
            return moment
        year += 1


def _placed(step: WaitUntil, local: datetime, is_day: bool, calendar: Calendar) -> int:
    """A local time moved by the shift and set to the time of day, as a moment."""
    shift = step.shift
    if shift is None:
        moved = calendar.moment(local)
    else:
        moved = _shifted(calendar.moment(local), shift, step.backwards, calendar)
    if step.at is None:
        return moved
    return calendar.at(calendar.day(moved), step.at)


def _shifted(moment: int, by: Duration, backwards: bool, calendar: Calendar) -> int:
    return calendar.shifted(moment, by, -1 if backwards else 1)
