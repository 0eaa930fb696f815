"""Bound test blocks: what is given, what is done, and what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flowlang.datatypes import DataType
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.assets import (
        Activity,
        Attribute,
        Field,
        Program,
        StaticList,
        Status,
    )
    from flowlang.model.campaigns import Campaign
    from flowlang.model.filters import Filter
    from flowlang.model.values import Duration, Literal


class FieldValue(NamedTuple):
    """What a test says about a field; None is empty."""

    field: Field
    value: Literal | None


class TokenValue(NamedTuple):
    """A value for a my token that comes from outside; `key` is the name by the rule of names."""

    name: str
    key: str
    type: DataType
    value: Literal


class AttributeValue(NamedTuple):
    """What a test says about an attribute of an activity."""

    attribute: Attribute
    value: Literal | None


@dataclass(slots=True, eq=False)
class Statement:
    """Any statement, and the place where it is written."""

    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class GivenPerson(Statement):
    """A person, whose id is the name, and fields of theirs."""

    person: str
    values: tuple[FieldValue, ...]


@dataclass(slots=True, eq=False)
class GivenInList(Statement):
    """A person is in a static list."""

    person: str
    list: StaticList


@dataclass(slots=True, eq=False)
class GivenInProgram(Statement):
    """A person is a member of a program; without a status the first one."""

    person: str
    program: Program
    status: Status | None
    values: tuple[FieldValue, ...]


@dataclass(slots=True, eq=False)
class GivenInCampaign(Statement):
    """A person has entered a campaign, at seconds since 1970 UTC."""

    person: str
    campaign: Campaign
    at: int


@dataclass(slots=True, eq=False)
class Happening:
    """An activity: its primary value, None where it is not said, and other attributes.

    With `of_field` the primary value is that field's label.
    """

    activity: Activity
    asset: str | None
    of_field: Field | None
    attributes: tuple[AttributeValue, ...]


@dataclass(slots=True, eq=False)
class GivenActivity(Statement):
    """A person has an activity in their history, at seconds since 1970 UTC."""

    person: str
    happening: Happening
    at: int


@dataclass(slots=True, eq=False)
class RunBatch(Statement):
    """A batch campaign runs."""

    campaign: Campaign
    tokens: tuple[TokenValue, ...]


@dataclass(slots=True, eq=False)
class RequestFor(Statement):
    """A trigger campaign is requested for a person."""

    campaign: Campaign
    person: str
    tokens: tuple[TokenValue, ...]


@dataclass(slots=True, eq=False)
class ExecuteFor(Statement):
    """An executable campaign is executed for a person, with parent tokens."""

    campaign: Campaign
    person: str
    tokens: tuple[TokenValue, ...]


@dataclass(slots=True, eq=False)
class Event(Statement):
    """An activity happens to a person, from outside."""

    person: str
    happening: Happening


@dataclass(slots=True, eq=False)
class Advance(Statement):
    """The clock moves on."""

    duration: Duration


@dataclass(slots=True, eq=False)
class Expect(Statement):
    """A filter must hold for a person."""

    person: str
    filter: Filter


@dataclass(slots=True, eq=False)
class TestCase:
    """One test: its statements in order, `at` where its clock begins, seconds since 1970 UTC.

    A test with a table of cases is one for each `case`, with the cells of the case in place.
    A statement with a mistake, which has been told, is left out.
    """

    name: str
    at: int
    statements: tuple[Statement, ...]
    source: Source
    span: Span
    case: str | None = None

    @property
    def title(self) -> str:
        """The name, and that of the case."""
        return self.name if self.case is None else f"{self.name}: {self.case}"
