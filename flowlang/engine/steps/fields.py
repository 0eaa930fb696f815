"""Steps that change fields of the person: values, scores, lists."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.convert import convert
from flowlang.engine.distinct import compact
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.masks import all_of, places_of
from flowlang.engine.resolve import my_token, resolved
from flowlang.engine.steps.perform import perform
from flowlang.engine.vectors import Array, Mask, Plain, Text, Vector, Words, empty_vector
from flowlang.model.assets import Field
from flowlang.model.steps import AddToList, ChangeField, ChangeScore, RemoveFromList, Step
from flowlang.model.values import ScoreChange, Value
from flowlang.names import name_key
from flowlang.people.cells import read_whole

_LOWEST, _HIGHEST = -(2**31), 2**31 - 1

_OWN_ACTIVITIES = {
    name_key(field): activity
    for field, activity in (
        ("lead_owner", "change_owner"),
        ("lead_partition", "change_partition"),
        ("revenue_stage", "change_revenue_stage"),
    )
}
"""Fields whose changes are activities of their own."""


@perform.register
def _(step: ChangeField, machine: Machine, cohort: Cohort) -> Cohort:
    if step.value is None:
        _clear(step, machine, cohort)
    elif step.field.type is DataType.SCORE:
        _set_score_to(step, step.value, machine, cohort)
    else:
        _set(step, step.value, machine, cohort)
    return cohort


def changed_places(
    step: Step, value: Value, type_: DataType, old: Vector, machine: Machine, cohort: Cohort
) -> tuple[Array, Vector]:
    """The places in a cohort where a value differs from the old one, and the new values there.

    What comes to nothing, and what is no value of the type, changes nothing and is counted.
    """
    new, nothing, unfit = convert(resolved(value, machine.state, cohort), type_, machine.state)
    tell_unchanged(step, machine, cohort, nothing, unfit)
    if isinstance(old, Text) and isinstance(new, Text):
        # In the words of the column it can be compared with and written as it is.
        new = Text(new.recoded(old.words), old.words)
    places = np.flatnonzero(~same(old, new) & ~nothing & ~unfit)
    return places, new.take(places)


def tell_unchanged(
    step: Step, machine: Machine, cohort: Cohort, nothing: Mask, unfit: Mask
) -> None:
    """Count the people for whom a value is none."""
    message = "changed nothing: its value came to nothing"
    machine.warn("text-came-to-nothing", step, cohort, message, nothing)
    message = "changed nothing: the text is no value of the field's type"
    machine.warn("not-a-value", step, cohort, message, unfit)


def same(old: Vector, new: Vector) -> Mask:
    """Where two vectors of one type hold the same."""
    if isinstance(old, Text):
        assert isinstance(new, Text)
        return old.same(new)
    assert isinstance(new, Plain)
    return old.same(new)


def _set(step: ChangeField, value: Value, machine: Machine, cohort: Cohort) -> None:
    if isinstance(value, str) and value.strip():
        _set_text(step, value, machine, cohort)
        return
    state = machine.state
    old = state.column(step.field).take(cohort.rows)
    places, new = changed_places(step, value, step.field.type, old, machine, cohort)
    if not len(places):
        return
    changed = cohort if len(places) == len(cohort) else cohort.select(places)
    before = old if changed is cohort else old.take(places)
    state.put(step.field, changed.rows, new)
    _log_change(step, step.field, machine, changed, before, new)


def _set_text(step: ChangeField, text: str, machine: Machine, cohort: Cohort) -> None:
    """Set one text for everybody: a single code to compare with and to write."""
    state = machine.state
    column = state.column(step.field)
    assert isinstance(column, Text)
    code = column.words.code(text)
    old = column.codes[cohort.rows]
    differs = old != code
    if not differs.all():
        cohort, old = cohort.select(differs), old[differs]
    if not len(cohort):
        return
    state.put(step.field, cohort.rows, Text(np.full(len(old), code, np.int32), column.words))
    before = Attribute("Old Value", step.field.type, Text(old, column.words))
    after = Attribute("New Value", step.field.type, text)
    activity = _OWN_ACTIVITIES.get(step.field.key, "change_data_value")
    machine.log(step, cohort, activity, step.field.label, (before, after))


def _clear(step: ChangeField, machine: Machine, cohort: Cohort) -> None:
    state = machine.state
    places = np.flatnonzero(~state.is_empty(step.field, cohort.rows))
    if len(places):
        changed = cohort.select(places)
        old = state.column(step.field).take(changed.rows)
        state.put(step.field, changed.rows, empty_vector(step.field.type, len(places)))
        _log_change(step, step.field, machine, changed, old, None)


def _log_change(
    step: Step,
    field: Field,
    machine: Machine,
    cohort: Cohort,
    old: Vector,
    new: Vector | None,
) -> None:
    attributes = [Attribute("Old Value", field.type, old)]
    if new is not None:
        attributes.append(Attribute("New Value", field.type, new))
    activity = _OWN_ACTIVITIES.get(field.key, "change_data_value")
    machine.log(step, cohort, activity, field.label, tuple(attributes))


@perform.register
def _(step: ChangeScore, machine: Machine, cohort: Cohort) -> Cohort:
    change = _score_change(step, cohort)
    if change is None:
        every = np.ones(len(cohort), np.bool_)
        tell_unchanged(step, machine, cohort, every, ~every)
        return cohort
    old = _score(step.field, machine, cohort)
    if change.sets:
        amount = min(max(change.amount, _LOWEST), _HIGHEST)
        new = np.full(len(cohort), amount, np.int64)
    else:
        # Of few values, `clip` would take most of the time of this step.
        new = np.minimum(np.maximum(old.values + change.amount, _LOWEST), _HIGHEST)
    _write_score(step, step.field, machine, cohort, old, new, change)
    return cohort


def _score_change(step: ChangeScore, cohort: Cohort) -> ScoreChange | None:
    """The change that the step means in its context; None where a token has no value."""
    if isinstance(step.change, ScoreChange):
        return step.change
    value = my_token(step.change, cohort.context)
    if value is None and step.change.default is not None:
        value = step.change.default
    if isinstance(value, str):
        return read_score_change(value)
    return value if isinstance(value, ScoreChange) else None


def read_score_change(text: str) -> ScoreChange | None:
    """A text such as `+5` or `=5` as a change; None where it is none."""
    sign = text.strip()[:1]
    amount = read_whole(text.strip().removeprefix("="))
    if amount is None or sign not in ("+", "-", "="):
        return None
    return ScoreChange(sign == "=", amount)


def _score(field: Field, machine: Machine, cohort: Cohort) -> Plain:
    column = machine.state.column(field).take(cohort.rows)
    assert isinstance(column, Plain)
    return column


def _write_score(
    step: Step,
    field: Field,
    machine: Machine,
    cohort: Cohort,
    old: Plain,
    new: Array,
    change: ScoreChange | Text,
) -> None:
    """Write scores that differ. Empty counts as 0; only setting tells an empty one from 0."""
    differs = new != old.values
    if old.has_empty and (isinstance(change, Text) or change.sets):
        differs |= old.empty
    before = old.values
    told = change if isinstance(change, Text) else change.text
    if not all_of(differs):
        places = places_of(differs)
        if not len(places):
            return
        cohort, before, new = cohort.select(places), before[places], new[places]
        told = told.take(places) if isinstance(told, Text) else told
    after = Plain(new)
    machine.state.put(field, cohort.rows, after)
    machine.log(
        step,
        cohort,
        "change_score",
        field.label,
        (
            Attribute("Change Value", DataType.TEXT, told),
            Attribute("Old Value", field.type, Plain(before)),
            Attribute("New Value", field.type, after),
        ),
    )


def _set_score_to(step: ChangeField, value: Value, machine: Machine, cohort: Cohort) -> None:
    """Set scores to what a value comes to for each person."""
    found = resolved(value, machine.state, cohort)
    new, nothing, unfit = convert(found, DataType.SCORE, machine.state)
    tell_unchanged(step, machine, cohort, nothing, unfit)
    places = np.flatnonzero(~nothing & ~unfit)
    some = cohort.select(places)
    assert isinstance(new, Plain)
    amounts = Plain(np.clip(new.values[places], _LOWEST, _HIGHEST))
    told = _set_texts(amounts)
    old = _score(step.field, machine, some)
    _write_score(step, step.field, machine, some, old, amounts.values, told)


def _set_texts(amounts: Plain) -> Text:
    """`=5` for each amount."""
    distinct, places = compact(amounts)
    words = Words(f"={int(each)}" for each in distinct)
    return Text(np.asarray(places, np.int32), words)


@perform.register
def _(step: AddToList, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.list_members(step.list)
    added = cohort.select(~members[cohort.rows])
    if len(added):
        members[added.rows] = True
        machine.state.lists_changed = True
        machine.log(step, added, "add_to_list", step.list.qualified_name)
    return cohort


@perform.register
def _(step: RemoveFromList, machine: Machine, cohort: Cohort) -> Cohort:
    members = machine.state.list_members(step.list)
    removed = cohort.select(members[cohort.rows])
    if len(removed):
        members[removed.rows] = False
        machine.state.lists_changed = True
        machine.log(step, removed, "remove_from_list", step.list.qualified_name)
    return cohort
