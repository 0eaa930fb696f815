"""When a wait ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flowlang.datatypes import DataType
from flowlang.model import steps
from flowlang.model.values import Day, Moment
from tests.reference.clock import date_of, local, moment, shift


def at(day: date, second: int, zone: ZoneInfo) -> int:
    return moment(datetime.combine(day, time()) + timedelta(seconds=second), zone)


def end_of(step: steps.Wait, now: int, zone: ZoneInfo, values: Any) -> int | None:
    """The moment at which a wait ends, None where there is no date."""
    match step:
        case steps.WaitFor():
            earliest = shift(now, step.duration, 1, zone)
            if not step.ending:
                return earliest
            day = local(earliest, zone).date()
            while True:
                if day.weekday() in step.ending:
                    if step.at is not None:
                        found = at(day, step.at, zone)
                    elif day == local(earliest, zone).date():
                        found = earliest
                    else:
                        found = at(day, 0, zone)
                    if found >= earliest:
                        return found
                day += timedelta(1)
        case steps.WaitUntilDay():
            day = local(now, zone).date()
            while day.weekday() not in step.weekdays or at(day, step.at, zone) <= now:
                day += timedelta(1)
            return at(day, step.at, zone)
        case steps.WaitUntil():
            return until(step, now, zone, values)
    raise AssertionError(step)


def until(step: steps.WaitUntil, now: int, zone: ZoneInfo, values: Any) -> int | None:
    match step.date:
        case Day():
            when = datetime.combine(date_of(step.date.days), time())
        case Moment():
            when = local(step.date.seconds, zone)
        case _:
            type_ = values.typed(step.date)[1]
            wanted = DataType.DATETIME if type_ is DataType.DATETIME else DataType.DATE
            value, _ = values.of_type(step.date, wanted)
            if value is None:
                return None
            when = (
                local(value, zone)
                if wanted is DataType.DATETIME
                else datetime.combine(date_of(value), time())
            )
    if not step.anniversary:
        return placed(step, when, zone)
    year = local(now, zone).year - 2
    while True:
        day = date(year, when.month, min(when.day, monthrange(year, when.month)[1]))
        end = placed(step, datetime.combine(day, when.time()), zone)
        if end > now:
            return end
        year += 1


def placed(step: steps.WaitUntil, when: datetime, zone: ZoneInfo) -> int:
    end = moment(when, zone)
    if step.shift is not None:
        end = shift(end, step.shift, -1 if step.backwards else 1, zone)
    if step.at is not None:
        end = at(local(end, zone).date(), step.at, zone)
    return end
