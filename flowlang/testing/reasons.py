"""Why a filter does not hold for a person: its parts that are to blame, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType, Family
from flowlang.engine.forms import text_form
from flowlang.engine.resolve import operands
from flowlang.model.assets import Field
from flowlang.model.filters import All, Any, Filter, Not, Operator, Test
from flowlang.testing.results import Part
from flowlang.testing.world import World


def parts_of(filter_: Filter, world: World, person: str) -> list[Part]:
    """The parts of a filter because of which it does not hold for a person."""
    return list(_parts(filter_, world, person, True))


def _parts(filter_: Filter, world: World, person: str, wanted: bool) -> Iterator[Part]:
    """The parts that are not as wanted; those of a part that is as wanted say nothing."""
    if world.holds(filter_, person) is wanted:
        return
    match filter_:
        case All() | Any():
            for item in filter_.items:
                yield from _parts(item, world, person, wanted)
        case Not():
            yield from _parts(filter_.item, world, person, not wanted)
        case Test():
            yield Part(filter_.span, _compared(filter_, world, person, wanted))
        case _:
            yield Part(filter_.span, "does not hold" if wanted else "holds")


def _compared(test: Test, world: World, person: str, wanted: bool) -> str:
    """Both sides of a comparison."""
    assert isinstance(test.subject, Field)
    value = world.value_of(world.row(person), test.subject)
    found = f"found {_told(value, test.type, world)}"
    if not wanted or test.operator in (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY):
        return found
    state = world.state
    right = operands(test.values, test.type, state, None, world.now)
    told = ", ".join(_told(each, test.type, world) for each in right)
    operator = "" if test.operator is Operator.IS else f"{test.operator.value} "
    return f"{found}, wanted {operator}{told}"


def _told(value: object, type_: DataType, world: World) -> str:
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool | int | float) and type_.family is not Family.TEXT:
        return text_form(value, type_, world.state.plan.calendar.zone)
    return str(value)
