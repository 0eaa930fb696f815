"""Bound campaigns: who enters, how often, when, and what happens then."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from flowlang.model.assets import Asset, Program, Token
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.assets import Activity, Field
    from flowlang.model.filters import Filter
    from flowlang.model.steps import Step


class CampaignKind(Enum):
    """The kinds of campaign; the value is the word in the script."""

    BATCH = "batch"
    TRIGGER = "trigger"
    EXECUTABLE = "executable"
    EXTERNAL = "external"


@dataclass(slots=True, eq=False)
class Trigger:
    """One `on ACT …`: as a `Did` without count and window; see there."""

    activity: Activity
    assets: tuple[str, ...]
    of_field: Field | None
    where: Filter | None
    source: Source
    span: Span


class RequestSource(Enum):
    """Who may request a campaign."""

    FLOW = "flow"
    API = "api"
    SALES_INSIGHT = "sales_insight"


@dataclass(slots=True, eq=False)
class RequestTrigger:
    """One `on requested`, and the sources it allows."""

    sources: frozenset[RequestSource]
    source: Source
    span: Span


@dataclass(slots=True, frozen=True)
class OnceAt:
    """A schedule of one moment, seconds since 1970 UTC."""

    seconds: int


@dataclass(slots=True, frozen=True)
class OnWeekdays:
    """Every one of these weekdays (Monday is 0) at a second of the day."""

    weekdays: tuple[int, ...]
    at: int


@dataclass(slots=True, frozen=True)
class EveryDays:
    """Every so many days from a date (days since 1970) at a second of the day."""

    interval: int
    first: int
    at: int


@dataclass(slots=True, frozen=True)
class OnDayOfMonth:
    """Every month on a day, the last one where the month is shorter."""

    day: int
    at: int


Recurrence = OnceAt | OnWeekdays | EveryDays | OnDayOfMonth


@dataclass(slots=True, eq=False)
class Campaign(Asset):
    """A campaign.

    `log_name` is what the activity log calls it: its `id`, else its qualified name.
    `smart_list` None lets everyone in. `interval` is the hours of `each person once per`,
    0 for every time, None for once. `waits` is the number of waits in the flow.
    """

    kind: CampaignKind
    log_name: str = ""
    number: int | None = None
    description: str = ""
    active: bool = True
    ignore_limits: bool = False
    interval: int | None = None
    at_most: int | None = None
    tokens: dict[str, Token] = field(default_factory=dict)
    triggers: tuple[Trigger | RequestTrigger, ...] = ()
    smart_list: Filter | None = None
    flow: tuple[Step, ...] = ()
    schedule: tuple[Recurrence, ...] = ()
    waits: int = 0

    @property
    def program(self) -> Program | None:
        """The nearest program around it."""
        return self.container.program

    def token(self, key: str) -> Token | None:
        """The My Token that the campaign sees by itself: its own, else the nearest outwards."""
        if key in self.tokens:
            return self.tokens[key]
        here = self.container
        while True:
            if key in here.tokens:
                return here.tokens[key]
            if here.parent is None:
                return None
            here = here.parent
