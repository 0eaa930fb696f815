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
_DAY = 86_400
_CHANGES = _DAY * 2
"""No offset: that of a day on which clocks are changed."""

_YEARS = 3 * 366
"""Days among which it is worth the while to see whether clocks are changed at all."""

_SPREAD = 4
"""Days may lie so many times further apart than there are moments, and still be looked up."""


def times_of(now: Now, size: int) -> Times:
    """The moment of each of so many people."""
    return np.full(size, now, np.int64) if isinstance(now, int) else now


def for_each_moment(now: Now, compute: Callable[[int], int]) -> int | Times:
    """What is computed from a moment, once for every distinct one."""
    if isinstance(now, int):
        return compute(now)
    if not len(now):
        return now
    distinct, places = np.unique(now, return_inverse=True)
    results = np.fromiter((compute(each) for each in distinct.tolist()), np.int64, len(distinct))
    return results[places]


def _each(days: Array, compute: Callable[[int], int]) -> Times:
    """What is computed from each day, once for every distinct one."""
    if not len(days):
        return np.zeros(0, np.int64)
    first, last = int(days.min()), int(days.max())
    if last - first > _SPREAD * len(days) + 1000:
        distinct, places = np.unique(days, return_inverse=True)
        found: Times = np.array([compute(day) for day in distinct.tolist()], np.int64)[places]
        return found
    table: Times = np.zeros(last - first + 1, np.int64)
    shifted = days - first
    for day in np.flatnonzero(np.bincount(shifted, minlength=len(table))).tolist():
        table[day] = compute(first + day)
    looked_up: Times = table[shifted]
    return looked_up


@dataclass(slots=True)
class Calendar:
    """Local time in one zone; `week_starts_on` counts Monday as 0."""

    zone: ZoneInfo
    week_starts_on: int = 6
    _midnights: dict[int, int] = field(default_factory=dict)
    _offsets: dict[int, int] = field(default_factory=dict)

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
        return _each(days, self.midnight)

    def day(self, seconds: int) -> int:
        """The local day, in days since 1970, of a moment."""
        return self.local(seconds).toordinal() - _EPOCH_DAY

    def local_days(self, moments: Times) -> tuple[Times, Times]:
        """The local day of each moment, and the second of it that the clock shows."""
        local = moments + self._offsets_at(moments)
        days = local // _DAY
        return days, local - days * _DAY

    def moments_at(self, days: Times, seconds: Times) -> Times:
        """The moments of local days and seconds of them."""
        found = _each(days, self.midnight) + seconds
        unsteady = ~_each(days, self._steady).astype(np.bool_)
        for place in np.flatnonzero(unsteady).tolist():
            local = _EPOCH + timedelta(days=int(days[place]), seconds=int(seconds[place]))
            found[place] = self.moment(local)
        return found

    def _steady(self, day: int) -> bool:
        """Whether a local day has 24 hours, and the clock is not changed in it."""
        begins, ends = self.midnight(day), self.midnight(day + 1)
        return ends - begins == _DAY and self._offset(begins) == self._offset(ends - 1)

    def _offset(self, moment: int) -> int:
        offset = datetime.fromtimestamp(moment, self.zone).utcoffset()
        return 0 if offset is None else offset // timedelta(seconds=1)

    def _offsets_at(self, moments: Times) -> Times | int:
        """How far local time is ahead at each moment, in seconds; one number where it stays."""
        if not len(moments):
            return 0
        days = range(int(moments.min()) // _DAY, int(moments.max()) // _DAY + 1)
        if len(days) <= _YEARS:
            offsets = {self._offset_of_day(day) for day in days}
            if len(offsets) == 1 and _CHANGES not in offsets:
                return offsets.pop()
        found = _each(moments // _DAY, self._offset_of_day)
        for place in np.flatnonzero(found == _CHANGES).tolist():
            found[place] = self._offset(int(moments[place]))
        return found

    def _offset_of_day(self, day: int) -> int:
        """The offset during a day of universal time; `_CHANGES` where it changes."""
        if day not in self._offsets:
            first, last = self._offset(day * _DAY), self._offset(day * _DAY + _DAY - 1)
            self._offsets[day] = first if first == last else _CHANGES
        return self._offsets[day]

    def at(self, days: int, second: int) -> int:
        """The moment of a local day and a second of it."""
        return self.moment(_EPOCH + timedelta(days=days, seconds=second))

    def shift(self, now: Now, by: Duration, sign: int = 1) -> Now:
        """Moments moved by a duration; months and years by the calendar."""
        if by.seconds is not None:
            return now + sign * by.seconds
        if isinstance(now, int):
            return self.shifted(now, by, sign)
        days, seconds = self.local_days(now)
        distinct, places = np.unique(days, return_inverse=True)
        moved = [_shifted_day(int(day), sign * by.months) for day in distinct]
        if not moved:
            return now
        return self.moments_at(np.array(moved, np.int64)[places], seconds)

    def shifted(self, seconds: int, by: Duration, sign: int = 1) -> int:
        """A moment moved by a duration; months and years by the calendar."""
        if by.seconds is not None:
            return seconds + sign * by.seconds
        local = self.local(seconds)
        day = _shifted_day(local.toordinal() - _EPOCH_DAY, sign * by.months)
        time = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        return self.moment(_EPOCH + timedelta(days=day) + time)

    def frame(self, frame: TimeFrame, now: Now) -> tuple[Now, Now]:
        """The moments at which a named stretch of time, seen from now, begins and ends."""
        if isinstance(now, int):
            return self._frame_of_day(frame, self.day(now))
        distinct, places = np.unique(self.local_days(now)[0], return_inverse=True)
        edges = [self._frame_of_day(frame, int(day)) for day in distinct]
        found = np.array(edges, np.int64).reshape(-1, 2)[places]
        return found[:, 0], found[:, 1]

    def _frame_of_day(self, frame: TimeFrame, day: int) -> tuple[int, int]:
        first, last = self._frame_days(frame, date.fromordinal(day + _EPOCH_DAY))
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


def _shifted_day(day: int, months: int) -> int:
    """The day so many months later, the last of its month where that is shorter."""
    local = date.fromordinal(day + _EPOCH_DAY)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(local.day, last)).toordinal() - _EPOCH_DAY


_STEPS = {"last": -1, "this": 0, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
