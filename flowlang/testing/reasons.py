"""Why a filter does not hold for a person: its parts that are to blame, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType, Family
from flowlang.engine.forms import text_form
from flowlang.engine.resolve import operands
from flowlang.model.filters import All, Any, Filter, Not, Operator, Test
from flowlang.model.values import Day, Duration, Moment, TimeFrame
from flowlang.people import cells
from flowlang.testing.results import Part
from flowlang.testing.world import World
from flowlang.trace.questions import Asker
from flowlang.trace.story import Question
from flowlang.trace.values import moment_told, quoted


def parts_of(filter_: Filter, world: World, person: str) -> list[Part]:
    """The parts of a filter because of which it does not hold for a person."""
    asker = Asker(world.state, world.row(person), world.now, None)
    return list(_parts(filter_, asker.ask(filter_), world, wanted=True))


def _parts(filter_: Filter, told: Question, world: World, *, wanted: bool) -> Iterator[Part]:
    """The parts that are not as wanted; those of a part that is as wanted say nothing."""
    if told.holds is wanted:
        return
    match filter_:
        case All() | Any():
            for item, part in zip(filter_.items, told.parts, strict=True):
                yield from _parts(item, part, world, wanted=wanted)
        case Not():
            yield from _parts(filter_.item, told.parts[0], world, wanted=not wanted)
        case Test():
            found = f"found {told.detail}{_right(filter_, world) if wanted else ''}"
            yield Part(filter_.span, found)
        case _:
            said = "does not hold" if wanted else "holds"
            notes = tuple(_notes(told)) if wanted else ()
            yield Part(filter_.span, told.detail or said, notes)


def _right(test: Test, world: World) -> str:
    """The other side of a comparison."""
    if test.operator in (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY):
        return ""
    state = world.state
    values = operands(test.values, test.type, state, None, world.now)
    joint = " and " if test.operator is Operator.BETWEEN else ", "
    told = joint.join(_told(each, test.type, world) for each in values)
    operator = "" if test.operator is Operator.IS else f"{test.operator.value} "
    return f", wanted {operator}{told}"


def _told(value: object, type_: DataType, world: World) -> str:
    match value:
        case str():
            return quoted(value)
        case Day():
            return cells.write_day(value.days)
        case Moment():
            return moment_told(value.seconds, world.state.plan.calendar.zone)
        case Duration():
            unit = value.unit.value
            return f"{value.amount} {unit if value.amount == 1 else f'{unit}s'}"
        case TimeFrame():
            return quoted(value.value)
        case bool() | int() | float() if type_.family is not Family.TEXT:
            return text_form(value, type_, world.state.plan.calendar.zone)
        case _:
            return str(value)


def _notes(told: Question) -> Iterator[str]:
    """What stands behind a predicate, such as the filter of a smart list, and does not hold."""
    for part in told.parts:
        if part.holds:
            continue
        if part.kind not in ("all", "any", "smart_list", "segment") and part.detail:
            yield f"{part.text}: {part.detail} ({part.place.file}:{part.place.line})"
        yield from _notes(part)
