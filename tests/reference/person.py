"""One person, and everything that is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flowlang.model.campaigns import Campaign


@dataclass
class Activity:
    """One row of the activity log."""

    number: int
    time: int
    type: int
    campaign: str
    asset: str
    attributes: dict[str, Any]
    result: str
    guid: str

    @property
    def counts(self) -> bool:
        """Filters and triggers see only what succeeded."""
        return self.result in ("", "succeeded")


@dataclass
class Membership:
    """A membership of one program."""

    status: str | None = None
    success: bool = False
    success_date: int | None = None
    membership_date: int | None = None
    stream: str | None = None
    cadence: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Trip:
    """A trip that waits."""

    campaign: Campaign
    wait: int
    until: int
    since: int
    trigger: str | None
    tokens: str | None


@dataclass
class Person:
    """A person: values by field key (absent is empty), and all the rest by name."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    programs: dict[str, Membership] = field(default_factory=dict)
    entries: dict[str, tuple[int, int]] = field(default_factory=dict)
    trips: list[Trip] = field(default_factory=list)
    log: list[Activity] = field(default_factory=list)
    known: int = 0
    deleted: bool = False
    stopped: tuple[str, ...] | None = None

    @property
    def new(self) -> list[Activity]:
        """What was logged since the person was read."""
        return self.log[self.known :]
