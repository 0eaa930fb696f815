"""Bound values: literals worked out, tokens resolved to what they name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from flowlang.datatypes import DataType
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.assets import Field, Token


class Day(NamedTuple):
    """A date, as days since 1970-01-01."""

    days: int


class Moment(NamedTuple):
    """A point in time, as seconds since 1970-01-01T00:00Z."""

    seconds: int


class Unit(Enum):
    """The units of durations; the value is the singular."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Duration(NamedTuple):
    """A stretch of time; months and years are calendar ones, the rest is fixed."""

    amount: int
    unit: Unit

    @property
    def seconds(self) -> int | None:
        """Its length where it is fixed, None for months and years."""
        each = _SECONDS.get(self.unit)
        return None if each is None else each * self.amount

    @property
    def months(self) -> int:
        """The number of calendar months; 0 for a fixed length."""
        if self.unit is Unit.MONTH:
            return self.amount
        return self.amount * 12 if self.unit is Unit.YEAR else 0


_SECONDS = {Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86400, Unit.WEEK: 604800}


class ScoreChange(NamedTuple):
    """What `by` does to a score: add `amount` (which may be negative), or set it."""

    sets: bool
    amount: int

    @property
    def text(self) -> str:
        """As the activity log writes it: `+5`, `-5`, `=5`, `=-5`."""
        return f"={self.amount}" if self.sets else f"{self.amount:+d}"


class TimeFrame(Enum):
    """The named stretches of time that `in time frame` knows."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"
    NEXT_WEEK = "next week"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    NEXT_MONTH = "next month"
    THIS_QUARTER = "this quarter"
    LAST_QUARTER = "last quarter"
    NEXT_QUARTER = "next quarter"
    THIS_YEAR = "this year"
    LAST_YEAR = "last year"
    NEXT_YEAR = "next year"


class TokenFamily(Enum):
    """The word before the dot of a token."""

    MY = "my"
    LEAD = "lead"
    COMPANY = "company"
    MEMBER = "member"
    CAMPAIGN = "campaign"
    PROGRAM = "program"
    SYSTEM = "system"
    TRIGGER = "trigger"


@dataclass(slots=True, eq=False)
class TokenUse:
    """One token reference.

    `key` is the name by the rule of names. `field` is the field of `lead`, `company` and
    `member` tokens (None for `lead.Id`). `declared` is the My Token that is found from the
    place where the reference stands, None where only a caller can supply one. `constant`
    marks a reference that means that token and no caller's: one in a named smart list or
    a segmentation. `type` is that of the resolved value.
    """

    family: TokenFamily
    name: str
    key: str
    default: str | None
    field: Field | None
    declared: Token | None
    constant: bool
    type: DataType
    source: Source
    span: Span


class Template(NamedTuple):
    """Text in which at least one token stands."""

    parts: tuple[str | TokenUse, ...]


Literal = str | int | float | bool | Day | Moment | ScoreChange
"""A value that is known before anything runs."""

Value = Literal | TokenUse | Template
"""What a step sets or a filter compares with."""
