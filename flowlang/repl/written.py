"""What is known of a person, and what has changed, in the words of a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.vectors import Text, Vector
from flowlang.model.bind_alone import bind_lone_statements
from flowlang.model.nearest import written
from flowlang.names import name_key
from flowlang.people import cells
from flowlang.repl.logged import before_session
from flowlang.repl.scene import Scene
from flowlang.source import Source
from flowlang.testing.world import World
from flowlang.trace.ending import waiting_told

_LATEST = 100
"""So many of the latest activities of a person are told."""


def quoted(text: str) -> str:
    """A text as a string of the language."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("{{", "\\{{")
    return '"' + text.replace("\n", "\\n").replace("\t", "\\t") + '"'


def moment(seconds: int, scene: Scene) -> str:
    """A moment, in the zone of the project."""
    local = datetime.fromtimestamp(seconds, scene.world.state.plan.calendar.zone)
    if local.utcoffset() != _ambiguous(local):
        return local.isoformat()
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


def _ambiguous(local: datetime) -> object:
    """The offset that a local time without one is read with."""
    return local.replace(fold=0).utcoffset()


def _value(vector: Vector, row: int, type_: DataType) -> str:
    """One value as a literal of its type."""
    if vector.empty[row]:
        return "empty"
    if isinstance(vector, Text):
        return quoted(vector.words.texts[int(vector.codes[row])])
    value = vector.values[row].item()
    match type_:
        case DataType.BOOLEAN:
            return "true" if value else "false"
        case DataType.DATE:
            return cells.write_day(value)
        case DataType.DATETIME:
            return cells.write_moment(value).replace("Z", "+00:00")
        case _:
            return str(value) if type_.is_whole else cells.write_number(value)


# -- what is so from the beginning ----------------------------------------------------------


def given_by_data(scene: Scene, person: str) -> Iterator[str]:
    """What the data says of a person, as statements that begin a test."""
    world = scene.world
    state, row = world.state, world.row(person)
    name = quoted(person)
    values = " ".join(_pairs(world, row))
    yield f"given person {name} {{ {values} }}"
    for list_ in scene.instance.lists:
        if state.list_members(list_)[row]:
            yield f"given {name} in list {quoted(list_.qualified_name)}"
    for program in scene.instance.programs:
        members = state.program_members(program)
        if members.member[row]:
            status = _value(members.status, row, DataType.TEXT)
            with_status = "" if status == "empty" else f" with status {status}"
            inner = " ".join(
                f"{written(each.name)}: {_value(members.fields[each.key], row, each.type)}"
                for each in scene.instance.member_fields
                if not members.fields[each.key].empty[row]
            )
            more = f" {{ {inner} }}" if inner else ""
            yield f"given {name} in program {quoted(program.name)}{with_status}{more}"
    for campaign in scene.instance.campaigns:
        entries = state.campaign_entries(campaign)
        for _ in range(int(entries.times[row])):
            at = moment(int(entries.last[row]), scene)
            yield f"given {name} in campaign {quoted(campaign.qualified_name)} at {at}"
    yield from _activities(scene, person, row)


def _pairs(world: World, row: int) -> Iterator[str]:
    for field in world.instance.fields:
        vector = world.state.column(field)
        if not vector.empty[row]:
            yield f"{written(field.name)}: {_value(vector, row, field.type)}"


def _activities(scene: Scene, person: str, row: int) -> Iterator[str]:
    """What a person did before, as far as a test can say it."""
    for each in list(before_session(scene, row))[-_LATEST:]:
        activity = scene.instance.activity(name_key(each.name))
        if activity is None or each.failed:
            continue
        begin = f"given {quoted(person)} did {written(each.name)}"
        asset = f" {quoted(each.asset)}" if each.asset else ""
        told = [
            f"{written(attribute.name)} is {_attribute(value, attribute.type)}"
            for attribute in activity.attributes
            for label, value in each.attributes.items()
            if attribute.label == label and not attribute.primary and value not in ("", None)
        ]
        where = ""
        if told:
            where = f" where {told[0]}" if len(told) == 1 else f" where ({' and '.join(told)})"
        end = f" at {moment(each.at, scene)}"
        for text in (begin + asset + where + end, begin + asset + end, begin + end):
            if _can_be_said(scene, text, person):
                yield text
                break


def _attribute(value: object, type_: DataType) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float() if type_.family is not Family.TEXT:
            return cells.write_number(float(value)) if isinstance(value, float) else str(value)
        case _:
            return quoted(str(value))


def _can_be_said(scene: Scene, text: str, person: str) -> bool:
    return not bind_lone_statements(scene.instance, Source("<test>", text), [person])[1]


# -- what has changed -----------------------------------------------------------------------


def changes_of(first: Scene, last: Scene, person: str, names: dict[str, str]) -> Iterator[str]:
    """What is not as it was at the beginning, as an expectation."""
    row = last.world.row(person)
    if last.world.state.deleted[row]:
        return
    parts = list(_parts(first.world, last.world, row, names))
    if parts:
        yield f"expect {quoted(person)}: {' and '.join(parts)}"


def _parts(first: World, last: World, row: int, names: dict[str, str]) -> Iterator[str]:
    at = np.array([row], np.intp)
    for field in last.instance.fields:
        if field.key not in last.state.changed:
            continue
        new = last.state.column(field)
        if not _alike(first.state.column(field), new, at):
            yield f"{written(field.name)} is {_value(new, row, field.type)}"
    for list_, members in last.state.lists.items():
        if members[row] != first.state.list_members(list_)[row]:
            verb = "member of list" if members[row] else "not member of list"
            yield f"{verb} {quoted(list_.qualified_name)}"
    for program, now in last.state.memberships.items():
        if not now.member[row]:
            continue
        before = first.state.program_members(program)
        if not (before.member[row] and _alike(before.status, now.status, at)):
            status = _value(now.status, row, DataType.TEXT)
            yield f"member of program {quoted(program.name)} with status {status}"
    waits = dict.fromkeys(each.campaign for each in waiting_told(last.state, row))
    for campaign in waits:
        yield f"waiting in {quoted(names.get(campaign, campaign))}"
    for campaign_, entries in last.state.entries.items():
        called = campaign_.qualified_name
        if called in names:
            continue
        if entries.times[row] and not first.state.campaign_entries(campaign_).times[row]:
            yield f"member of campaign {quoted(called)}"


def _alike(old: Vector, new: Vector, at: np.ndarray[tuple[int], np.dtype[np.intp]]) -> bool:
    if isinstance(old, Text):
        assert isinstance(new, Text)
        return bool(old.take(at).same(new.take(at))[0])
    assert not isinstance(new, Text)
    return bool(old.take(at).same(new.take(at))[0])
