"""Local time, durations and named stretches of time, straight from the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flowlang.model.values import Duration, TimeFrame, Unit

EPOCH = datetime(1970, 1, 1)


def local(seconds: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)


def moment(when: datetime, zone: ZoneInfo) -> int:
    """The first second whose local time is this one, or the first after a gap over it."""
    guess = int((when - EPOCH).total_seconds())
    # No zone is more than a day from UTC: walk through the changes of offset around it.
    best: int | None = None
    for offset in {_offset(guess + hours * 3600, zone) for hours in range(-24, 25)}:
        candidate = guess - offset
        if local(candidate, zone) == when and (best is None or candidate < best):
            best = candidate
    if best is not None:
        return best
    second = guess - 86400
    while local(second, zone) < when:
        second += 1800 if local(second + 1800, zone) < when else 1
    return second


def _offset(seconds: int, zone: ZoneInfo) -> int:
    return int((local(seconds, zone) - EPOCH).total_seconds()) - seconds


def day_number(when: date) -> int:
    return when.toordinal() - date(1970, 1, 1).toordinal()


def date_of(days: int) -> date:
    return date(1970, 1, 1) + timedelta(days=days)


def midnight(days: int, zone: ZoneInfo) -> int:
    return moment(datetime.combine(date_of(days), datetime.min.time()), zone)


def shift(seconds: int, by: Duration, sign: int, zone: ZoneInfo) -> int:
    """Days are 24 hours and weeks seven days; months and years are the calendar's."""
    fixed = {Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86400, Unit.WEEK: 7 * 86400}
    if by.unit in fixed:
        return seconds + sign * by.amount * fixed[by.unit]
    months = by.amount * (12 if by.unit is Unit.YEAR else 1) * sign
    here = local(seconds, zone)
    count = here.year * 12 + here.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return moment(
        here.replace(year=year, month=month, day=min(here.day, monthrange(year, month)[1])), zone
    )


def frame(which: TimeFrame, now: int, zone: ZoneInfo, week_starts_on: int) -> tuple[int, int]:
    """The first second of a stretch and the first one after it."""
    today = local(now, zone).date()
    words = which.value.split()
    if len(words) == 1:
        start = today + timedelta({"yesterday": -1, "today": 0, "tomorrow": 1}[words[0]])
        end = start + timedelta(1)
    else:
        step = {"last": -1, "this": 0, "next": 1}[words[0]]
        if words[1] == "week":
            start = today
            while start.weekday() != week_starts_on:
                start -= timedelta(1)
            start += timedelta(7 * step)
            end = start + timedelta(7)
        else:
            length = {"month": 1, "quarter": 3, "year": 12}[words[1]]
            first = (today.month - 1) // length * length + today.year * 12 + step * length
            start = date(first // 12, first % 12 + 1, 1)
            last = first + length
            end = date(last // 12, last % 12 + 1, 1)
    return midnight(day_number(start), zone), midnight(day_number(end), zone)
