"""How things stand for one person when everything has happened."""

from __future__ import annotations

import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.engine.machine import Machine
from flowlang.engine.state import State
from flowlang.engine.vectors import from_arrow
from flowlang.model.assets import Program
from flowlang.trace.steps import wait_of
from flowlang.trace.story import Change, Ending, Person, Waiting
from flowlang.trace.values import NOTHING, Cell, cell
from flowlang.trace.words import place


def person_told(state: State, row: int) -> Person:
    """Whose story it is, by what the person was called when it began."""
    return Person(
        str(state.partition.ids[row].as_py()),
        _text(state, row, "email"),
        " ".join(filter(None, (_text(state, row, "firstname"), _text(state, row, "lastname"))))
        or None,
    )


def _text(state: State, row: int, key: str) -> str | None:
    array = state.partition.fields.get(key)
    if array is None:
        return None
    value = array[row].as_py()
    return value if isinstance(value, str) else None


def ending_told(machine: Machine, row: int) -> Ending:
    """What is different from the beginning, and what is left to happen."""
    state = machine.state
    ending = Ending(deleted=bool(state.deleted[row]))
    ending.changes = [each for each in _fields(state, row) if each.old != each.new]
    _lists(state, row, ending)
    ending.statuses = [each for each in _statuses(state, row) if each.old != each.new]
    ending.waiting = waiting_told(state, row)
    number = state.partition.first_row + row
    for stopped in machine.summary.stopped:
        if stopped.row == number:
            ending.cycle = stopped.cycle
    return ending


def _fields(state: State, row: int) -> list[Change]:
    zone = state.plan.calendar.zone
    found = []
    for field in state.plan.instance.fields:
        if field.key in state.changed:
            array = state.partition.fields.get(field.key)
            old = (
                NOTHING
                if array is None
                else cell(from_arrow(array.slice(row, 1), field.type), 0, field.type, zone)
            )
            found.append(
                _change(field.label, old, cell(state.column(field), row, field.type, zone))
            )
    return found


def _change(name: str, old: Cell, new: Cell) -> Change:
    return Change(name, old.value, new.value, old.told, new.told)


def _lists(state: State, row: int, ending: Ending) -> None:
    table = state.partition.lists
    mine = table.filter(pc.equal(table["person"], row))
    before = set(mine["list"].to_pylist())
    for list_, members in state.lists.items():
        was, is_ = state.plan.list_numbers[list_] in before, bool(members[row])
        if was != is_:
            (ending.joined if is_ else ending.left).append(list_.qualified_name)
    ending.joined.sort()
    ending.left.sort()


def _statuses(state: State, row: int) -> list[Change]:
    zone = state.plan.calendar.zone
    found = []
    for program, members in state.memberships.items():
        is_member = bool(members.member[row])
        new = cell(members.status, row, DataType.TEXT, zone) if is_member else NOTHING
        found.append(_change(program.name, _status_before(state, row, program), new))
    return sorted(found, key=lambda each: each.name)


def _status_before(state: State, row: int, program: Program) -> Cell:
    table = state.partition.programs
    number = state.plan.program_numbers[program]
    mine = table.filter(pc.and_(pc.equal(table["person"], row), pc.equal(table["program"], number)))
    if not mine.num_rows:
        return NOTHING
    vector = from_arrow(mine["status"], DataType.TEXT)
    return cell(vector, 0, DataType.TEXT, state.plan.calendar.zone)


def waiting_told(state: State, row: int) -> list[Waiting]:
    """Where a person waits, in the order in which the waits began."""
    found = []
    for waits_at, until in state.trips.of_person(row):
        campaign = state.plan.instance.campaigns[waits_at.campaign]
        step = wait_of(campaign, waits_at.wait)
        assert step is not None
        spot = place(step.source, step.span)
        found.append(Waiting(campaign.qualified_name, step.path, spot, until))
    return found
