"""That a field is empty, as a claim, and comparisons that let such people in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Edit
from flowlang.linting.found import found, insertion, unsafe_fix
from flowlang.logic.logic import Claim, Logic
from flowlang.logic.paths import Given
from flowlang.model.assets import Field
from flowlang.model.filters import All, Any, Filter, Operator, Test
from flowlang.model.nearest import written
from flowlang.model.walk import all_filters

ALWAYS_FILLED = frozenset({"createdat", "updatedat"})
"""Keys of fields that Marketo fills for everybody."""

_ABOUT_EMPTY = (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY)
_NEGATIVE = (Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.NOT_STARTS_WITH)


def is_empty(field: Field) -> Claim:
    """The claim that a person's field is empty."""
    return Claim(Test(field.source, field.span, field, field.type, Operator.IS_EMPTY, ()))


def let_in_when_empty(
    filter_: Filter, given: Given, logic: Logic, wanted: Callable[[Test], bool]
) -> Iterator[tuple[Test, Field, Filter | None]]:
    """Those comparisons that are wanted which people pass without a value, with what is around.

    Denied ones are left out, and those about a field of which the filter itself says what is
    to happen where it is empty. Some such person surely gets through the whole filter.
    """
    asked = [each for each in _affirmed(filter_, None) if wanted(each[0])]
    settled = {
        each.subject
        for each in (all_filters(filter_) if asked else ())
        if isinstance(each, Test) and each.operator in _ABOUT_EMPTY
    }
    for test, around in asked:
        field = test.subject
        if (
            not isinstance(field, Field)
            or field in settled
            or field.key in ALWAYS_FILLED
            or test.operator in _NEGATIVE
        ):
            continue
        empty = is_empty(field)
        if logic.follows(test, [empty]) and logic.witness(Claim(filter_), empty, *given):
            yield test, field, around


def _affirmed(filter_: Filter, around: Filter | None) -> Iterator[tuple[Test, Filter | None]]:
    """The comparisons under `and` and `or` alone, and the nearest of those around each."""
    match filter_:
        case All() | Any():
            for item in filter_.items:
                yield from _affirmed(item, filter_)
        case Test():
            yield filter_, around
        case _:
            pass


def told_of_empty(test: Test, field: Field, around: Filter | None, message: str) -> Diagnostic:
    """That a comparison lets in people without a value; mended by asking for one beside it."""
    name = written(field.name)
    return found(
        test,
        message,
        help=f"add `and {name} is not empty`, or `or {name} is empty` if they are meant",
        fix=unsafe_fix(f"add `and {name} is not empty`", *_with_value(test, field, around)),
    )


def _with_value(test: Test, field: Field, around: Filter | None) -> tuple[Edit, ...]:
    """Ask for a value beside a comparison; `around` is the `and` or `or` it stands in."""
    asked = f" and {written(field.name)} is not empty"
    if around is None or isinstance(around, All):
        return (insertion(test.source, test.span.end, asked),)
    return (
        insertion(test.source, test.span.start, "("),
        insertion(test.source, test.span.end, f"{asked})"),
    )
