"""`flowlang new --from`: the people are looked through, and looked at again with the new fields."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from flowlang.cli.bad_data import bad_data_list, tell_bad_data
from flowlang.cli.new import told_files, told_next, write_or_refuse
from flowlang.cli.output import write, write_json
from flowlang.cli.refusal import refuse
from flowlang.datatypes import DataType
from flowlang.engine.plan import schema_of
from flowlang.formatting import format_text
from flowlang.model.assets import Field
from flowlang.model.load import load
from flowlang.model.standard import CORE, StandardLibrary
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.resources import resource
from flowlang.starting.columns import Columns, find_columns
from flowlang.starting.declaring import type_text
from flowlang.starting.project import project_over
from flowlang.style import counted, plain

_WIDTH = 100
"""The characters of a line of names."""


def start_over(target: Path, data: Path, form: str, color: str) -> int:
    """Make a project over a dataset; the exit status."""
    fields, fixed = _standard_fields()
    try:
        columns = find_columns(data, fields, fixed)
        files = {
            name: format_text(text) if name.endswith(".flow") else text
            for name, text in project_over(target, data, columns).items()
        }
        write_or_refuse(target, files)
        bad = _bad_cells(target, data)
    except RefusedError as error:
        raise refuse(str(error)) from None
    if form == "json":
        write_json(_data(target, files, columns, bad))
        return 1 if bad.total else 0
    write(told_files(target, files) + _told_columns(columns))
    if bad.total:
        tell_bad_data(bad, form, color)
        return 1
    write(told_next(target, "flowlang check .", "flowlang test .", "flowlang run ."))
    return 0


def _standard_fields() -> tuple[list[Field], list[Field]]:
    """Marketo's fields, and those of them that every campaign reads."""
    (instance,) = load([resource("stdlib") / "fields.flow"]).instances
    core = StandardLibrary().module(CORE)
    assert core is not None
    fixed = [each for each in instance.fields if each.source.name == core.source.name]
    return list(instance.fields), fixed


def _bad_cells(target: Path, data: Path) -> BadData:
    """The cells that no field can hold, asked of the project as it has been made."""
    (instance,) = load([target]).instances
    try:
        with open_dataset(data, schema_of(instance), OnBadData.ERROR) as dataset:
            return dataset.bad
    except BadDataError as error:
        return error.bad


def _told_columns(columns: Columns) -> str:
    """What the columns became, a line for each kind, and the guesses one by one."""
    ids = f"ids in {columns.id}" if columns.id else "numbered by row: no column is called id"
    lines = [f"{counted(columns.rows, 'person', 'people')}, {ids}"]
    if columns.standard:
        names = ", ".join(plain(each.column) for each in columns.standard)
        lines += textwrap.wrap(
            f"{counted(len(columns.standard), 'field')} of Marketo's own: {names}",
            _WIDTH,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    if columns.declared:
        lines.append(f"{counted(len(columns.declared), 'field')} guessed, in fields.flow:")
        width = min(max(len(each.name) for each in columns.declared), 30)
        kinds = max(len(each.guess.type.value) for each in columns.declared)
        lines += [
            f"  {each.name:{width}}  {each.guess.type.value:{kinds}}  {each.guess.why}"
            for each in columns.declared
        ]
    lines += [f"left alone: {each.column or 'a column'}: {each.why}" for each in columns.left]
    return "\n" + "".join(f"{plain(line)}\n" for line in lines)


def _data(target: Path, files: dict[str, str], columns: Columns, bad: BadData) -> dict[str, Any]:
    known = [
        _field(each.column, each.field.name, each.field.label, each.field.type, (), "std.fields")
        for each in columns.standard
    ]
    guessed = [
        _field(each.column, each.name, each.label, each.guess.type, each.guess.values, "guess")
        | {"why": each.guess.why}
        for each in columns.declared
    ]
    return {
        "project": str(target),
        "files": sorted(files),
        "people": columns.rows,
        "id": columns.id,
        "fields": [*known, *guessed],
        "left": [{"column": each.column, "why": each.why} for each in columns.left],
        "datetime_formats": list(columns.formats),
        "diagnostics": bad_data_list(bad),
    }


def _field(
    column: str,
    name: str,
    label: str | None,
    type_: DataType,
    values: tuple[str, ...],
    source: str,
) -> dict[str, Any]:
    return {
        "column": column,
        "field": name,
        "label": label,
        "type": type_text(type_, values),
        "from": source,
    }
