"""When a wait ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.calendar import Calendar
from flowlang.engine.cohort import Cohort
from flowlang.engine.convert import convert
from flowlang.engine.resolve import resolved
from flowlang.engine.state import State
from flowlang.engine.vectors import NEVER, Plain, Times
from flowlang.model.steps import Wait, WaitFor, WaitUntil, WaitUntilDay
from flowlang.model.values import Day, Moment


def ends(step: Wait, state: State, cohort: Cohort) -> Times:
    """The moment at which each person's wait ends; `NEVER` where there is no date."""
    calendar = state.plan.calendar
    match step:
        case WaitFor():
            return _after(step, cohort, calendar)
        case WaitUntilDay():
            return _next_day(step, cohort, calendar)
        case WaitUntil():
            return _until(step, state, cohort)
        case _:
            message = f"no meaning for {type(step).__name__}"
            raise AssertionError(message)


def _after(step: WaitFor, cohort: Cohort, calendar: Calendar) -> Times:
    """Now and a duration, and on to the first wanted weekday and time not before that."""
    earliest = calendar.shift(np.array(cohort.times), step.duration)
    assert not isinstance(earliest, int)
    if not step.ending:
        return earliest
    days, _ = calendar.local_days(earliest)
    first = _wanted_days(days, step.ending)
    if step.at is None:
        return np.where(first == days, earliest, _midnights(first, calendar))
    moments = calendar.moments_at(first, np.full(len(first), step.at, np.int64))
    missed = moments < earliest
    if missed.any():
        later = _wanted_days(first[missed] + 1, step.ending)
        moments[missed] = calendar.moments_at(later, np.full(len(later), step.at, np.int64))
    return moments


def _wanted_days(days: Times, weekdays: tuple[int, ...]) -> Times:
    """The first of some weekdays that is not before each day."""
    ahead = np.array([min((wanted - day) % 7 for wanted in weekdays) for day in range(7)])
    found: Times = days + ahead[(days + 3) % 7]
    return found


def _midnights(days: Times, calendar: Calendar) -> Times:
    return calendar.moments_at(days, np.zeros(len(days), np.int64))


def _next_day(step: WaitUntilDay, cohort: Cohort, calendar: Calendar) -> Times:
    """The first of the weekdays at a time, later than now."""
    now = np.array(cohort.times)
    first = _wanted_days(calendar.local_days(now)[0], step.weekdays)
    moments = calendar.moments_at(first, np.full(len(first), step.at, np.int64))
    past = moments <= now
    if past.any():
        later = _wanted_days(first[past] + 1, step.weekdays)
        moments[past] = calendar.moments_at(later, np.full(len(later), step.at, np.int64))
    return moments


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
    if step.anniversary:
        moments = _anniversaries(step, dates, cohort, is_day, calendar)
    else:
        begins = calendar.midnights(dates) if is_day else dates
        moments = _placed(step, begins, calendar)
    return np.where(empty, NEVER, moments)


def _anniversaries(
    step: WaitUntil, dates: Times, cohort: Cohort, is_day: bool, calendar: Calendar
) -> Times:
    """The next anniversary of each date, worked out once for each date and moment."""
    known: dict[tuple[int, int], int] = {}
    result = np.empty(len(dates), np.int64)
    for place, key in enumerate(zip(dates.tolist(), cohort.times.tolist(), strict=True)):
        if key not in known:
            known[key] = _anniversary(step, *key, is_day, calendar)
        result[place] = known[key]
    return result


def _anniversary(step: WaitUntil, when: int, now: int, is_day: bool, calendar: Calendar) -> int:
    """The first anniversary of a date, with shift and time of day, that is later than now."""
    first = date(1970, 1, 1) + timedelta(days=when) if is_day else calendar.local(when).date()
    time = datetime.min.time() if is_day else calendar.local(when).time()
    year = calendar.local(now).year - 2
    while True:
        day = min(first.day, monthrange(year, first.month)[1])
        local = datetime.combine(date(year, first.month, day), time)
        moment = int(_placed(step, np.array([calendar.moment(local)]), calendar)[0])
        if moment > now:
            return moment
        year += 1


def _placed(step: WaitUntil, moments: Times, calendar: Calendar) -> Times:
    """Moments moved by the shift and set to the time of day."""
    if step.shift is not None:
        moved = calendar.shift(moments, step.shift, -1 if step.backwards else 1)
        assert not isinstance(moved, int)
        moments = moved
    if step.at is None:
        return moments
    days, _ = calendar.local_days(moments)
    return calendar.moments_at(days, np.full(len(days), step.at, np.int64))
