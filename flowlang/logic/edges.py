"""Moments in filters: written ones, and those measured from now, whenever now may be."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flowlang.model.moments import local_to_seconds, midnight
from flowlang.model.values import Duration, TimeFrame

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_HOUR = 3600
_DAY = 24 * _HOUR


class Fixed(NamedTuple):
    """A moment of the calendar, seconds since 1970 UTC."""

    seconds: int


class FromNow(NamedTuple):
    """Now, moved by calendar months, and by seconds."""

    months: int
    seconds: int


class Turn(NamedTuple):
    """The beginning of the day, week, month, quarter or year so many after the present one."""

    unit: str
    steps: int


Edge = Fixed | FromNow | Turn

NOW = FromNow(0, 0)

_LENGTHS = {
    "day": (22 * _HOUR, 26 * _HOUR),
    "week": (6 * _DAY, 8 * _DAY),
    "month": (27 * _DAY, 32 * _DAY),
    "quarter": (88 * _DAY, 94 * _DAY),
    "year": (363 * _DAY, 368 * _DAY),
}
"""How long each is at least and at most, with room for clocks that change."""

_INSIDE = {
    "day": ("week", "month", "quarter", "year"),
    "month": ("quarter", "year"),
    "quarter": ("year",),
    "week": (),
    "year": (),
}
"""The longer ones in which each lies whole."""

_MONTH = 2_629_746
_MONTH_ROOM = 5 * _DAY


def moved(by: Duration, sign: int) -> FromNow:
    """Now, moved by a duration."""
    seconds = by.seconds
    return FromNow(sign * by.months, 0) if seconds is None else FromNow(0, sign * seconds)


def framed(frame: TimeFrame) -> tuple[Turn, Turn]:
    """The beginning of a named stretch of time, and the first moment after it."""
    words = frame.value.split()
    if len(words) == 1:
        unit, steps = "day", {"yesterday": -1, "today": 0, "tomorrow": 1}[words[0]]
    else:
        unit, steps = words[1], {"last": -1, "this": 0, "next": 1}[words[0]]
    return Turn(unit, steps), Turn(unit, steps + 1)


def later(edge: Edge) -> Edge:
    """The second after an edge; never asked of the turn of a day."""
    match edge:
        case Fixed():
            return Fixed(edge.seconds + 1)
        case FromNow():
            return FromNow(edge.months, edge.seconds + 1)
        case Turn():
            raise AssertionError(edge)


def never_after(first: Edge, second: Edge) -> bool:
    """Whether the first is certainly not after the second, whenever now is."""
    if isinstance(first, Fixed) or isinstance(second, Fixed):
        both = isinstance(first, Fixed) and isinstance(second, Fixed)
        return both and first.seconds <= second.seconds  # type: ignore[union-attr]
    match first, second:
        case FromNow(), FromNow() if first.months == second.months:
            return first.seconds <= second.seconds
        case Turn(), Turn() if first.unit == second.unit:
            return first.steps <= second.steps
        case Turn(), Turn() if first.steps == second.steps == 0:
            if first.unit in _INSIDE[second.unit]:
                return True
        case Turn(), Turn() if first.steps == second.steps == 1:
            if second.unit in _INSIDE[first.unit]:
                return True
        case _:
            pass
    return _bounds(first)[1] <= _bounds(second)[0]


def _bounds(edge: FromNow | Turn) -> tuple[int, int]:
    """The least and the most seconds from now at which an edge may lie."""
    match edge:
        case FromNow():
            if not edge.months:
                return edge.seconds, edge.seconds
            middle = edge.months * _MONTH + edge.seconds
            return middle - _MONTH_ROOM, middle + _MONTH_ROOM
        case Turn():
            short, long = _LENGTHS[edge.unit]
            steps = edge.steps
            if steps >= 1:
                return (steps - 1) * short + 1, steps * long
            return (steps - 1) * long, steps * short


class Clock(NamedTuple):
    """One moment that is now, in one zone; `week_starts_on` counts Monday as 0."""

    now: int
    zone: ZoneInfo
    week_starts_on: int

    def seconds(self, edge: Edge) -> int:
        """The moment of an edge, in seconds since 1970 UTC."""
        match edge:
            case Fixed():
                return edge.seconds
            case FromNow():
                return self._shifted(edge.months) + edge.seconds
            case Turn():
                return self._turn(edge)

    def _local(self) -> datetime:
        return datetime.fromtimestamp(self.now, self.zone).replace(tzinfo=None)

    def _shifted(self, months: int) -> int:
        if not months:
            return self.now
        local = self._local()
        year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
        year = min(max(year, 1), 9999)
        day = min(local.day, monthrange(year, month + 1)[1])
        moved_to = local.replace(year=year, month=month + 1, day=day)
        return local_to_seconds(moved_to, self.zone)

    def _turn(self, edge: Turn) -> int:
        today = self._local().date()
        if edge.unit == "day":
            ordinal = today.toordinal() + edge.steps
        elif edge.unit == "week":
            since = (today.weekday() - self.week_starts_on) % 7
            ordinal = today.toordinal() - since + 7 * edge.steps
        else:
            length = {"month": 1, "quarter": 3, "year": 12}[edge.unit]
            index = today.year * 12 + today.month - 1
            index += edge.steps * length - index % length
            ordinal = date(index // 12, index % 12 + 1, 1).toordinal()
        return midnight(ordinal - _EPOCH_DAY, self.zone)


def midnight_from(seconds: int, zone: ZoneInfo) -> int:
    """The first midnight of a zone that is not before a moment."""
    day = datetime.fromtimestamp(seconds, zone).toordinal() - _EPOCH_DAY
    begins = midnight(day, zone)
    return begins if begins >= seconds else midnight(day + 1, zone)
