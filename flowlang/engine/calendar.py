"""The calendar of a project: its time zone, its weeks, and reckoning with both."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from flowlang.engine.vectors import Array, Times
from flowlang.model.moments import local_to_seconds, midnight
from flowlang.model.values import Duration, TimeFrame

Now = int | Times
"""The clock of a cohort: one moment for all, or one for each."""

_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def for_each_moment(now: Now, compute: Callable[[int], int]) -> int | Times:
    """What is computed from a moment, once for every distinct one."""
    if isinstance(now, int):
        return compute(now)
    if not len(now):
        return now
    distinct, places = np.unique(now, return_inverse=True)
    results = np.fromiter((compute(each) for each in distinct.tolist()), np.int64, len(distinct))
    return results[places]


@dataclass(slots=True)
class Calendar:
    """Local time in one zone; `week_starts_on` counts Monday as 0."""

    zone: ZoneInfo
    week_starts_on: int = 6
    _midnights: dict[int, int] = field(default_factory=dict)

    def local(self, seconds: int) -> datetime:
        """The local time, without zone, of a moment."""
        return datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=None)

    def moment(self, local: datetime) -> int:
        """The moment of a local time; see `local_to_seconds` for the nights clocks change."""
        return local_to_seconds(local, self.zone)

    def midnight(self, days: int) -> int:
        """The moment at which a day, in days since 1970, begins."""
        known = self._midnights.get(days)
        if known is None:
            known = self._midnights[days] = midnight(days, self.zone)
        return known

    def midnights(self, days: Array) -> Times:
        """The moments at which days begin."""
        distinct, places = np.unique(days, return_inverse=True)
        begins = np.fromiter((self.midnight(int(day)) for day in distinct), np.int64, len(distinct))
        return begins[places] if len(distinct) else np.zeros(0, np.int64)

    def day(self, seconds: int) -> int:
        """The local day, in days since 1970, of a moment."""
        return self.local(seconds).toordinal() - _EPOCH_DAY

    def at(self, days: int, second: int) -> int:
        """The moment of a local day and a second of it."""
        return self.moment(_EPOCH + timedelta(days=days, seconds=second))

    def shifted(self, seconds: int, by: Duration, sign: int = 1) -> int:
        """A moment moved by a duration; months and years by the calendar."""
        if by.seconds is not None:
            return seconds + sign * by.seconds
        local = self.local(seconds)
        index = local.year * 12 + local.month - 1 + sign * by.months
        year, month = divmod(index, 12)
        year = min(max(year, 1), 9999)
        day = min(local.day, monthrange(year, month + 1)[1])
        return self.moment(local.replace(year=year, month=month + 1, day=day))

    def frame(self, frame: TimeFrame, now: int) -> tuple[int, int]:
        """The moments at which a named stretch of time begins and ends."""
        first, last = self._frame_days(frame, self.local(now).date())
        return (
            self.midnight(first.toordinal() - _EPOCH_DAY),
            self.midnight(last.toordinal() - _EPOCH_DAY),
        )

    def _frame_days(self, frame: TimeFrame, today: date) -> tuple[date, date]:
        """The first day of a stretch, and the first one after it."""
        match frame.value.split():
            case ["today"]:
                return today, today + timedelta(1)
            case ["yesterday"]:
                return today - timedelta(1), today
            case ["tomorrow"]:
                return today + timedelta(1), today + timedelta(2)
            case [which, "week"]:
                start = today - timedelta((today.weekday() - self.week_starts_on) % 7)
                start += timedelta(7 * _STEPS[which])
                return start, start + timedelta(7)
            case [which, unit]:
                months = _MONTHS[unit]
                index = today.year * 12 + today.month - 1
                index = index - index % months + months * _STEPS[which]
                return _first_of(index), _first_of(index + months)
            case _:
                raise AssertionError(frame)


_STEPS = {"last": -1, "this": 0, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
