"""Steps that change what a person is in a program."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.memberships import join_program, put_status
from flowlang.engine.state import Memberships
from flowlang.engine.steps.fields import changed_places
from flowlang.engine.steps.perform import perform
from flowlang.engine.vectors import (
    NEVER,
    Mask,
    Rows,
    Text,
    Vector,
    constant_text,
    empty_vector,
    put_vector,
)
from flowlang.model.assets import Program, Status
from flowlang.model.steps import (
    AddToEngagement,
    ChangeEngagementCadence,
    ChangeEngagementStream,
    ChangeMember,
    ChangeProgramStatus,
    ChangeProgramSuccess,
    Step,
)

NOT_A_MEMBER = "not_a_member"
EARLIER_STATUS = "earlier_status"
NORMAL = "normal"


def _members_only(
    step: Step,
    program: Program,
    activity: str,
    attributes: tuple[Attribute, ...],
    machine: Machine,
    cohort: Cohort,
) -> Cohort:
    """The members among a cohort; the step is skipped for the others."""
    member = machine.state.program_members(program).member[cohort.rows]
    if member.all():
        return cohort
    strangers = cohort.select(~member)
    machine.skip(step, strangers, activity, program.name, NOT_A_MEMBER, attributes)
    return cohort.select(member)


@perform.register
def _(step: ChangeMember, machine: Machine, cohort: Cohort) -> Cohort:
    name = (Attribute("Attribute", DataType.TEXT, step.field.label),)
    activity = "change_program_member_data"
    members = _members_only(step, step.program, activity, name, machine, cohort)
    column = machine.state.program_members(step.program).fields[step.field.key]
    old = column.take(members.rows)
    new: Vector
    if step.value is None:
        places = np.flatnonzero(~old.empty)
        new = empty_vector(step.field.type, len(places))
    else:
        places, new = changed_places(step, step.value, step.field.type, old, machine, members)
    if len(places):
        changed = members.select(places)
        put_vector(column, changed.rows, new)
        machine.state.programs_changed = True
        values = (
            Attribute("Old Value", step.field.type, old.take(places)),
            Attribute("New Value", step.field.type, new),
        )
        machine.log(step, changed, activity, step.program.name, (*name, *values))
    return cohort


@perform.register
def _(step: ChangeProgramStatus, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.program_members(step.program)
    rows = cohort.rows
    backwards = _is_later(step.program, step.status, members, rows)
    told = Attribute("New Status", DataType.TEXT, step.status.name)
    success = Attribute("Success", DataType.BOOLEAN, step.status.success)
    activity = "change_program_status"
    if backwards.any():
        late = cohort.select(backwards)
        old = Attribute("Old Status", DataType.TEXT, members.status.take(late.rows))
        machine.skip(step, late, activity, step.program.name, EARLIER_STATUS, (old, told, success))
    wanted = constant_text(step.status.name, len(rows))
    same = members.member[rows] & members.status.take(rows).same(wanted)
    changed = cohort.select(~backwards & ~same)
    if len(changed):
        old = Attribute("Old Status", DataType.TEXT, members.status.take(changed.rows))
        times = changed.times
        join_program(members, machine.state, changed.rows, times)
        put_status(members, machine.state, changed.rows, times, step.status)
        machine.log(step, changed, activity, step.program.name, (old, told, success))
    return cohort


def _is_later(program: Program, status: Status, members: Memberships, rows: Rows) -> Mask:
    """Who has a status that comes after another one; a status nobody knows comes first."""
    steps = {each.name: each.step for each in program.statuses}
    return members.member[rows] & members.status.take(rows).where(
        ("later", program, status.name),
        lambda text: steps.get(text, status.step) > status.step,
    )


@perform.register
def _(step: ChangeProgramSuccess, machine: Machine, cohort: Cohort) -> Cohort:
    told = (Attribute("New Value", DataType.BOOLEAN, step.value),)
    activity = "change_program_success"
    some = _members_only(step, step.program, activity, told, machine, cohort)
    members = machine.state.program_members(step.program)
    changed = some.select(members.success[some.rows] != step.value)
    if len(changed):
        members.success[changed.rows] = step.value
        members.success_date[changed.rows] = changed.times if step.value else NEVER
        machine.state.programs_changed = True
        machine.log(step, changed, activity, step.program.name, told)
    return cohort


@perform.register
def _(step: AddToEngagement, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.program_members(step.program)
    wanted = constant_text(step.stream, len(cohort))
    same = members.member[cohort.rows] & members.stream.take(cohort.rows).same(wanted)
    changed = cohort.select(~same)
    if len(changed):
        fresh = join_program(members, machine.state, changed.rows, changed.times)
        first = min(step.program.statuses, key=lambda status: status.step)
        put_status(members, machine.state, fresh, machine.now[fresh], first)
        members.stream.put(changed.rows, constant_text(step.stream, len(changed)))
        idle = changed.rows[members.cadence.take(changed.rows).empty]
        members.cadence.put(idle, constant_text(NORMAL, len(idle)))
        machine.state.programs_changed = True
        told = (Attribute("Stream", DataType.TEXT, step.stream),)
        machine.log(step, changed, "add_to_engagement", step.program.name, told)
    return cohort


@perform.register
def _(step: ChangeEngagementStream, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.program_members(step.program)
    told = (Attribute("Stream", DataType.TEXT, step.stream),)
    activity = "change_engagement_stream"
    some = _members_only(step, step.program, activity, told, machine, cohort)
    _change_text(step, members.stream, step.stream, activity, told, step.program, machine, some)
    return cohort


@perform.register
def _(step: ChangeEngagementCadence, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.program_members(step.program)
    told = (Attribute("Cadence", DataType.TEXT, step.cadence),)
    activity = "change_engagement_cadence"
    some = _members_only(step, step.program, activity, told, machine, cohort)
    _change_text(step, members.cadence, step.cadence, activity, told, step.program, machine, some)
    return cohort


def _change_text(
    step: Step,
    column: Text,
    value: str,
    activity: str,
    told: tuple[Attribute, ...],
    program: Program,
    machine: Machine,
    cohort: Cohort,
) -> None:
    """Write a text of a membership where it differs."""
    changed = cohort.select(~column.take(cohort.rows).same(constant_text(value, len(cohort))))
    if len(changed):
        column.put(changed.rows, constant_text(value, len(changed)))
        machine.state.programs_changed = True
        machine.log(step, changed, activity, program.name, told)
