"""Comparisons as formulas, by the type of what is compared."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flowlang.datatypes import DataType, Family
from flowlang.logic.edges import NOW, Edge, Fixed, Turn, framed, later, midnight_from, moved
from flowlang.logic.formulas import (
    FALSE,
    Among,
    Formula,
    How,
    Kind,
    NoTime,
    Says,
    Since,
    Subject,
    both,
    denied,
    either,
    yes,
)
from flowlang.logic.numbers import INFINITE, Numbers
from flowlang.model.filters import Operator
from flowlang.model.moments import midnight
from flowlang.model.values import (
    Day,
    Duration,
    Moment,
    ScoreChange,
    Template,
    TimeFrame,
    TokenFamily,
    TokenUse,
    Value,
)

Operand = Value | Duration | TimeFrame

_POSITIVE = {
    Operator.IS_NOT: Operator.IS,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_STARTS_WITH: Operator.STARTS_WITH,
}
_HOWS = {
    Operator.CONTAINS: How.CONTAINS,
    Operator.STARTS_WITH: How.STARTS,
    Operator.ENDS_WITH: How.ENDS,
}
_MATCHES_NO_DATE = (Operator.BEFORE, Operator.ON_OR_BEFORE, Operator.IN_PAST_BEFORE)
_EXACT = 2**53
"""Beyond it, whole numbers and floats do not compare as numbers should."""


def compared(
    subject: Subject,
    operator: Operator,
    operands: tuple[Operand, ...],
    zone: ZoneInfo,
    *,
    lacking_counts: bool,
) -> Formula:
    """When a comparison holds.

    `lacking_counts` tells that an empty number counts as 0, an empty boolean as false and an
    empty date as before everything, as it does but for attributes of activities.
    """
    if operator is Operator.IS_EMPTY:
        return _is_empty(subject)
    if operator is Operator.IS_NOT_EMPTY:
        return denied(_is_empty(subject))
    positive = _POSITIVE.get(operator)
    if positive is not None:
        return denied(compared(subject, positive, operands, zone, lacking_counts=lacking_counts))
    values = tuple(_known(each, subject.type) for each in operands)
    found = _compared(subject, operator, values, zone, lacking_counts)
    return found if found is not None else opaque(subject, operator, operands)


def opaque(subject: Subject, operator: Operator, operands: tuple[Operand, ...]) -> Formula:
    """A comparison of which nothing is known but that an equal one holds where it does."""
    key = (subject.kind, subject.key, subject.owner, operator, tuple(map(_key, operands)))
    fact = yes(Subject(Kind.UNKNOWN, key, subject.name, DataType.BOOLEAN, subject.owner))
    if subject.type.family is Family.TEXT:
        return both(_filled(subject), fact)
    return fact


def _key(operand: Operand) -> object:
    match operand:
        case TokenUse():
            return (operand.family, operand.key, operand.default, id(operand.declared))
        case Template():
            return tuple(
                _key(part) if isinstance(part, TokenUse) else part for part in operand.parts
            )
        case _:
            return (type(operand).__name__, operand)


def _known(operand: Operand, type_: DataType) -> Operand:
    """A token that can only mean one value, as that value."""
    if not isinstance(operand, TokenUse):
        return operand
    if operand.family is TokenFamily.MY:
        if not operand.constant or operand.declared is None:
            return operand
        value = operand.declared.value
        fits = isinstance(value, str) if type_.family is Family.TEXT else value is not None
        return value if fits and value != "" else operand
    return operand


def _is_empty(subject: Subject) -> Formula:
    match subject.type.family:
        case Family.TEXT:
            return denied(_filled(subject))
        case Family.DATE:
            return NoTime(subject)
        case _:
            return Among(subject, True, Numbers(()))


def _filled(subject: Subject) -> Formula:
    return Says(subject, How.IS_FILLED, frozenset())


def _compared(
    subject: Subject,
    operator: Operator,
    values: tuple[Operand, ...],
    zone: ZoneInfo,
    lacking_counts: bool,
) -> Formula | None:
    """When a positive comparison holds, None where that cannot be said."""
    match subject.type.family:
        case Family.TEXT:
            if all(isinstance(each, str) for each in values):
                return _text(subject, operator, [str(each) for each in values])
            number = Subject(
                Kind.READ_AS_NUMBER, subject.key, subject.name, DataType.FLOAT, subject.owner
            )
            numbers = _numbers(operator, values)
            return None if numbers is None else Among(number, False, numbers)
        case Family.NUMBER:
            numbers = _numbers(operator, values)
            if numbers is None:
                return None
            or_empty = lacking_counts and numbers.has(0)
            return Among(subject, or_empty, numbers.whole() if subject.type.is_whole else numbers)
        case Family.BOOLEAN:
            if not all(isinstance(each, bool) for each in values):
                return None
            wanted = Numbers.of(int(bool(each)) for each in values)
            return Among(subject, lacking_counts and False in values, wanted)
        case Family.DATE:
            inside = _inside(subject, operator, values, zone)
            if inside is not None and lacking_counts and operator in _MATCHES_NO_DATE:
                return either(NoTime(subject), inside)
            return inside


def _text(subject: Subject, operator: Operator, values: list[str]) -> Formula:
    wanted = frozenset(each.casefold() for each in values if each)
    if operator is Operator.IS:
        return Says(subject, How.IS, wanted) if wanted else FALSE
    how = _HOWS[operator]
    return either(*(Says(subject, how, frozenset({each})) for each in sorted(wanted)))


def _numbers(operator: Operator, values: tuple[Operand, ...]) -> Numbers | None:
    numbers: list[float] = []
    for value in values:
        if isinstance(value, ScoreChange):
            value = value.amount
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _EXACT:
            return None
        numbers.append(value)
    first = numbers[0]
    match operator:
        case Operator.IS:
            return Numbers.of(numbers)
        case Operator.AT_LEAST:
            return Numbers.between(first, INFINITE)
        case Operator.GREATER:
            return Numbers.between(first, INFINITE, has_low=False)
        case Operator.AT_MOST:
            return Numbers.between(-INFINITE, first)
        case Operator.LESS:
            return Numbers.between(-INFINITE, first, has_high=False)
        case Operator.BETWEEN:
            return Numbers.between(first, numbers[1])
        case _:
            return None


def _inside(
    subject: Subject, operator: Operator, values: tuple[Operand, ...], zone: ZoneInfo
) -> Formula | None:
    """When a time that is there lies where an operator wants it."""
    first = values[0]
    if isinstance(first, TimeFrame):
        begin, end = framed(first)
        return _from_to(subject, begin, end, zone)
    if isinstance(first, Duration):
        past, future = moved(first, -1), moved(first, 1)
        match operator:
            case Operator.IN_PAST:
                return _from_to(subject, past, later(NOW), zone)
            case Operator.IN_PAST_BEFORE:
                return _since(subject, past, zone, before=True)
            case Operator.IN_FUTURE:
                return _from_to(subject, later(NOW), later(future), zone)
            case _:
                return _since(subject, later(future), zone)
    ranges = [_range(each, zone) for each in values]
    known = [each for each in ranges if each is not None]
    if len(known) < len(ranges):
        return None
    match operator:
        case Operator.IS:
            return either(*(_from_to(subject, begin, end, zone) for begin, end in known))
        case Operator.BEFORE:
            return _since(subject, known[0][0], zone, before=True)
        case Operator.ON_OR_BEFORE:
            return _since(subject, known[0][1], zone, before=True)
        case Operator.AFTER:
            return _since(subject, known[0][1], zone)
        case Operator.ON_OR_AFTER:
            return _since(subject, known[0][0], zone)
        case Operator.BETWEEN:
            return _from_to(subject, known[0][0], known[1][1], zone)
        case _:
            return None


def _range(operand: Operand, zone: ZoneInfo) -> tuple[Edge, Edge] | None:
    """The first moment that is meant, and the first one after it."""
    match operand:
        case Day():
            return Fixed(midnight(operand.days, zone)), Fixed(midnight(operand.days + 1, zone))
        case Moment():
            return Fixed(operand.seconds), Fixed(operand.seconds + 1)
        case TokenUse() if operand.family is TokenFamily.SYSTEM and operand.default is None:
            if operand.key == "date":
                return Turn("day", 0), Turn("day", 1)
            if operand.key == "datetime":
                return NOW, later(NOW)
            return None
        case _:
            return None


def _from_to(subject: Subject, begin: Edge, end: Edge, zone: ZoneInfo) -> Formula:
    return both(_since(subject, begin, zone), _since(subject, end, zone, before=True))


def _since(subject: Subject, edge: Edge, zone: ZoneInfo, *, before: bool = False) -> Formula:
    if subject.type is DataType.DATE and isinstance(edge, Fixed):
        edge = Fixed(midnight_from(edge.seconds, zone))
    return Since(subject, edge, before)
