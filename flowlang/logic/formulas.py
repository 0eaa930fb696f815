"""Formulas: what filters say about one person, in a few kinds of facts joined by and, or."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from enum import Enum
from typing import NamedTuple

from flowlang.datatypes import DataType
from flowlang.logic.edges import Edge
from flowlang.logic.numbers import Numbers
from flowlang.model.assets import Activity


class Kind(Enum):
    """What a fact can be about."""

    FIELD = "field"
    LIST = "list"
    CAMPAIGN = "campaign"
    PROGRAM = "program"
    MEMBERSHIP = "membership"
    SEGMENT = "segment"
    DRAW = "draw"
    ATTRIBUTE = "attribute"
    READ_AS_NUMBER = "attribute read as a number"
    OF_FIELD = "of field"
    TIME = "time"
    UNKNOWN = "unknown"

    # There is one object of each: its place tells them apart, and faster than its name.
    __hash__ = object.__hash__


class Subject(NamedTuple):
    """What a fact is about: two equal ones have one value, of which nothing else knows.

    `owner` is the program or segmentation of a membership; `key` says which one of the kind;
    `name` is what people call it. `type` is that of its values.
    """

    kind: Kind
    key: Hashable
    name: str
    type: DataType
    owner: str = ""


class Among(NamedTuple):
    """A number is one of a set, or is empty where `or_empty`; yes and no count as 1 and 0."""

    subject: Subject
    or_empty: bool
    numbers: Numbers


class How(Enum):
    """What a text can be asked."""

    IS = "is"
    IS_EXACTLY = "is exactly"
    CONTAINS = "contains"
    STARTS = "starts with"
    ENDS = "ends with"
    IS_FILLED = "is filled"

    __hash__ = object.__hash__


class Says(NamedTuple):
    """A text is as it is asked to be; with `denied`, it is not, or is empty.

    `texts` are several for `IS` and `IS_EXACTLY`, one otherwise, none for `IS_FILLED`.
    """

    subject: Subject
    how: How
    texts: frozenset[str]
    denied: bool = False


class Since(NamedTuple):
    """A time is there and not before an edge; with `denied`, there and before it."""

    subject: Subject
    edge: Edge
    denied: bool = False


class NoTime(NamedTuple):
    """A time is empty; with `denied`, it is there."""

    subject: Subject
    denied: bool = False


class Query(NamedTuple):
    """Activities of one type of which something holds; `words` tell which, as a person did."""

    activity: Activity
    holds: Formula
    words: str

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Query)
            and self.activity is other.activity
            and self.holds == other.holds
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.activity.key, self.holds))


class Happened(NamedTuple):
    """At least so many activities are what a query asks for; with `denied`, fewer are."""

    query: Query
    times: int
    denied: bool = False


class And(NamedTuple):
    """All of them; none at all is what always holds."""

    items: tuple[Formula, ...]


class Or(NamedTuple):
    """At least one of them; none at all is what never holds."""

    options: tuple[Formula, ...]
    # Two tuples with the same in them are equal, whatever they are called: not these two.
    word: str = "or"


Fact = Among | Says | Since | NoTime | Happened
Formula = And | Or | Fact

TRUE = And(())
FALSE = Or(())


def both(*formulas: Formula) -> Formula:
    """All of some formulas."""
    items: list[Formula] = []
    for each in formulas:
        items.extend(each.items if isinstance(each, And) else (each,))
    if any(each == FALSE for each in items):
        return FALSE
    return items[0] if len(items) == 1 else And(tuple(items))


def either(*formulas: Formula) -> Formula:
    """At least one of some formulas."""
    options: list[Formula] = []
    for each in formulas:
        options.extend(each.options if isinstance(each, Or) else (each,))
    if any(each == TRUE for each in options):
        return TRUE
    return options[0] if len(options) == 1 else Or(tuple(options))


def denied(formula: Formula) -> Formula:
    """What holds exactly where a formula does not."""
    match formula:
        case And():
            return either(*(denied(each) for each in formula.items))
        case Or():
            return both(*(denied(each) for each in formula.options))
        case Among():
            others = formula.numbers.others()
            if formula.subject.type is DataType.BOOLEAN:
                others = others.common(BOTH)
            return Among(formula.subject, not formula.or_empty, others)
        case Since():
            turned = formula._replace(denied=not formula.denied)
            return either(NoTime(formula.subject), turned)
        case Says() | NoTime() | Happened():
            return formula._replace(denied=not formula.denied)


BOTH = Numbers.of((0, 1))
"""No and yes."""


def yes(subject: Subject) -> Formula:
    """A subject that can only be so or not is so."""
    return Among(subject, False, Numbers.of((1,)))


def facts(formula: Formula) -> Iterator[Fact]:
    """The facts that a formula is made of; those about one activity are inside queries."""
    match formula:
        case And():
            for item in formula.items:
                yield from facts(item)
        case Or():
            for option in formula.options:
                yield from facts(option)
        case _:
            yield formula


def subjects(formula: Formula) -> frozenset[Hashable]:
    """What a formula is about; of activities, the keys of their types."""
    return frozenset(
        fact.query.activity.key if isinstance(fact, Happened) else fact.subject
        for fact in facts(formula)
    )
