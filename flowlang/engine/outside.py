"""How activities from outside change a person: what they say was done is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.forms import parse
from flowlang.engine.groups import distinct_codes
from flowlang.engine.history import History, history_attribute
from flowlang.engine.machine import Machine
from flowlang.engine.memberships import join_program, put_status
from flowlang.engine.state import State
from flowlang.engine.vectors import EMPTY, Array, Mask, Plain, Rows, Text, Vector, put_vector
from flowlang.model.assets import Activity, Field, FieldKind, Program, StaticList, Status
from flowlang.model.instance import Instance
from flowlang.names import name_key
from flowlang.people import cells
from flowlang.people.dataset import Dataset

_OWN_FIELDS = {
    "change_owner": "lead_owner",
    "change_partition": "lead_partition",
    "change_revenue_stage": "revenue_stage",
}

CHANGING = (
    "change_data_value",
    "change_score",
    *_OWN_FIELDS,
    "add_to_list",
    "remove_from_list",
    "change_program_status",
    "change_program_member_data",
    "delete_person",
)
"""The activity types whose activities change the person."""

NEW_VALUE, NEW_STATUS, SUCCESS, ATTRIBUTE = "newvalue", "newstatus", "success", "attribute"


class Effect(Protocol):
    """What activities of one type that name one thing do to people."""

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Change some people; each has an activity with one of the values, by place."""


def effects_of(
    activity: Activity, history: History, state: State
) -> Iterator[tuple[Array, Effect]]:
    """The effects of some activities of one type, and the places of those that have each."""
    match activity.key:
        case "changedatavalue" | "changescore":
            for name, places in _by_text(history.asset):
                field = state.plan.instance.field(name_key(name))
                if field is not None:
                    yield places, _set_field(field, history.take(places), state)
        case "addtolist" | "removefromlist":
            adds = activity.key == "addtolist"
            for name, places in _by_text(history.asset):
                list_ = _named(name, state.plan.instance.lists)
                if list_ is not None:
                    yield places, _PutOnList(list_, adds)
        case "changeprogramstatus":
            yield from _statuses(history, state)
        case "changeprogrammemberdata":
            yield from _member_fields(history, state)
        case "deleteperson":
            yield np.arange(len(history.rows)), _Delete()
        case key:
            own = {name_key(name): field for name, field in _OWN_FIELDS.items()}
            field = state.plan.core_field(own[key]) if key in own else None
            if field is not None:
                yield np.arange(len(history.rows)), _set_field(field, history, state)


def _by_text(text: Text) -> Iterator[tuple[str, Array]]:
    """The distinct texts of a vector, and the places of each."""
    codes, _ = text.from_zero()
    for code in distinct_codes(codes):
        if code:
            yield text.words.texts[code - 1], np.flatnonzero(codes == code)


def _named(name: str, assets: tuple[StaticList, ...]) -> StaticList | None:
    """The list of a qualified name, or the only one of a bare name."""
    found = [each for each in assets if each.qualified_name == name]
    found = found or [each for each in assets if each.qualified_name.endswith(f".{name}")]
    return found[0] if len(found) == 1 else None


def read_cells(text: Text, type_: DataType, state: State) -> tuple[Vector, Mask]:
    """Texts as cells of a type, and where they are no values of it."""
    table = text.words.table("is an empty cell", cells.is_empty, True, np.bool_)
    empty: Mask = table[text.codes]
    if type_.family is Family.TEXT:
        found = Text(np.where(empty, EMPTY, text.codes).astype(np.int32), text.words)
        return found, np.zeros(len(text), np.bool_)
    values, fits = parse(text, type_, state.plan.instance.project.datetime_formats)
    return values, ~fits & ~empty


@dataclass(slots=True)
class _SetField:
    """Sets a field to what an activity says."""

    field: Field
    values: Vector
    unfit: Mask

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Set the field where the value is one of its type."""
        fit = ~self.unfit[values]
        machine.tell_unfit(self.field.label, int((~fit).sum()))
        machine.state.put(self.field, rows[fit], self.values.take(values[fit]))


def _set_field(field: Field, history: History, state: State) -> _SetField:
    told = history_attribute(history, NEW_VALUE, DataType.TEXT)
    assert isinstance(told, Text)
    return _SetField(field, *read_cells(told, field.type, state))


@dataclass(slots=True)
class _PutOnList:
    """Adds to a static list, or removes from it."""

    list: StaticList
    adds: bool

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Put people on the list, or take them off."""
        machine.state.list_members(self.list)[rows] = self.adds
        machine.state.lists_changed = True


