"""Bound filters: what is asked of one person, every name resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from flowlang.datatypes import DataType
from flowlang.model.values import Duration, Literal, Template, TimeFrame, TokenUse, Value
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.assets import (
        Activity,
        Attribute,
        Field,
        Program,
        Segmentation,
        SmartList,
        StaticList,
    )
    from flowlang.model.campaigns import Campaign


class Operator(Enum):
    """The operators; the value is how they are written."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    NOT_CONTAINS = "not contains"
    STARTS_WITH = "starts with"
    NOT_STARTS_WITH = "not starts with"
    ENDS_WITH = "ends with"
    IS_EMPTY = "is empty"
    IS_NOT_EMPTY = "is not empty"
    AT_LEAST = ">="
    AT_MOST = "<="
    GREATER = ">"
    LESS = "<"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on or before"
    ON_OR_AFTER = "on or after"
    IN_PAST = "in past"
    IN_PAST_BEFORE = "in past before"
    IN_FUTURE = "in future"
    IN_FUTURE_AFTER = "in future after"
    IN_TIME_FRAME = "in time frame"


@dataclass(slots=True, eq=False)
class Filter:
    """Any filter, and the place where it is written."""

    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class All(Filter):
    """Holds where every item does."""

    items: tuple[Filter, ...]


@dataclass(slots=True, eq=False)
class Any(Filter):
    """Holds where at least one item does."""

    items: tuple[Filter, ...]


@dataclass(slots=True, eq=False)
class Not(Filter):
    """Holds where its item does not."""

    item: Filter


@dataclass(slots=True, eq=False)
class Everyone(Filter):
    """Always holds."""


@dataclass(slots=True, eq=False)
class Unknown(Filter):
    """Stands for a filter with a mistake that has been told; nothing with one is run."""


class MembershipAttribute(Enum):
    """What a program membership has besides its member fields."""

    STATUS = "status"
    SUCCESS = "success"
    SUCCESS_DATE = "success_date"
    MEMBERSHIP_DATE = "membership_date"
    STREAM = "stream"
    CADENCE = "cadence"


@dataclass(slots=True, eq=False)
class Test(Filter):
    """A comparison.

    `subject` is a person's or company's field; inside the `where` of a `did` an attribute
    of the activity (an undeclared one of an open activity is an `Attribute` made for it);
    inside the `where` of a membership an attribute or member field of it. `type` is the
    subject's, or for old and new values that of the field behind `of`. `values` are none
    for the empty tests, one, two for `between`, else one or more of which any may match.
    `literals` are the same where there is no token among them, else None.
    """

    subject: Field | Attribute | MembershipAttribute
    type: DataType
    operator: Operator
    values: tuple[Value | Duration | TimeFrame, ...]
    literals: tuple[Literal | Duration | TimeFrame, ...] | None = field(init=False)

    def __post_init__(self) -> None:
        """See once what is asked again and again."""
        found = tuple(each for each in self.values if not isinstance(each, TokenUse | Template))
        self.literals = found if len(found) == len(self.values) else None


@dataclass(slots=True, eq=False)
class InList(Filter):
    """Member of any of the static lists."""

    lists: tuple[StaticList, ...]


@dataclass(slots=True, eq=False)
class InSmartList(Filter):
    """Member of any of the smart lists."""

    smart_lists: tuple[SmartList, ...]


@dataclass(slots=True, eq=False)
class InSegment(Filter):
    """In any of the segments, given by position; -1 is `Default`."""

    segmentation: Segmentation
    segments: tuple[int, ...]


@dataclass(slots=True, eq=False)
class InCampaign(Filter):
    """Has entered any of the campaigns at least once."""

    campaigns: tuple[Campaign, ...]


@dataclass(slots=True, eq=False)
class InProgram(Filter):
    """Member of any of the programs, with any of the statuses, where the constraint holds.

    `statuses` is empty for any status; all conditions are about one membership.
    """

    programs: tuple[Program, ...]
    statuses: tuple[str, ...]
    where: Filter | None


@dataclass(slots=True, eq=False)
class Window(Filter):
    """The stretch of time in which an activity is looked for."""

    operator: Operator
    values: tuple[Value | Duration | TimeFrame, ...]


@dataclass(slots=True, eq=False)
class Did(Filter):
    """At least `at_least` activities fit; with `negated`, fewer than that do.

    `assets` are the accepted primary values in the case in which they were written, each
    also behind the name of every program and a dot; empty for any. They compare without
    regard to case. `of_field` is compared with the primary value by the rule of names.
    `where` is a tree of `All`, `Any`, `Not` and `Test` about one and the same activity.
    """

    negated: bool
    activity: Activity
    assets: tuple[str, ...]
    of_field: Field | None
    where: Filter | None
    at_least: int
    window: Window | None


@dataclass(slots=True, eq=False)
class Random(Filter):
    """Holds where the person's draw is in [low, high), shares of 1.

    `place` names the draw: the qualified name of its campaign or smart list, a slash, and
    the ordinal in it of this `random`, or of the `choose` whose shares lie side by side.
    """

    place: str
    low: float
    high: float


@dataclass(slots=True, eq=False)
class WaitingIn(Filter):
    """Waits in any of the campaigns; only expectations of tests ask."""

    campaigns: tuple[Campaign, ...]
