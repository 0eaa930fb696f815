"""Values that come from outside: `--token NAME=VALUE`, those of tests, and moments."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType
from flowlang.model.assets import Container, Token
from flowlang.model.campaigns import Campaign
from flowlang.model.moments import days_of, midnight, seconds_of
from flowlang.model.nearest import nearest
from flowlang.model.numerals import whole
from flowlang.model.project import Project
from flowlang.model.steps import Choose, Execute, Step
from flowlang.model.tests import TokenValue
from flowlang.model.values import Day, Literal, Moment, ScoreChange
from flowlang.names import name_key

_LARGEST = 2**63 - 1
_LARGEST_SCORE = 2**31 - 1

_EARLIEST, _LATEST = -(2**31) * 2, 2**31 * 50
"""Moments in seconds since 1970 that leave the calendar room on either side: 1833 to 5372."""


def moment_from_outside(text: str, project: Project) -> int | str:
    """Seconds since 1970 UTC of a date or time in the project's zone, or what is wrong with it."""
    if len(text) == len("2026-11-23"):
        days = days_of(text)
        seconds = None if days is None else midnight(days, project.timezone)
    else:
        seconds = seconds_of(text, project.timezone)
    if seconds is None:
        return (
            f"`{text}` is no moment; write a date or a time, such as 2026-11-23 or 2026-11-23T09:00"
        )
    if not _EARLIEST <= seconds < _LATEST:
        return f"`{text}` lies too far from today to be reckoned with"
    return seconds


def token_from_outside(text: str, campaign: Campaign, project: Project) -> TokenValue | str:
    """The value that `NAME=VALUE` gives to a token of a campaign, or what is wrong with it."""
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or not name:
        return f'`{text}` is no token; write it as NAME=VALUE, such as "score_change=+10"'
    known = settable_tokens(campaign)
    key = name_key(name)
    type_ = known.get(key)
    if type_ is None:
        near = nearest(name, known)
        offer = f"; did you mean {near}?" if near else ""
        return f'the campaign "{campaign.qualified_name}" knows no token {name}{offer}'
    literal = _read(value, type_, project)
    if literal is None:
        return f"{value or 'an empty text'} is no value for {name}: {_WANTED[type_]}"
    return TokenValue(name, key, type_, literal)


_WANTED = {
    DataType.TEXT: "write text",
    DataType.RICH_TEXT: "write text",
    DataType.NUMBER: "write a number, such as 10 or 3.5",
    DataType.SCORE: "write a score change with its sign, such as +10, -10 or =10",
    DataType.DATE: "write a date, such as 2026-11-23",
}


def _read(text: str, type_: DataType, project: Project) -> Literal | None:
    match type_:
        case DataType.NUMBER:
            return _number(text.strip())
        case DataType.SCORE:
            return _score_change(text.strip())
        case DataType.DATE:
            return _date(text.strip(), project)
        case _:
            return text


def _number(text: str) -> int | float | None:
    number, dot, fraction = text.partition(".")
    units = whole(number)
    if units is None or abs(units) > _LARGEST:
        return None
    if not dot:
        return units
    return float(text) if fraction.isascii() and fraction.isdigit() else None


def _score_change(text: str) -> ScoreChange | None:
    sets = text.startswith("=")
    rest = text[1:] if sets else text
    if not sets and rest[:1] not in ("+", "-"):
        return None
    amount = whole(rest.removeprefix("+"))
    return None if amount is None or abs(amount) > _LARGEST_SCORE else ScoreChange(sets, amount)


def _date(text: str, project: Project) -> Day | Moment | None:
    days = days_of(text)
    if days is not None:
        return Day(days)
    seconds = seconds_of(text, project.timezone)
    return None if seconds is None else Moment(seconds)


def settable_tokens(campaign: Campaign) -> dict[str, DataType]:
    """The types of the tokens that a value from outside can be for, by key.

    They are those that the campaign sees, and those of what it executes with parent tokens.
    """
    found: dict[str, DataType] = {}
    seen: set[Campaign] = set()
    rest = [campaign]
    while rest:
        here = rest.pop(0)
        if here in seen:
            continue
        seen.add(here)
        for key, token in _visible(here):
            found.setdefault(key, token.type)
        rest.extend(_children(here.flow))
    return found


def _visible(campaign: Campaign) -> Iterator[tuple[str, Token]]:
    yield from campaign.tokens.items()
    here: Container | None = campaign.container
    while here is not None:
        yield from here.tokens.items()
        here = here.parent


def _children(steps: tuple[Step, ...]) -> Iterator[Campaign]:
    """The campaigns that steps execute with parent tokens."""
    for step in steps:
        if isinstance(step, Execute) and step.with_parent_tokens:
            yield step.campaign
        elif isinstance(step, Choose):
            for branch in step.branches:
                yield from _children(branch.steps)
