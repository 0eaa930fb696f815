"""Campaigns and their parts."""

from __future__ import annotations

from flowlang.syntax.nodes.declarations import Declaration, TokenDeclaration
from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.steps import Step
from flowlang.syntax.nodes.values import Date, DateTime, Duration, Name, Number, Text, Time


class Part(Node):
    """Any part of a campaign but its tokens."""

    __slots__ = ()


class IdPart(Part):
    """`id 1234`."""

    __slots__ = ("number",)

    def __init__(self, start: int, end: int, number: Number) -> None:
        self.start = start
        self.end = end
        self.number = number


class OnActivity(Part):
    """`on ACT …`, as in `did`."""

    __slots__ = ("activity", "assets", "of_field", "where")

    def __init__(
        self,
        start: int,
        end: int,
        activity: Name,
        assets: list[Text],
        of_field: Name | None,
        where: Filter | None,
    ) -> None:
        self.start = start
        self.end = end
        self.activity = activity
        self.assets = assets
        self.of_field = of_field
        self.where = where


class OnRequested(Part):
    """`on requested [by flow, api]`; no sources: any."""

    __slots__ = ("sources",)

    def __init__(self, start: int, end: int, sources: list[Name]) -> None:
        self.start = start
        self.end = end
        self.sources = sources


class SmartListPart(Part):
    """`smart list { FILTER }`; `filter` is None where the braces hold none."""

    __slots__ = ("filter",)

    def __init__(self, start: int, end: int, filter: Filter | None) -> None:
        self.start = start
        self.end = end
        self.filter = filter


class EachPerson(Part):
    """`each person once`, `every time`, `once per DUR`.

    `rule` is those words without the duration.
    """

    __slots__ = ("interval", "rule")

    def __init__(self, start: int, end: int, rule: str, interval: Duration | None) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.interval = interval


class AtMost(Part):
    """`at most N people`."""

    __slots__ = ("number",)

    def __init__(self, start: int, end: int, number: Number) -> None:
        self.start = start
        self.end = end
        self.number = number


class Inactive(Part):
    """`inactive`."""

    __slots__ = ()


class IgnoreLimits(Part):
    """`ignore communication limits`."""

    __slots__ = ()


class Flow(Part):
    """`flow { … }`."""

    __slots__ = ("steps",)

    def __init__(self, start: int, end: int, steps: list[Step]) -> None:
        self.start = start
        self.end = end
        self.steps = steps


class OnceAt(Node):
    """`once at DATETIME`."""

    __slots__ = ("at",)

    def __init__(self, start: int, end: int, at: DateTime) -> None:
        self.start = start
        self.end = end
        self.at = at


class EveryDays(Node):
    """`every day at T`, `every weekday at T`, `every monday, thursday at T`.

    `days` holds those words.
    """

    __slots__ = ("at", "days")

    def __init__(self, start: int, end: int, days: list[Name], at: Time) -> None:
        self.start = start
        self.end = end
        self.days = days
        self.at = at


class EveryNDays(Node):
    """`every N days from DATE at T`."""

    __slots__ = ("at", "first", "interval")

    def __init__(self, start: int, end: int, interval: Duration, first: Date, at: Time) -> None:
        self.start = start
        self.end = end
        self.interval = interval
        self.first = first
        self.at = at


class EveryMonth(Node):
    """`every month on day N at T`."""

    __slots__ = ("at", "day")

    def __init__(self, start: int, end: int, day: Number, at: Time) -> None:
        self.start = start
        self.end = end
        self.day = day
        self.at = at


class Schedule(Part):
    """`schedule { … }`."""

    __slots__ = ("entries",)

    def __init__(
        self, start: int, end: int, entries: list[OnceAt | EveryDays | EveryNDays | EveryMonth]
    ) -> None:
        self.start = start
        self.end = end
        self.entries = entries


class CampaignDeclaration(Declaration):
    """`batch campaign "N" { … }` and its like; `kind` is `batch`, `trigger` or `executable`."""

    __slots__ = ("kind", "name", "parts")

    def __init__(
        self,
        start: int,
        end: int,
        doc: str | None,
        kind: str,
        name: Text,
        parts: list[Part | TokenDeclaration],
    ) -> None:
        super().__init__(start, end, doc)
        self.kind = kind
        self.name = name
        self.parts = parts


class ExternalCampaignDeclaration(Declaration):
    """`external campaign "N" [id 123]`."""

    __slots__ = ("name", "number")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, number: Number | None
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.number = number
