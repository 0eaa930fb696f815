"""Columns of a dataset that no field takes, and the fields that the shell makes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flowlang.datatypes import DataType
from flowlang.model.instance import Instance
from flowlang.names import name_key
from flowlang.people.files import find_tables
from flowlang.people.problems import RefusedError
from flowlang.repl.deeds import Deed
from flowlang.repl.entry import Kind
from flowlang.repl.ground import Say
from flowlang.starting.columns import Declared, find_columns
from flowlang.starting.declaring import declaration


def declared_columns(data: Path, instance: Instance, say: Say) -> list[Deed]:
    """What declares the columns of the people that an instance does not know, by their cells.

    Nothing where the data cannot be looked through: whoever reads it then says why.
    """
    try:
        names = find_tables(data)["people"].names
        if all(_is_known(each, instance) for each in names):
            return []
        say(f"looking at the columns of {data}")
        columns = find_columns(data, instance.fields, ())
    except (RefusedError, OSError):
        return []
    texts = [
        declaration(_plain(each))
        for each in columns.declared
        if not _is_known(each.column, instance)
    ]
    return [Deed(Kind.DECLARATIONS, "\n".join(texts))] if texts else []


def _is_known(column: str, instance: Instance) -> bool:
    key = name_key(column)
    return key == "id" or instance.field(key) is not None


def _plain(declared: Declared) -> Declared:
    """A field that any cell fits where a guess asks for more than the shell can be told of."""
    guess = declared.guess
    if guess.format or guess.values:
        guess = replace(guess, type=DataType.STRING, values=(), format="")
    return replace(declared, guess=guess)
