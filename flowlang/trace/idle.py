"""Why a step did nothing, where the log says that it did not."""

from __future__ import annotations

from functools import singledispatch

from flowlang.engine.cohort import Cohort
from flowlang.engine.state import State
from flowlang.model import steps
from flowlang.model.assets import Field
from flowlang.trace.values import cell


def why_idle(step: steps.Step, state: State, cohort: Cohort) -> str:
    """Why nothing happened to one person at a step that was done."""
    return _why(step, state, cohort)


@singledispatch
def _why(step: steps.Step, state: State, cohort: Cohort) -> str:
    return "nothing to be done"


@_why.register
def _(step: steps.DoNothing, state: State, cohort: Cohort) -> str:
    return "nothing, on purpose"


@_why.register
def _(step: steps.ChangeField, state: State, cohort: Cohort) -> str:
    return _already(step.field, state, cohort)


@_why.register
def _(step: steps.ChangeScore, state: State, cohort: Cohort) -> str:
    return _already(step.field, state, cohort)


def _already(field: Field, state: State, cohort: Cohort) -> str:
    row = int(cohort.rows[0])
    found = cell(state.column(field), row, field.type, state.plan.calendar.zone)
    return f"{field.label} stays {found.told}"


@_why.register
def _(step: steps.ChangeMember, state: State, cohort: Cohort) -> str:
    row = int(cohort.rows[0])
    column = state.program_members(step.program).fields[step.field.key]
    found = cell(column, row, step.field.type, state.plan.calendar.zone)
    return f"{step.field.label} stays {found.told}"


@_why.register
def _(step: steps.AddToList, state: State, cohort: Cohort) -> str:
    return "is on the list already"


@_why.register
def _(step: steps.RemoveFromList, state: State, cohort: Cohort) -> str:
    return "is not on the list"


@_why.register
def _(step: steps.ChangeProgramStatus, state: State, cohort: Cohort) -> str:
    return "has that status already"


@_why.register
def _(step: steps.ChangeProgramSuccess, state: State, cohort: Cohort) -> str:
    return "is so already"


@_why.register
def _(step: steps.AddToEngagement, state: State, cohort: Cohort) -> str:
    return "is in that stream already"


@_why.register
def _(step: steps.ChangeEngagementStream, state: State, cohort: Cohort) -> str:
    return "is in that stream already"


@_why.register
def _(step: steps.ChangeEngagementCadence, state: State, cohort: Cohort) -> str:
    return "has that cadence already"


@_why.register
def _(step: steps.RemoveFromFlow, state: State, cohort: Cohort) -> str:
    return "does not wait there"
