"""Commands about people: who they are, who is meant, what they have done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.vectors import Rows
from flowlang.matching.match import SHOWN
from flowlang.model.assets import Field
from flowlang.names import name_key
from flowlang.repl import doing
from flowlang.repl.answers import Answer, Lines, Table, Told
from flowlang.repl.columns import declared_columns
from flowlang.repl.commands.table import command, one_name
from flowlang.repl.faults import FaultError
from flowlang.repl.ground import STEPS
from flowlang.repl.logged import Logged, logged
from flowlang.repl.scene import EVERYBODY, Scene, Selection
from flowlang.repl.session import Session
from flowlang.repl.table import people_rows
from flowlang.report.flows import fitted
from flowlang.report.match import people_counted
from flowlang.report.table import TableColumn
from flowlang.style import Look, Style, counted, plain
from flowlang.trace.ending import waiting_told
from flowlang.trace.values import cell, moment_told


@command(
    "people",
    "[FILE]",
    "the first of those who are selected; with a file or folder, other people",
    wants="path",
    examples=((":people", "who is there"), (":people people.csv", "read them from a file")),
)
def people(session: Session, text: str) -> Answer:
    """The first people, or other ones."""
    if text:
        data = Path(one_name(text)).expanduser()
        fields = declared_columns(data, session.instance, session.say)
        session.rebuild([*session.deeds, *fields], replace(session.beginning, people=data))
        session.columns += tuple(fields)
        session.selection, session.current = EVERYBODY, ""
        return Lines([f"{doing.counted_people(session.scene.size)} from {plain(text)}"])
    scene = session.scene
    return people_table(scene, scene.rows(session.selection))


def people_table(scene: Scene, rows: Rows) -> Answer:
    """The first of some people."""
    columns, values = people_rows(scene, rows[:SHOWN])
    more = len(rows) - SHOWN
    return Table(
        [TableColumn.of(*each) for each in columns],
        values,
        "nobody",
        f"… and {more:,} more" if more > 0 else "",
        doing.counted_people(len(rows)),
    )


@command(
    "where",
    "[FILTER]",
    "select people for the steps that follow; `everyone` selects all again",
    wants="filter",
    examples=(
        (':where country is "DE"', "steps are tried on those in Germany"),
        (":where everyone", "on everybody"),
    ),
)
def where(session: Session, text: str) -> Answer:
    """Select the people of a filter."""
    scene = session.scene
    if text:
        scene.filter(text, "<where>")
        wanted = EVERYBODY if text == "everyone" else Selection(where=text)
        scene.rows(wanted)
        session.selection, session.current = wanted, ""
    rows = scene.rows(session.selection)
    told = people_counted(len(rows), scene.size)
    return Lines([f"selected: {told}{_whom(session.selection)}"])


def _whom(selection: Selection) -> str:
    if selection.person:
        return f', "{plain(selection.person)}"'
    return f", {doing.short(selection.where)}" if selection.where else ""


@command(
    "person",
    "[ID or EMAIL]",
    "select one person and show all that is known",
    wants="person",
    examples=((":person 1042", "by id"), (":person ada@acme.example", "by e-mail address")),
)
def person(session: Session, text: str) -> Answer:
    """Select one person."""
    if text:
        row = session.scene.find(one_name(text))
        session.selection = Selection(person=session.scene.world.id_of(row))
    row = session.person()
    return Table(
        [TableColumn("what"), TableColumn("value")],
        _about(session.scene, row),
        title=f"Person {plain(session.scene.world.id_of(row))}",
    )


def _about(scene: Scene, row: int) -> list[list[str]]:
    """All that is known of a person, in lines."""
    state = scene.world.state
    zone = state.plan.calendar.zone
    at = np.array([row], np.intp)
    lines = []
    for field in scene.instance.fields:
        vector = state.column(field).take(at)
        if not vector.empty[0]:
            lines.append([field.label, cell(vector, 0, field.type, zone).told])
    lines += [
        ["list", each.qualified_name]
        for each in scene.instance.lists
        if state.list_members(each)[row]
    ]
    for program in scene.instance.programs:
        members = state.program_members(program)
        if members.member[row]:
            status = cell(members.status, row, DataType.TEXT, zone).told
            lines.append([f"in {program.name}", status])
    for campaign in scene.instance.campaigns:
        entries = state.campaign_entries(campaign)
        if entries.times[row] and not campaign.name.startswith(STEPS):
            when = moment_told(int(entries.last[row]), zone)
            lines.append(["entered", f"{campaign.qualified_name}, last {when}"])
    lines += [
        ["waits in", f"{each.campaign} until {moment_told(each.until, zone)}"]
        for each in waiting_told(state, row)
    ]
    return lines


@command(
    "fields",
    "[WORD]",
    "the fields, with their types, how many people have a value, and the most frequent ones",
    examples=((":fields score", "those whose name contains a word"),),
)
def fields(session: Session, text: str) -> Answer:
    """The fields there are."""
    scene = session.scene
    word = name_key(one_name(text))
    found = [
        each
        for each in scene.instance.fields
        if any(word in key for key in each.keys) and (word or _has_column(scene, each))
    ]
    return Table(
        [
            TableColumn("name"),
            TableColumn("label"),
            TableColumn("type"),
            TableColumn("people", to_right=True),
            TableColumn("values"),
        ],
        [_field_row(scene, each) for each in found],
        "no field is called so" if word else "no field has a value; `:fields WORD` looks in all",
    )


def _has_column(scene: Scene, field: Field) -> bool:
    state = scene.world.state
    return field.key in state.partition.fields or field.key in state.changed


def _field_row(scene: Scene, field: Field) -> list[str]:
    from flowlang.repl.knowing import most_frequent

    state = scene.world.state
    filled = int((~state.is_empty(field, scene.world.present)).sum())
    values = most_frequent(scene, field, 4) if filled else []
    told = ", ".join(f"{each.text} {each.people:,}" for each in values)
    return [field.name, field.label, field.type.value, f"{filled:,}", told]


@command("lists", "", "static and smart lists, and how many are in each")
def lists(session: Session, text: str) -> Answer:
    """The lists there are."""
    scene = session.scene
    world = scene.world
    present = world.present
    rows = [
        ["list", each.qualified_name, f"{int(world.state.list_members(each)[present].sum()):,}"]
        for each in scene.instance.lists
    ]
    rows += [
        ["smart list", each.qualified_name, f"{int(world.passing(each.filter, present).sum()):,}"]
        for each in scene.instance.smart_lists
        if one_name(text) in each.qualified_name
    ]
    return Table(
        [TableColumn("kind"), TableColumn("name"), TableColumn("people", to_right=True)],
        rows,
        "there is no list",
    )


@command(
    "log",
    "[NUMBER]",
    "the latest activities of the person",
    examples=((":log", "the last 20"), (":log 100", "more of them")),
)
def log(session: Session, text: str) -> Answer:
    """What a person did and what was done to them."""
    if text and not text.isdigit():
        raise FaultError("`:log` takes a number behind it, or nothing")
    most = int(text or 20)
    scene = session.scene
    row = session.person()
    found = list(logged(scene, row))
    title = f"Person {plain(scene.world.id_of(row))}"
    if not found:
        return Lines([f"{title}: nothing is logged"])
    return Told(lambda style: _log_told(title, found, most, scene, style))


def _log_told(title: str, found: list[Logged], most: int, scene: Scene, style: Style) -> str:
    """Activities in lines; of the long ones the beginning."""
    zone = scene.world.state.plan.calendar.zone
    lines = [style.paint(title, Look.STRONG)]
    more = len(found) - most
    if more > 0:
        note = f"{counted(more, 'earlier one')}; `:log {len(found)}` shows all"
        lines.append("  " + style.paint(note, Look.FAINT))
    for each in found[-most:]:
        asset = f' "{plain(each.asset)}"' if each.asset else ""
        by = f"  by {plain(each.campaign)}" if each.campaign else ""
        told = f"  {plain(each.told)}" if each.told else ""
        line = f"  {moment_told(each.at, zone)}  {each.name}{asset}{by}{told}"
        lines.append(fitted(line, style.width))
    return "\n".join(lines) + "\n"
