"""The files of a new project over a dataset that is there already."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from flowlang.datatypes import DataType, Family
from flowlang.starting.columns import Columns
from flowlang.starting.declaring import fields_script
from flowlang.starting.template import filled, title_words, toml_text
from flowlang.syntax.text import quoted

_WHY_IGNORED = "\n# People are nobody else's business."
_EXAMPLES = {
    Family.NUMBER: "1",
    Family.BOOLEAN: "true",
    Family.DATE: "2026-01-05",
}


def project_over(target: Path, data: Path, columns: Columns) -> dict[str, str]:
    """The files of a project over the people in a file or folder, by their paths in it.

    The people stay where they are; where that is inside of the project, git is told to look away.
    """
    there = _seen_from(target, data)
    field, value = _shown_field(columns)
    formats = ", ".join(map(toml_text, columns.formats))
    words = {
        **title_words(target),
        "DATA": there,
        "PEOPLE": toml_text(there),
        "SHELL_DATA": shlex.quote(there),
        "FORMATS": f"datetime_formats = [{formats}]" if formats else "",
        "IGNORED": ""
        if _is_outside(there)
        else f"\n# People are nobody else's business.\n/{there}",
        "FIELD": field,
        "VALUE": value,
    }
    files = {name: text.rstrip() + "\n" for name, text in filled("from-data", words).items()}
    return {"fields.flow": fields_script(columns), **files}


def _seen_from(target: Path, data: Path) -> str:
    """The path of the data from the project's folder."""
    try:
        return Path(os.path.relpath(data.resolve(), target.resolve())).as_posix()
    except ValueError:
        # On another drive.
        return data.resolve().as_posix()


def _is_outside(there: str) -> bool:
    return there.startswith("..") or Path(there).is_absolute()


def _shown_field(columns: Columns) -> tuple[str, str]:
    """The field that the first campaign asks for, and a value for its test."""
    known = [(each.field.name, each.field.type, ()) for each in columns.standard]
    found = [
        *(each for each in known if each[1] is DataType.EMAIL),
        *((each.name, each.guess.type, each.guess.values) for each in columns.declared),
        *known,
        ("email", DataType.EMAIL, ()),
    ]
    name, type_, values = found[0]
    if type_ is DataType.EMAIL:
        return name, '"ada@orchard.example"'
    if type_.family is Family.TEXT:
        return name, quoted(values[0] if values else "something")
    return name, _EXAMPLES[type_.family]
