"""Literals worked out: numbers, dates, durations and score changes as they are meant."""

from __future__ import annotations

import math

from flowlang.model.moments import (
    ABBREVIATIONS,
    UNITS,
    WEEKDAYS,
    days_of,
    seconds_of,
    seconds_of_day,
)
from flowlang.model.nearest import nearest
from flowlang.model.numerals import whole as numeral
from flowlang.model.scope import Scope
from flowlang.model.values import Day, Duration, Moment, ScoreChange, Unit
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import (
    Boolean,
    Date,
    DateTime,
    Empty,
    Name,
    Number,
    Percent,
    Text,
    Time,
    TokenReference,
)
from flowlang.syntax.nodes.values import Duration as DurationNode
from flowlang.syntax.nodes.values import ScoreChange as ScoreChangeNode

_LARGEST = 2**63 - 1
_LARGEST_SCORE = 2**31 - 1
_LONGEST_YEARS = 1000
_UNIT_YEARS = {
    Unit.MINUTE: 525_600,
    Unit.HOUR: 8_760,
    Unit.DAY: 365,
    Unit.WEEK: 52,
    Unit.MONTH: 12,
    Unit.YEAR: 1,
}

NATURES = {
    Text: "text",
    TokenReference: "a token",
    Number: "a number",
    Percent: "a share in percent",
    ScoreChangeNode: "a score change",
    Date: "a date",
    Time: "a time of day",
    DateTime: "a moment",
    DurationNode: "a duration",
    Boolean: "`true` or `false`",
    Empty: "`empty`",
    Name: "a word without quotes",
}
"""What people call each way of writing a value."""


def bind_number(node: Number, scope: Scope, *, whole: bool = False) -> int | float | None:
    """A number, None where it is too large, or has a fraction where none may be."""
    number = numeral(node.text)
    if number is not None:
        if abs(number) <= _LARGEST:
            return number
        scope.tell("type-mismatch", node, "this number is too large", label="beyond 19 digits")
        return None
    if whole:
        scope.tell(
            "type-mismatch",
            node,
            f"{node.text} is no whole number",
            "leave the fraction out",
        )
        return None
    fraction = float(node.text)
    if math.isfinite(fraction):
        return fraction
    scope.tell("type-mismatch", node, "this number is too large")
    return None


def bind_count(node: Number, scope: Scope, what: str, help_: str | None = None) -> int | None:
    """A whole number of at least one; the help is for one that is not."""
    count = numeral(node.text)
    if count is None or count < 1:
        scope.tell("type-mismatch", node, f"{what} is a whole number, at least 1", help_)
        return None
    if count > _LARGEST:
        scope.tell("type-mismatch", node, "this number is too large")
        return None
    return count


def bind_day(node: Date, scope: Scope) -> Day | None:
    """A date of the calendar."""
    days = days_of(node.text)
    if days is None:
        _no_such_day(node, node.text, scope)
        return None
    return Day(days)


def bind_moment(node: DateTime, scope: Scope) -> Moment | None:
    """A moment, in the project's time zone where it has no offset."""
    seconds = seconds_of(node.text, scope.names.project.timezone)
    if seconds is not None:
        return Moment(seconds)
    if days_of(node.text[:10]) is None:
        _no_such_day(node, node.text[:10], scope)
    else:
        scope.tell(
            "type-mismatch",
            node,
            f"there is no such time as {node.text[11:]}",
            "hours go from 00 to 23, minutes and seconds from 00 to 59",
        )
    return None


def bind_date(node: Date | DateTime, scope: Scope) -> Day | Moment | None:
    """A date or a moment, as it is written."""
    return bind_day(node, scope) if isinstance(node, Date) else bind_moment(node, scope)


def bind_time(node: Time, scope: Scope, rule: str = "type-mismatch") -> int | None:
    """Seconds of the day of a time of day."""
    seconds = seconds_of_day(node.text)
    if seconds is None:
        scope.tell(
            rule,
            node,
            f"there is no such time as {node.text}",
            "a day goes from 00:00 to 23:59",
        )
    return seconds


