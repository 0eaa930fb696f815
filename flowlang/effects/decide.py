"""Whether a filter holds, as far as that follows from what is known: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final

from flowlang.datatypes import DataType, Family
from flowlang.model import filters
from flowlang.model.filters import Filter, Operator, Test
from flowlang.model.values import Day, Duration, Moment, TimeFrame, Value


class _Unknown(Enum):
    """The one value that stands for any."""

    UNKNOWN = "unknown"


UNKNOWN: Final = _Unknown.UNKNOWN
Known = str | int | float | bool | Day | Moment | None | _Unknown
"""A value; None is empty, `UNKNOWN` may be anything."""

Operand = Value | Duration | TimeFrame
Leaf = Callable[[Filter], bool | None]


def decide(filter_: Filter | None, leaf: Leaf) -> bool | None:
    """Whether a filter holds where `leaf` says so of what is no `and`, `or`, `not`."""
    match filter_:
        case None | filters.Everyone():
            return True
        case filters.All():
            return every(decide(item, leaf) for item in filter_.items)
        case filters.Any():
            return negated(every(negated(decide(item, leaf)) for item in filter_.items))
        case filters.Not():
            return negated(decide(filter_.item, leaf))
        case _:
            return leaf(filter_)


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether all hold: no where one does not, whatever the others are."""
    found = list(verdicts)
    if any(each is False for each in found):
        return False
    return None if any(each is None for each in found) else True


def negated(verdict: bool | None) -> bool | None:
    """The opposite, where it is known."""
    return None if verdict is None else not verdict


_NEGATIVE = {
    Operator.IS_NOT: Operator.IS,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_STARTS_WITH: Operator.STARTS_WITH,
}


def decide_test(test: Test, value: Known, *, lacking_counts: bool) -> bool | None:
    """Whether a comparison holds for a value.

    `lacking_counts` is so for fields, whose empty numbers count as 0 and empty booleans as
    false; an attribute that an activity lacks counts as nothing.
    """
    if value is UNKNOWN:
        return None
    if value == "":
        value = None
    operator = test.operator
    if operator is Operator.IS_EMPTY:
        return value is None
    if operator is Operator.IS_NOT_EMPTY:
        return value is not None
    positive = _NEGATIVE.get(operator)
    if positive is not None:
        return negated(_positive(positive, test.values, value, test.type, lacking_counts))
    return _positive(operator, test.values, value, test.type, lacking_counts)


def _positive(
    operator: Operator,
    operands: tuple[Operand, ...],
    value: Known,
    type_: DataType,
    lacking_counts: bool,
) -> bool | None:
    family = type_.family
    if value is None:
        if not lacking_counts or family is Family.TEXT:
            return False
        if family is Family.DATE:
            return None
        value = False if family is Family.BOOLEAN else 0
    if family is Family.TEXT and isinstance(value, str):
        return _text(operator, operands, value.casefold())
    if family is Family.BOOLEAN and isinstance(value, bool):
        return value in operands if all(isinstance(each, bool) for each in operands) else None
    if family is Family.NUMBER and isinstance(value, int | float):
        return _number(operator, operands, value)
    return None


def _text(operator: Operator, operands: tuple[Operand, ...], value: str) -> bool | None:
    wanted = tuple(each.casefold() for each in operands if isinstance(each, str) and each)
    match operator:
        case Operator.IS:
            held = value in wanted
        case Operator.CONTAINS:
            held = any(each in value for each in wanted)
        case Operator.STARTS_WITH:
            held = value.startswith(wanted)
        case Operator.ENDS_WITH:
            held = value.endswith(wanted)
        case _:
            return None
    if held or all(isinstance(each, str) for each in operands):
        return held
    # A token among the values may still come to one that fits.
    return None


def _number(operator: Operator, operands: tuple[Operand, ...], value: float) -> bool | None:
    wanted = [each for each in operands if isinstance(each, int | float)]
    if len(wanted) < len(operands) or not wanted:
        return None
    match operator:
        case Operator.IS:
            return value in wanted
        case Operator.AT_LEAST:
            return value >= wanted[0]
        case Operator.AT_MOST:
            return value <= wanted[0]
        case Operator.GREATER:
            return value > wanted[0]
        case Operator.LESS:
            return value < wanted[0]
        case Operator.BETWEEN:
            return wanted[0] <= value <= wanted[1]
        case _:
            return None
