"""Operators: which entries of a vector a comparison holds for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Calendar, Now
from flowlang.engine.vectors import Mask, Plain, Text, Times, Vector
from flowlang.model.filters import Operator
from flowlang.model.values import Day, Duration, Moment, ScoreChange, TimeFrame
from flowlang.people import cells

Operand = str | int | float | bool | Day | Moment | ScoreChange | Duration | TimeFrame
"""A value to compare with, every token in it resolved."""

_NEGATIVE = {
    Operator.IS_NOT: Operator.IS,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_STARTS_WITH: Operator.STARTS_WITH,
}
_MATCHES_NO_DATE = (Operator.BEFORE, Operator.ON_OR_BEFORE, Operator.IN_PAST_BEFORE)


def holds(
    vector: Vector,
    type_: DataType,
    operator: Operator,
    operands: Sequence[Operand],
    now: Now,
    calendar: Calendar,
    *,
    lacking_counts: bool = True,
) -> Mask:
    """Where a comparison holds.

    `lacking_counts` tells that an empty number counts as 0, an empty boolean as false and an
    empty date as before everything, as for a person's fields; for what an activity lacks
    none of this is so.
    """
    if operator is Operator.IS_EMPTY:
        return vector.empty
    if operator is Operator.IS_NOT_EMPTY:
        return ~vector.empty
    positive = _NEGATIVE.get(operator)
    if positive is not None:
        return ~holds(
            vector, type_, positive, operands, now, calendar, lacking_counts=lacking_counts
        )
    if isinstance(vector, Text):
        texts = [each for each in operands if isinstance(each, str)]
        if len(texts) == len(operands):
            return _text(vector, operator, texts)
        return _number(_read_numbers(vector), operator, operands, lacking_counts=False)
    if type_ is DataType.BOOLEAN:
        return _boolean(vector, operands, lacking_counts=lacking_counts)
    if type_.family is Family.DATE:
        seconds = calendar.midnights(vector.values) if type_ is DataType.DATE else vector.values
        found = date_holds(seconds, operator, operands, now, calendar)
        if vector.has_empty:
            found[vector.empty] = lacking_counts and operator in _MATCHES_NO_DATE
        return found
    return _number(vector, operator, operands, lacking_counts=lacking_counts)


def _text(vector: Text, operator: Operator, operands: list[str]) -> Mask:
    """Texts compare without regard to case; an empty operand fits nobody."""
    wanted = tuple(each.casefold() for each in operands if each)
    return vector.where(
        (operator, wanted), lambda text: _text_holds(text.casefold(), operator, wanted)
    )


def _text_holds(text: str, operator: Operator, wanted: tuple[str, ...]) -> bool:
    """Whether an operator holds for a text and any of some others, all in one case."""
    match operator:
        case Operator.IS:
            return text in wanted
        case Operator.CONTAINS:
            return any(each in text for each in wanted)
        case Operator.STARTS_WITH:
            return text.startswith(wanted)
        case Operator.ENDS_WITH:
            return text.endswith(wanted)
        case _:
            raise AssertionError(operator)


def _read_numbers(vector: Text) -> Plain:
    """Texts as numbers, where they read as such."""
    table = vector.words.table("number", cells.read_number, None, object)
    values = table.astype(np.float64)[vector.codes]
    empty = np.isnan(values)
    return Plain(np.where(empty, 0.0, values), empty)


def _boolean(vector: Plain, operands: Sequence[Operand], *, lacking_counts: bool) -> Mask:
    found = np.zeros(len(vector), np.bool_)
    for operand in operands:
        same = vector.values == bool(operand)
        if vector.has_empty:
            same = same & ~vector.empty
            if lacking_counts and not operand:
                same = same | vector.empty
        found |= same
    return found


def _number(
    vector: Plain, operator: Operator, operands: Sequence[Operand], *, lacking_counts: bool
) -> Mask:
    """Numbers; empty entries hold 0, which is what they count as where they count."""
    values = vector.values
    numbers = [_as_number(each) for each in operands]
    found: Mask
    match operator:
        case Operator.IS:
            found = values == numbers[0]
            for each in numbers[1:]:
                found = found | (values == each)
        case Operator.AT_LEAST:
            found = values >= numbers[0]
        case Operator.AT_MOST:
            found = values <= numbers[0]
        case Operator.GREATER:
            found = values > numbers[0]
        case Operator.LESS:
            found = values < numbers[0]
        case Operator.BETWEEN:
            found = (values >= numbers[0]) & (values <= numbers[1])
        case _:
            raise AssertionError(operator)
    if vector.has_empty and not lacking_counts:
        found = found & ~vector.empty
    return found


def _as_number(operand: Operand) -> float:
    if isinstance(operand, ScoreChange):
        return operand.amount
    if isinstance(operand, str):
        number = cells.read_number(operand)
        return float("nan") if number is None else number
    assert isinstance(operand, int | float)
    return operand


def date_holds(
    seconds: Times, operator: Operator, operands: Sequence[Operand], now: Now, calendar: Calendar
) -> Mask:
    """Where a moment stands to dates, to stretches of time, and to now.

    A day that is written stands for all its seconds.
    """
    found: Mask
    match operator:
        case Operator.IS:
            found = np.zeros(len(seconds), np.bool_)
            for operand in operands:
                first, after = _range(operand, calendar)
                found |= (seconds >= first) & (seconds < after)
        case Operator.BEFORE:
            found = seconds < _range(operands[0], calendar)[0]
        case Operator.AFTER:
            found = seconds >= _range(operands[0], calendar)[1]
        case Operator.ON_OR_BEFORE:
            found = seconds < _range(operands[0], calendar)[1]
        case Operator.ON_OR_AFTER:
            found = seconds >= _range(operands[0], calendar)[0]
        case Operator.BETWEEN:
            first, after = _range(operands[0], calendar)[0], _range(operands[1], calendar)[1]
            found = (seconds >= first) & (seconds < after)
        case _:
            first_, last = relative_range(operator, operands[0], now, calendar)
            found = (seconds >= first_) & (seconds <= last)
    return found


_FIRST, _LAST = np.iinfo(np.int64).min + 1, np.iinfo(np.int64).max


Stretch = tuple[Now, Now]
"""The first and the last second of a stretch of time, the same for all or for each."""


def relative_range(operator: Operator, operand: Operand, now: Now, calendar: Calendar) -> Stretch:
    """The first and the last second of a stretch that is measured from now."""
    if isinstance(operand, TimeFrame):
        first, after = calendar.frame(operand, now)
        return first, after - 1
    assert isinstance(operand, Duration)
    if operator in (Operator.IN_PAST, Operator.IN_PAST_BEFORE):
        edge = calendar.shift(now, operand, -1)
        return (edge, now) if operator is Operator.IN_PAST else (_FIRST, edge - 1)
    edge = calendar.shift(now, operand)
    return (now + 1, edge) if operator is Operator.IN_FUTURE else (edge + 1, _LAST)


def _range(operand: Operand, calendar: Calendar) -> tuple[int, int]:
    """The first second that a written date or moment means, and the first one after it."""
    if isinstance(operand, Day):
        return calendar.midnight(operand.days), calendar.midnight(operand.days + 1)
    assert isinstance(operand, Moment)
    return operand.seconds, operand.seconds + 1


def window_range(
    operator: Operator, operands: Sequence[Operand], now: Now, calendar: Calendar
) -> list[Stretch]:
    """The stretches, first and last second, in which a window looks for activities."""
    match operator:
        case Operator.IS:
            ranges = (_range(each, calendar) for each in operands)
            return [(first, after - 1) for first, after in ranges]
        case Operator.BEFORE:
            return [(_FIRST, _range(operands[0], calendar)[0] - 1)]
        case Operator.AFTER:
            return [(_range(operands[0], calendar)[1], _LAST)]
        case Operator.ON_OR_BEFORE:
            return [(_FIRST, _range(operands[0], calendar)[1] - 1)]
        case Operator.ON_OR_AFTER:
            return [(_range(operands[0], calendar)[0], _LAST)]
        case Operator.BETWEEN:
            first, after = _range(operands[0], calendar)[0], _range(operands[1], calendar)[1]
            return [(first, after - 1)]
        case _:
            return [relative_range(operator, operands[0], now, calendar)]