@dataclass(slots=True)
class _SetStatus:
    """Makes people members of a program, with a status, whatever theirs was before."""

    program: Program
    status: Status

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Give the status, and success where it comes with it."""
        now = machine.now[rows]
        members = machine.state.program_members(self.program)
        join_program(members, machine.state, rows, now)
        put_status(members, machine.state, rows, now, self.status)


def _statuses(history: History, state: State) -> Iterator[tuple[Array, Effect]]:
    told = history_attribute(history, NEW_STATUS, DataType.TEXT)
    success = _successes(history)
    assert isinstance(told, Text)
    for name, places in _by_text(history.asset):
        program = next((each for each in state.plan.instance.programs if each.name == name), None)
        if program is None:
            continue
        for status_name, some in _by_text(told.take(places)):
            known = program.status(status_name)
            for wins in (True, False):
                fits = some[success[places[some]] == wins]
                if len(fits):
                    step = 0 if known is None else known.step
                    counts = wins or (known is not None and known.success)
                    yield places[fits], _SetStatus(program, Status(status_name, step, counts))


def _successes(history: History) -> Mask:
    """Where activities say that they are a success."""
    found = history_attribute(history, SUCCESS, DataType.BOOLEAN)
    assert isinstance(found, Plain)
    return found.values.astype(np.bool_) & ~found.empty


@dataclass(slots=True)
class _SetMemberField:
    """Sets a member field of those who are members."""

    program: Program
    field: Field
    values: Vector
    unfit: Mask

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Set the field where the value is one of its type."""
        state = machine.state
        members = state.program_members(self.program)
        fit = ~self.unfit[values]
        machine.tell_unfit(self.field.label, int((~fit).sum()))
        fit &= members.member[rows]
        put_vector(members.fields[self.field.key], rows[fit], self.values.take(values[fit]))
        state.programs_changed = True


def _member_fields(history: History, state: State) -> Iterator[tuple[Array, Effect]]:
    instance = state.plan.instance
    which = history_attribute(history, ATTRIBUTE, DataType.TEXT)
    told = history_attribute(history, NEW_VALUE, DataType.TEXT)
    assert isinstance(which, Text)
    assert isinstance(told, Text)
    for name, places in _by_text(history.asset):
        program = next((each for each in instance.programs if each.name == name), None)
        if program is None:
            continue
        for label, some in _by_text(which.take(places)):
            field = instance.field(name_key(label), FieldKind.MEMBER)
            if field is not None:
                at = places[some]
                values, unfit = read_cells(told.take(at), field.type, state)
                yield at, _SetMemberField(program, field, values, unfit)


@dataclass(slots=True)
class _Delete:
    """Deletes people, and all that would still happen to them."""

    def change(self, machine: Machine, rows: Rows, values: Array) -> None:
        """Delete people."""
        machine.forget(rows)


def give_columns(dataset: Dataset, instance: Instance) -> None:
    """See that every field that some activity of a dataset changes gets a column.

    Without one the change would be lost between a simulation and the next that begins from
    what it wrote.
    """
    numbers = {
        each.number: each.key
        for each in instance.activities
        if each.key in {name_key(name) for name in CHANGING}
    }
    own = {name_key(name): name_key(field) for name, field in _OWN_FIELDS.items()}
    touched: set[str] = set(dataset.schema.written)
    for number, asset in dataset.assets(numbers):
        kind = numbers[number]
        if kind in own:
            touched.add(own[kind])
        elif kind in ("changedatavalue", "changescore") and asset:
            field = instance.field(name_key(asset))
            if field is not None:
                touched.add(field.key)
    written = tuple(each.key for each in instance.fields if each.key in touched)
    dataset.schema = replace(dataset.schema, written=written)
