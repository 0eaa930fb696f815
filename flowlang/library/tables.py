"""People as they are given: a path, a table or dataframe, rows, or several tables by name."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import pyarrow as pa
import pyarrow.parquet as pq

from flowlang.people.files import TABLES
from flowlang.people.ingest import BadDataError
from flowlang.people.problems import BadData, OnBadData
from flowlang.people.writing import write_table
from flowlang.refusal import UsageError


@runtime_checkable
class ArrowStream(Protocol):
    """A table with Arrow's interface: of pyarrow, pandas, polars and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as a stream of Arrow's."""


_OURS = re.compile(rf"^({'|'.join(TABLES)})\.parquet")
"""A table that we wrote, at the beginning of a sentence or alone."""

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Table: TypeAlias = ArrowStream | Rows
People: TypeAlias = str | os.PathLike[str] | Table | Mapping[str, Table]
"""A path, a table, rows as dicts, or tables by name: `people`, `activities`, …"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where people can be read; `folder` is ours where they came as tables."""

    path: Path
    folder: Path | None = None

    def short(self, text: str) -> str:
        """A text without the name of a folder that nobody else knows."""
        return (
            text
            if self.folder is None
            else _OURS.sub(r"\1", text.replace(f"{self.folder}{os.sep}", ""))
        )

    def tidy(self, bad: BadData) -> BadData:
        """Bad cells by the names of their tables."""
        cells = [each._replace(file=self.short(each.file)) for each in bad.cells]
        tidied = BadData(cells)
        for name, number in bad.counts.items():
            tidied.count(self.short(name), number)
        return tidied


@contextmanager
def placed(people: People) -> Iterator[Place]:
    """A place from which people can be read, for as long as the block lasts.

    What is raised about bad data, or about tables that cannot be read, names tables and not
    our folder. Raises `UsageError` for what is no table.
    """
    if isinstance(people, str | os.PathLike):
        yield Place(Path(people))
        return
    with tempfile.TemporaryDirectory(prefix="flowlang-") as name:
        place = Place(Path(name), Path(name))
        for table, content in _by_name(people).items():
            write_table(place.path / f"{table}.parquet", _arrow(table, content))
        try:
            yield place
        except BadDataError as error:
            raise BadDataError(place.tidy(error.bad)) from None
        except UsageError as error:
            raise UsageError(place.short(str(error))) from None


def bad_data_word(word: str) -> str:
    """What is to be done about bad cells; a word that says nothing is refused."""
    words = [each.value for each in OnBadData]
    if word not in words:
        raise UsageError(f"on_bad_data: `{word}` is none of {', '.join(words)}")
    return word


def read_tables(folder: Path) -> dict[str, pa.Table]:
    """The tables that were written into a folder as Parquet."""
    found: dict[str, pa.Table] = {}
    for name in TABLES:
        path = folder / name
        table = pq.read_table(path if path.is_dir() else path.with_suffix(".parquet"))
        found[name] = table if name == "people" else _with_ids(table, found["people"])
    return found


def _with_ids(table: pa.Table, people: pa.Table) -> pa.Table:
    """A table whose people are named as in `people`, so that the two can be joined."""
    if "id" not in people.column_names:
        return table
    at = table.schema.get_field_index("leadId")
    try:
        ids = table["leadId"].cast(people["id"].type)
    except pa.ArrowInvalid:
        # There are rows about strangers, who are called in another way.
        return table
    return table.set_column(at, "leadId", ids)


def _by_name(people: Table | Mapping[str, Table]) -> Mapping[str, Table]:
    if not isinstance(people, Mapping):
        return {"people": people}
    for name in people:
        if name not in TABLES:
            raise UsageError(
                f"people: a dict has tables by name, and `{name}` is none; there are "
                f"{', '.join(TABLES)}"
            )
    return people


def _arrow(name: str, table: Table) -> pa.Table:
    """A table of ours, in types that a file can have."""
    try:
        if isinstance(table, ArrowStream):
            found = pa.table(table)
        else:
            found = pa.Table.from_pylist([dict(each) for each in table])
        return found.cast(pa.schema([(each.name, _plain(each.type)) for each in found.schema]))
    except (pa.ArrowException, TypeError, ValueError) as error:
        said = " ".join(str(error).split())
        raise UsageError(f"{name}: this is no table of cells: {said}") from None


def _plain(type_: pa.DataType) -> pa.DataType:
    """The common form of a type: dataframes differ in how they keep texts."""
    if pa.types.is_dictionary(type_):
        return pa.dictionary(pa.int32(), _plain(type_.value_type))
    if pa.types.is_large_string(type_) or pa.types.is_string_view(type_) or pa.types.is_null(type_):
        return pa.string()
    return type_
