"""What steps write."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from flowlang.effects.things import Facet, Thing, field_thing, list_thing, program_thing
from flowlang.model import steps
from flowlang.model.steps import Step
from flowlang.model.values import ScoreChange, Template, TokenUse, Value

Scalar = str | int | float | bool | tuple[int]
"""A value that is the same for everybody; days and moments are tuples."""


class How(Enum):
    """How a step writes a thing."""

    SETS = "sets"
    EMPTIES = "empties"
    ADDS = "adds"
    COMPUTES = "computes"


class Write(NamedTuple):
    """One thing that a step writes.

    `value` is what a step sets, or adds, for everybody alike; None where it empties, and where
    a token says what it is.
    """

    thing: Thing
    step: Step
    how: How
    value: Scalar | None = None

    @property
    def is_constant(self) -> bool:
        """Whether the thing is the same for everybody afterwards."""
        return self.how in (How.SETS, How.EMPTIES)


def writes_of_step(step: Step) -> Iterator[Write]:
    """What a step writes when it does anything; the steps inside of a choice are not asked."""
    match step:
        case steps.ChangeField():
            yield from _set(field_thing(step.field), step, step.value)
        case steps.ChangeScore():
            yield from _change(field_thing(step.field), step, step.change)
        case steps.ChangeMember():
            yield from _set(field_thing(step.field, step.program), step, step.value)
        case steps.ChangeProgramStatus():
            program = step.program
            yield Write(program_thing(program, Facet.MEMBERSHIP), step, How.SETS, True)
            yield Write(program_thing(program, Facet.STATUS), step, How.SETS, step.status.name)
            if step.status.success:
                yield Write(program_thing(program, Facet.SUCCESS), step, How.SETS, True)
        case steps.ChangeProgramSuccess():
            yield Write(program_thing(step.program, Facet.SUCCESS), step, How.SETS, step.value)
        case steps.AddToList():
            yield Write(list_thing(step.list), step, How.SETS, True)
        case steps.RemoveFromList():
            yield Write(list_thing(step.list), step, How.SETS, False)
        case steps.AddToEngagement():
            yield Write(program_thing(step.program, Facet.MEMBERSHIP), step, How.SETS, True)
            yield Write(program_thing(step.program, Facet.STREAM), step, How.SETS, step.stream)
        case steps.ChangeEngagementStream():
            yield Write(program_thing(step.program, Facet.STREAM), step, How.SETS, step.stream)
        case steps.ChangeEngagementCadence():
            yield Write(program_thing(step.program, Facet.CADENCE), step, How.SETS, step.cadence)
        case _:
            pass


def _set(thing: Thing, step: Step, value: Value | None) -> Iterator[Write]:
    match value:
        case None:
            yield Write(thing, step, How.EMPTIES)
        case TokenUse() | Template():
            yield Write(thing, step, How.COMPUTES)
        case str() if not value.strip():
            # Blank text changes nothing.
            pass
        case ScoreChange():
            yield from _change(thing, step, value)
        case _:
            yield Write(thing, step, How.SETS, value)


def _change(thing: Thing, step: Step, change: ScoreChange | TokenUse) -> Iterator[Write]:
    """What a score change does; a token does what the one declared here does, by some amount."""
    if isinstance(change, TokenUse):
        declared = None if change.declared is None else change.declared.value
        sets = isinstance(declared, ScoreChange) and declared.sets
        yield Write(thing, step, How.COMPUTES if sets else How.ADDS)
    elif change.sets:
        yield Write(thing, step, How.SETS, change.amount)
    elif change.amount:
        yield Write(thing, step, How.ADDS, change.amount)
