"""When batch campaigns run by themselves."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from flowlang.engine.calendar import Calendar
from flowlang.model.campaigns import (
    Campaign,
    EveryDays,
    OnceAt,
    OnDayOfMonth,
    OnWeekdays,
    Recurrence,
)

_EPOCH_DAY = date(1970, 1, 1).toordinal()


def moments_of(campaign: Campaign, first: int, end: int, calendar: Calendar) -> list[int]:
    """The moments in a period at which the schedule of a campaign fires, each once."""
    found = {
        moment
        for recurrence in campaign.schedule
        for moment in _moments(recurrence, first, end, calendar)
    }
    return sorted(found)


def _moments(recurrence: Recurrence, first: int, end: int, calendar: Calendar) -> Iterator[int]:
    if isinstance(recurrence, OnceAt):
        if first <= recurrence.seconds < end:
            yield recurrence.seconds
        return
    # A local time that does not exist is later than it says: one day more on either side.
    for day in range(calendar.day(first) - 1, calendar.day(end) + 2):
        if _is_on(recurrence, day):
            moment = calendar.at(day, recurrence.at)
            if first <= moment < end:
                yield moment


def _is_on(recurrence: OnWeekdays | EveryDays | OnDayOfMonth, day: int) -> bool:
    """Whether a schedule fires on a day, counted from 1970."""
    match recurrence:
        case OnWeekdays():
            return (day + 3) % 7 in recurrence.weekdays
        case EveryDays():
            return day >= recurrence.first and (day - recurrence.first) % recurrence.interval == 0
        case OnDayOfMonth():
            local = date.fromordinal(day + _EPOCH_DAY)
            return local.day == min(recurrence.day, monthrange(local.year, local.month)[1])
