"""Dates, times and durations: from how they are written to numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flowlang.model.values import Unit

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)

UNITS = {word: unit for unit in Unit for word in (unit.value, f"{unit.value}s")}
"""The words for the units of durations, singular and plural."""

ABBREVIATIONS = {
    "m": "minutes",
    "min": "minutes",
    "mins": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "d": "days",
    "dy": "days",
    "dys": "days",
    "w": "weeks",
    "wk": "weeks",
    "wks": "weeks",
    "mo": "months",
    "mon": "months",
    "mos": "months",
    "mth": "months",
    "mths": "months",
    "y": "years",
    "yr": "years",
    "yrs": "years",
}
"""Short forms of units that people write, and the word that is meant."""

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
"""The days of the week; the position is the number, Monday is 0."""


def days_of(text: str) -> int | None:
    """Days since 1970-01-01 of a written date, None where the calendar has no such day."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH_DAY
    except ValueError:
        return None


def seconds_of_day(text: str) -> int | None:
    """Seconds since midnight of a written time, None where the clock has no such time."""
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def seconds_of(text: str, zone: ZoneInfo) -> int | None:
    """Seconds since 1970 UTC of a written moment; without an offset it is in the zone.

    None where there is no such moment.
    """
    if _MOMENT.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = moment.utcoffset()
    if offset is not None:
        return (moment.replace(tzinfo=None) - _EPOCH - offset) // _SECOND
    return local_to_seconds(moment, zone)


def midnight(days: int, zone: ZoneInfo) -> int:
    """Seconds since 1970 UTC at which a day, in days since 1970, begins in the zone."""
    return local_to_seconds(_EPOCH + timedelta(days=days), zone)


def local_to_seconds(local: datetime, zone: ZoneInfo) -> int:
    """Seconds since 1970 UTC of a local time.

    A time that the clock skips is the first one after the gap, one that it shows twice is
    the first of the two.
    """
    since = (local - _EPOCH) // _SECOND
    before = since - _offset(local.replace(tzinfo=zone, fold=0))
    after = since - _offset(local.replace(tzinfo=zone, fold=1))
    return before if after >= before else _end_of_gap(after, before, zone)


def _end_of_gap(low: int, high: int, zone: ZoneInfo) -> int:
    """The first second in (low, high] at which the clock has jumped."""
    jumped = _offset_at(high, zone)
    while low + 1 < high:
        middle = (low + high) // 2
        if _offset_at(middle, zone) == jumped:
            high = middle
        else:
            low = middle
    return high


def _offset_at(seconds: int, zone: ZoneInfo) -> int:
    return _offset((_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=UTC).astimezone(zone))


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else offset // _SECOND
