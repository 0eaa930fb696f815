"""When batch campaigns run by themselves."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flowlang.model.campaigns import (
    Campaign,
    EveryDays,
    OnceAt,
    OnDayOfMonth,
    OnWeekdays,
    Recurrence,
)
from tests.reference.clock import day_number, local
from tests.reference.waits import at


def moments(campaign: Campaign, start: int, end: int, zone: ZoneInfo) -> set[int]:
    """The moments of a schedule from a start up to, not including, an end; each is one run."""
    found = {each.seconds for each in campaign.schedule if isinstance(each, OnceAt)}
    day, last = local(start, zone).date(), local(end, zone).date()
    while day <= last:
        found |= {at(day, second, zone) for each in campaign.schedule for second in on(each, day)}
        day += timedelta(1)
    return {each for each in found if start <= each < end}


def on(recurrence: Recurrence, day: date) -> list[int]:
    """The seconds of a day at which something is to run."""
    match recurrence:
        case OnWeekdays() if day.weekday() in recurrence.weekdays:
            return [recurrence.at]
        case EveryDays():
            since = day_number(day) - recurrence.first
            if since >= 0 and since % recurrence.interval == 0:
                return [recurrence.at]
        case OnDayOfMonth():
            if day.day == min(recurrence.day, monthrange(day.year, day.month)[1]):
                return [recurrence.at]
    return []
