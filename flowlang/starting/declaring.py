"""The text of the script that declares the fields of a dataset."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from flowlang.datatypes import DataType
from flowlang.starting.columns import Columns, Declared
from flowlang.style import plain
from flowlang.syntax.text import quoted

_HEAD = "## The fields of the people, as their columns are."
_WIDTH = 96


def fields_script(columns: Columns) -> str:
    """A script that imports Marketo's fields and declares all others, guesses marked as such."""
    parts = [f"{_HEAD}\nimport std.fields"]
    if columns.standard:
        known = ", ".join(each.column for each in columns.standard)
        parts.append(_comment(f"Marketo's own, from std.fields: {known}."))
    if columns.left:
        names = "; ".join(f"{each.column or '(no name)'}: {each.why}" for each in columns.left)
        parts.append(_comment(f"Columns that are no fields and stay as they are: {names}."))
    if columns.declared:
        note = (
            "The types below are guesses from the cells. A picklist lists what was there; "
            "other values are allowed in the data."
        )
        lines = [_comment(note), *map(declaration, columns.declared)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def declaration(declared: Declared) -> str:
    """One field, with what speaks for its type behind it."""
    type_ = type_text(declared.guess.type, declared.guess.values)
    label = f" as {quoted(declared.label)}" if declared.label else ""
    why = f"guess: {declared.guess.why}"
    return f"field {declared.name}: {type_}{label}  # {plain(why)}"


def type_text(type_: DataType, values: Sequence[str] = ()) -> str:
    """A type as it is written."""
    return f"picklist({', '.join(map(quoted, values))})" if values else type_.value


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(plain(text), _WIDTH))
