"""Whether two schedules come to one moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flowlang.model.campaigns import (
    EveryDays,
    OnceAt,
    OnDayOfMonth,
    OnWeekdays,
    Recurrence,
)
from flowlang.model.moments import midnight

_EPOCH = date(1970, 1, 1)
_DAYS_LOOKED_AT = 366 * 4
"""A meeting of two schedules that is further away than this is none that anybody fears."""


def common_moment(one: Recurrence, other: Recurrence, zone: ZoneInfo) -> datetime | None:
    """A local moment at which both run, None where there is none in the next years."""
    if isinstance(one, OnceAt) and isinstance(other, OnceAt):
        return _local(one.seconds, zone) if one.seconds == other.seconds else None
    if isinstance(one, OnceAt):
        return _at(one, other, zone)
    if isinstance(other, OnceAt):
        return _at(other, one, zone)
    if one.at != other.at:
        return None
    first = max(_first_day(one), _first_day(other))
    for days in range(first, first + _DAYS_LOOKED_AT):
        if _is_day(one, days) and _is_day(other, days):
            midday = datetime.combine(_EPOCH + timedelta(days=days), datetime.min.time())
            return midday + timedelta(seconds=one.at)
    return None


def _at(once: OnceAt, other: Recurrence, zone: ZoneInfo) -> datetime | None:
    """The one moment, where the other schedule has it too."""
    assert not isinstance(other, OnceAt)
    local = _local(once.seconds, zone)
    days = (local.date() - _EPOCH).days
    same = midnight(days, zone) + other.at == once.seconds
    return local if same and _is_day(other, days) else None


def _local(seconds: int, zone: ZoneInfo) -> datetime:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.astimezone(zone).replace(tzinfo=None)


def _first_day(recurrence: Recurrence) -> int:
    """The day from which to look, since 1970; a Thursday in 2026 where it does not matter."""
    return recurrence.first if isinstance(recurrence, EveryDays) else 20454


def _is_day(recurrence: Recurrence, days: int) -> bool:
    day = _EPOCH + timedelta(days=days)
    match recurrence:
        case OnWeekdays():
            return day.weekday() in recurrence.weekdays
        case EveryDays():
            return days >= recurrence.first and (days - recurrence.first) % recurrence.interval == 0
        case OnDayOfMonth():
            last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            return day.day == min(recurrence.day, last.day)
        case OnceAt():
            return False