def bind_duration(node: DurationNode, scope: Scope) -> Duration | None:
    """A duration of a whole number of units, at most a thousand years."""
    unit = _unit(node, scope)
    if unit is None:
        return None
    text = node.amount.text
    amount = numeral(text)
    if amount is None:
        scope.tell(
            "type-mismatch",
            node,
            "a duration is a whole number of units",
            "use a smaller unit, such as `90 minutes` for one and a half hours",
        )
        return None
    if amount < 0:
        scope.tell("type-mismatch", node, "a duration cannot be negative", "leave the `-` out")
        return None
    if amount > _LONGEST_YEARS * _UNIT_YEARS[unit]:
        scope.tell("type-mismatch", node, "this duration is longer than a thousand years")
        return None
    return Duration(amount, unit)


def _unit(node: DurationNode, scope: Scope) -> Unit | None:
    word = node.unit.text
    unit = UNITS.get(word)
    if unit is not None:
        return unit
    lowered = word.lower()
    meant = ABBREVIATIONS.get(lowered) or (lowered if lowered in UNITS else nearest(word, UNITS))
    if meant is None:
        help = "the units are minutes, hours, days, weeks, months and years"
    else:
        help = f"write `{node.amount.text} {_plural(node.amount.text, meant)}`"
    message = (
        f"`{word}` is short for a unit of time"
        if lowered in ABBREVIATIONS
        else f"units are written in small letters, not `{word}`"
        if lowered in UNITS
        else f"`{word}` is no unit of time"
    )
    scope.tell("abbreviated-duration", node, message, help)
    return None


def _plural(amount: str, unit: str) -> str:
    stem = unit.removesuffix("s")
    return stem if amount == "1" else f"{stem}s"


def bind_score_change(node: ScoreChangeNode | Number, scope: Scope) -> ScoreChange | None:
    """A score change; a number without sign could mean two things, and is told."""
    if isinstance(node, ScoreChangeNode):
        sets = node.operator == "="
        amount = numeral(node.amount.removeprefix("+"))
        if amount is not None and node.operator == "-":
            amount = -amount
    else:
        sets = False
        amount = numeral(node.text) if node.text.startswith("-") else None
    if amount is None:
        written = scope.source.slice(node.span)
        scope.tell(
            "unsigned-score",
            node,
            "this score change does not say whether it adds or sets",
            f"write `+{written}` to add, or `={written}` to set",
        )
        return None
    if abs(amount) > _LARGEST_SCORE:
        scope.tell(
            "type-mismatch",
            node,
            "this score change is too large",
            "scores have 32 bits",
        )
        return None
    return ScoreChange(sets, amount)


def bind_weekdays(
    nodes: list[Name], scope: Scope, *, every_day: bool = False
) -> tuple[int, ...] | None:
    """The numbers of weekdays, Monday is 0; `weekday` is Monday to Friday."""
    found: set[int] = set()
    for node in nodes:
        word = node.text.lower()
        if word == "day" and every_day:
            found.update(range(7))
        elif word == "weekday":
            found.update(range(5))
        elif word in WEEKDAYS:
            found.add(WEEKDAYS.index(word))
        else:
            _no_weekday(node, word, scope)
            return None
    return tuple(sorted(found))


def _no_weekday(node: Node, word: str, scope: Scope) -> None:
    longer = next((day for day in WEEKDAYS if len(word) > 1 and day.startswith(word)), None)
    meant = longer or nearest(word, (*WEEKDAYS, "weekday"))
    scope.tell(
        "bad-schedule",
        node,
        f"`{word}` is no day of the week",
        f"did you mean `{meant}`?" if meant else "write `monday` … `sunday`, or `weekday`",
    )


def _no_such_day(node: Node, text: str, scope: Scope) -> None:
    scope.tell(
        "type-mismatch",
        node,
        f"{text} is no day of the calendar",
        "dates are written year-month-day, such as `2026-02-28`",
    )
