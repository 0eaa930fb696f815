"""Filters: what is asked of one person."""

from __future__ import annotations

from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Name, Number, Percent, Text, Value


class Filter(Node):
    """Any filter."""

    __slots__ = ()


class Junction(Filter):
    """Filters joined by `and` and `or`.

    `operators` has one word between every two items, and a healthy file has only one kind of them.
    """

    __slots__ = ("items", "operators")

    def __init__(self, start: int, end: int, items: list[Filter], operators: list[Name]) -> None:
        self.start = start
        self.end = end
        self.items = items
        self.operators = operators


class Not(Filter):
    """`not FILTER`."""

    __slots__ = ("item",)

    def __init__(self, start: int, end: int, item: Filter) -> None:
        self.start = start
        self.end = end
        self.item = item


class Group(Filter):
    """A filter in parentheses."""

    __slots__ = ("item",)

    def __init__(self, start: int, end: int, item: Filter) -> None:
        self.start = start
        self.end = end
        self.item = item


class Comparison(Filter):
    """`F is V, …` and its like.

    `operator` is its words with one blank between (`not starts with`, `in past before`, `>=`, `is
    empty`), `values` are empty, one, two for `between`, or a list. In a `where`, `field` names an
    attribute.
    """

    __slots__ = ("field", "operator", "values")

    def __init__(
        self, start: int, end: int, field: Name, operator: Name, values: list[Value]
    ) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.operator = operator
        self.values = values


class MemberOfList(Filter):
    """`member of list "L", …`."""

    __slots__ = ("lists",)

    def __init__(self, start: int, end: int, lists: list[Text]) -> None:
        self.start = start
        self.end = end
        self.lists = lists


class MemberOfSmartList(Filter):
    """`member of smart list "S", …`."""

    __slots__ = ("smart_lists",)

    def __init__(self, start: int, end: int, smart_lists: list[Text]) -> None:
        self.start = start
        self.end = end
        self.smart_lists = smart_lists


class MemberOfSegment(Filter):
    """`member of segment "A", … in "Segmentation"`."""

    __slots__ = ("segmentation", "segments")

    def __init__(self, start: int, end: int, segments: list[Text], segmentation: Text) -> None:
        self.start = start
        self.end = end
        self.segments = segments
        self.segmentation = segmentation


class MemberOfCampaign(Filter):
    """`member of campaign "C", …`."""

    __slots__ = ("campaigns",)

    def __init__(self, start: int, end: int, campaigns: list[Text]) -> None:
        self.start = start
        self.end = end
        self.campaigns = campaigns


class MemberOfProgram(Filter):
    """`member of program "P", … with status "S", … where CONSTRAINT`."""

    __slots__ = ("programs", "statuses", "where")

    def __init__(
        self, start: int, end: int, programs: list[Text], statuses: list[Text], where: Filter | None
    ) -> None:
        self.start = start
        self.end = end
        self.programs = programs
        self.statuses = statuses
        self.where = where


class Window(Node):
    """The stretch of time of a `did`: an operator of dates and its values."""

    __slots__ = ("operator", "values")

    def __init__(self, start: int, end: int, operator: Name, values: list[Value]) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.values = values


class Did(Filter):
    """`did ACT …` and `did not ACT …`; `of_field` is the field behind `of`."""

    __slots__ = ("activity", "assets", "at_least", "negated", "of_field", "where", "window")

    def __init__(
        self,
        start: int,
        end: int,
        negated: bool,
        activity: Name,
        assets: list[Text],
        of_field: Name | None,
        where: Filter | None,
        at_least: Number | None,
        window: Window | None,
    ) -> None:
        self.start = start
        self.end = end
        self.negated = negated
        self.activity = activity
        self.assets = assets
        self.of_field = of_field
        self.where = where
        self.at_least = at_least
        self.window = window


class Random(Filter):
    """`random 25%`."""

    __slots__ = ("share",)

    def __init__(self, start: int, end: int, share: Percent) -> None:
        self.start = start
        self.end = end
        self.share = share


class Everyone(Filter):
    """`everyone`."""

    __slots__ = ()


class WaitingIn(Filter):
    """`waiting in "C", …`, in the expectations of tests only."""

    __slots__ = ("campaigns",)

    def __init__(self, start: int, end: int, campaigns: list[Text]) -> None:
        self.start = start
        self.end = end
        self.campaigns = campaigns
