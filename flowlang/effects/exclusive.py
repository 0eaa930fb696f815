"""Whether several filters can hold together, as far as their plainest parts tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from flowlang.datatypes import Family
from flowlang.effects.decide import Known, decide_test
from flowlang.effects.reads import reads_of_filter
from flowlang.effects.things import Thing
from flowlang.model import filters
from flowlang.model.assets import Attribute, Field, StaticList
from flowlang.model.filters import Filter, Operator, Test

Asked = tuple[Filter | None, bool]
"""A filter, and whether it must hold or must not."""


class _Part(NamedTuple):
    """A filter without `and`, `or`, `not`, which must hold or must not."""

    filter: Filter
    holds: bool


def exclusive(asked: Iterable[Asked], apart: Collection[Thing] = ()) -> bool:
    """Whether there can be nobody of whom all is true; said only where it is certain.

    What is asked of the things in `apart` is left out: they change between one filter and
    the other.
    """
    parts = [
        part
        for filter_, holds in asked
        for part in _parts(filter_, holds)
        if not apart or _stays(part.filter, apart)
    ]
    return (
        any(isinstance(part.filter, filters.Everyone) and not part.holds for part in parts)
        or _tests_clash([part for part in parts if isinstance(part.filter, Test)])
        or _lists_clash([part for part in parts if isinstance(part.filter, filters.InList)])
    )


def _parts(filter_: Filter | None, holds: bool) -> Iterator[_Part]:
    """What must be so for a filter to hold, or not to, as far as it is a plain conjunction."""
    match filter_:
        case None:
            pass
        case filters.All() if holds:
            for item in filter_.items:
                yield from _parts(item, True)
        case filters.Any() if not holds:
            for item in filter_.items:
                yield from _parts(item, False)
        case filters.Not():
            yield from _parts(filter_.item, not holds)
        case filters.InSmartList(smart_lists=(only,)):
            yield from _parts(only.filter, holds)
        case filters.All() | filters.Any():
            pass
        case _:
            yield _Part(filter_, holds)


def _stays(filter_: Filter, apart: Collection[Thing]) -> bool:
    return all(read.thing not in apart for read in reads_of_filter(filter_))


def _tests_clash(parts: list[_Part]) -> bool:
    """Whether comparisons of one field or attribute rule each other out."""
    by_subject: dict[object, list[_Part]] = {}
    for part in parts:
        assert isinstance(part.filter, Test)
        subject = part.filter.subject
        key = subject.key if isinstance(subject, Attribute) else subject
        by_subject.setdefault(key, []).append(part)
    return any(
        _values_clash(group) or _bounds_clash(group)
        for group in by_subject.values()
        if len(group) > 1
    )


def _values_clash(group: list[_Part]) -> bool:
    """Whether one comparison leaves a few values, and another one allows none of them."""
    for part in group:
        left = _only_values(part)
        if left is not None and all(
            any(_refuses(other, value) for other in group) for value in left
        ):
            return True
    return False


def _only_values(part: _Part) -> list[Known] | None:
    """The values that a comparison leaves, where they are few and known."""
    test = part.filter
    assert isinstance(test, Test)
    if test.operator is (Operator.IS_EMPTY if part.holds else Operator.IS_NOT_EMPTY):
        return [None]
    if test.operator is not (Operator.IS if part.holds else Operator.IS_NOT):
        return None
    values: list[Known] = []
    for value in test.values:
        if not isinstance(value, str | int | float | bool):
            return None
        values.append(value)
    lacking = isinstance(test.subject, Field) and test.type.family is not Family.TEXT
    # An empty number is 0 and an empty boolean false, where a field is compared.
    if lacking and any(not value for value in values):
        values.append(None)
    return values


def _refuses(part: _Part, value: Known) -> bool:
    test = part.filter
    assert isinstance(test, Test)
    lacking = isinstance(test.subject, Field)
    return decide_test(test, value, lacking_counts=lacking) is (not part.holds)


_LOWER = (Operator.AT_LEAST, Operator.GREATER)
_UPPER = (Operator.AT_MOST, Operator.LESS)


def _bounds_clash(group: list[_Part]) -> bool:
    """Whether a number would have to be at least something and less than that."""
    lowest, lowest_open = float("-inf"), False
    highest, highest_open = float("inf"), False
    for part in group:
        test = part.filter
        assert isinstance(test, Test)
        if not all(isinstance(each, int | float) for each in test.values) or not test.values:
            continue
        if isinstance(test.subject, Attribute) and not part.holds:
            # An activity that lacks the attribute is on neither side.
            continue
        bounds = [each for each in test.values if isinstance(each, int | float)]
        operator = test.operator
        if operator is Operator.BETWEEN and part.holds:
            lowest, lowest_open = max((lowest, lowest_open), (bounds[0], False))
            highest, negative = min((highest, not highest_open), (bounds[1], True))
            highest_open = not negative
        elif operator in (_LOWER if part.holds else _UPPER):
            is_open = operator is (Operator.GREATER if part.holds else Operator.AT_MOST)
            lowest, lowest_open = max((lowest, lowest_open), (bounds[0], is_open))
        elif operator in (_UPPER if part.holds else _LOWER):
            is_open = operator is (Operator.LESS if part.holds else Operator.AT_LEAST)
            highest, negative = min((highest, not highest_open), (bounds[0], not is_open))
            highest_open = not negative
    return lowest > highest or (lowest == highest and (lowest_open or highest_open))


def _lists_clash(parts: list[_Part]) -> bool:
    """Whether somebody would have to be in a list and not in it."""
    out: set[StaticList] = set()
    for part in parts:
        assert isinstance(part.filter, filters.InList)
        if not part.holds:
            out.update(part.filter.lists)
    return any(
        part.holds and isinstance(part.filter, filters.InList) and out.issuperset(part.filter.lists)
        for part in parts
    )
