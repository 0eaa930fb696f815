"""Writing a dataset: parts by ranges of people, put together, and swapped in as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Set
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flowlang.datatypes import DataType, Family
from flowlang.people import textfile
from flowlang.people.columns import value_type, written
from flowlang.people.dataset import Dataset
from flowlang.people.files import TABLES
from flowlang.people.held import held, hold
from flowlang.people.partition import Outcome, Partition
from flowlang.people.problems import RefusedError
from flowlang.people.regrouping import Came
from flowlang.people.rows import (
    Column,
    Table,
    activity_rows,
    by_lead,
    empty_rows,
    membership_rows,
    no_people,
    people_rows,
    stranger_rows,
    waiting_rows,
)
from flowlang.people.swap import clean, staging_folder, swap_in

LARGE = 250_000
"""The number of people above which Parquet tables are folders of parts."""

_ROW_GROUP = 1 << 20
_WRITTEN = 1 << 17


@dataclass(slots=True)
class DatasetWriter:
    """Writes what a dataset is after a run; it can be handed to other processes.

    Each partition writes parts of its own. Nothing is to be seen at `target` before
    `finish`, and then all of it at once. `form` is `csv`, `tsv` or `parquet`.
    """

    dataset: Dataset
    target: Path
    staging: Path
    form: str

    @classmethod
    def begin(
        cls, dataset: Dataset, target: Path, *, overwrite: bool, form: str | None = None
    ) -> DatasetWriter:
        """Make ready to write; a folder that holds something is refused unless told so.

        The form is that in which the people came, where none is given.
        """
        if target.exists() and not target.is_dir():
            raise RefusedError(f"{target} is a file; --out wants a folder")
        clean(target)
        if target.is_dir() and any(target.iterdir()) and not overwrite:
            raise RefusedError(f"{target} is not empty; add --overwrite to replace what it holds")
        staging: Path | None = None
        try:
            staging = staging_folder(target)
            (staging / ".parts").mkdir()
            return cls(dataset, target, staging, form or dataset.form)
        except BaseException as error:
            if staging is not None:
                shutil.rmtree(staging, ignore_errors=True)
            if isinstance(error, OSError):
                raise RefusedError(f"{target} cannot be written: {error.strerror}") from None
            raise

    def write_partition(self, partition: Partition, rows: pa.Table, outcome: Outcome) -> None:
        """Write the parts of one range of people; in any process, in any order."""
        dataset = self.dataset
        start = partition.first_row
        self._write_part("people", start, [people_rows(dataset, partition, rows, outcome)])
        activities, gone = activity_rows(dataset, partition, outcome)
        self._write_part("activities", start, activities)
        if gone and len(gone[0].values):
            self._write_part("gone", start, [gone])
        for name in ("list_members", "program_members", "campaign_members"):
            self._write_part(name, start, [membership_rows(dataset, name, partition, outcome)])
        self._write_part("waiting", start, [waiting_rows(dataset, partition, outcome)])

    def hold(self, came: Came) -> None:
        """Keep what came of some people until the rest of their partitions is there, too."""
        hold(self._held / f"{came.rows[0]:012d}", came)

    def held(self, first: int, last: int) -> list[Came]:
        """What was kept of the people of a range of rows, which count from its first."""
        return list(held(self._held, first, last))

    def finish(self, summary: str) -> None:
        """Put the parts together and swap the whole dataset in."""
        try:
            for name in TABLES:
                self._assemble(name)
            shutil.rmtree(self.staging / ".parts")
            (self.staging / "summary.json").write_text(summary, encoding="utf-8")
            swap_in(self.staging, self.target)
        except OSError as error:
            self.abandon()
            raise RefusedError(f"{self.target} cannot be written: {error.strerror}") from None

    def restart(self) -> None:
        """Forget the parts that were written, to write them anew."""
        shutil.rmtree(self.staging / ".parts")
        (self.staging / ".parts").mkdir()

    def abandon(self) -> None:
        """Leave no trace."""
        shutil.rmtree(self.staging, ignore_errors=True)

    @property
    def _held(self) -> Path:
        return self.staging / ".parts" / ".held"

    @property
    def _is_text(self) -> bool:
        return self.form != "parquet"

    @property
    def _separator(self) -> str:
        return textfile.SEPARATORS[f".{self.form}"]

    def _write_part(self, name: str, start: int, tables: Iterable[Table]) -> None:
        """Write a part, which comes as one or more tables of the same columns."""
        path = self.staging / ".parts" / f"{name}-{start:012d}"
        if self._is_text and name != "gone":
            with path.open("wb") as file:
                for some in chain.from_iterable(map(_pieces, tables)):
                    textfile.write_rows(file, [as_cells(each) for each in some], self._separator)
        else:
            write_tables(path, map(as_arrow, tables), self._unrepeated(name))

    def _parts(self, name: str) -> list[Path]:
        return sorted((self.staging / ".parts").glob(f"{name}-*"))

    def _assemble(self, name: str) -> None:
        """Make one table of its parts, with what belongs to nobody at the end."""
        rest = self._rest(name)
        if self._is_text:
            with (self.staging / f"{name}.{self.form}").open("wb") as file:
                textfile.write_header(file, self._names(name), self._separator)
                for part in self._parts(name):
                    with part.open("rb") as source:
                        shutil.copyfileobj(source, file, 1 << 20)
                if rest:
                    textfile.write_rows(file, [as_cells(each) for each in rest], self._separator)
            return
        if self.dataset.size > LARGE:
            folder = self.staging / name
            folder.mkdir()
            parts = self._parts(name)
            for number, part in enumerate(parts):
                part.rename(folder / f"part-{number:05d}.parquet")
            if rest and len(rest[0].values):
                write_table(folder / f"part-{len(parts):05d}.parquet", as_arrow(rest))
            return
        self._merge(name, rest)

    def _merge(self, name: str, rest: Table) -> None:
        """One Parquet file of all parts, of which a few at a time are in memory."""
        parts = self._parts(name)
        below = [as_arrow(rest)] if rest and len(rest[0].values) else []
        if not parts and not below:
            below = [as_arrow(self._empty(name))]
        schema = pa.unify_schemas(
            [*map(pq.read_schema, parts), *(each.schema for each in below)],
            promote_options="permissive",
        )
        nobody = schema.empty_table()
        tables = (
            pa.concat_tables([nobody, each], promote_options="permissive")
            for each in chain(map(pq.read_table, parts), below)
        )
        path = self.staging / f"{name}.parquet"
        write_tables(path, _in_groups(tables), self._unrepeated(name))

    def _unrepeated(self, name: str) -> frozenset[str]:
        """The columns of a table for which no dictionary is made."""
        if name != "people":
            return frozenset()
        return frozenset(each.name for each in self.dataset.columns) - self.dataset.repeating

    def _rest(self, name: str) -> Table:
        """Rows of people who are not, or no longer, among the people."""
        if name == "people":
            return []
        rest = stranger_rows(self.dataset, name)
        if name == "activities":
            for part in self._parts("gone"):
                gone = pq.read_table(part)
                rest = _stacked(rest, gone)
        return by_lead(rest) if rest and len(rest[0].values) else []

    def _names(self, name: str) -> list[str]:
        return [column.name for column in self._empty(name)]

    def _empty(self, name: str) -> Table:
        if name != "people":
            return empty_rows(self.dataset, name)
        columns = no_people(self.dataset)
        seen = {each.field.key for each in self.dataset.columns if each.field is not None}
        by_key = {each.key: each for each in self.dataset.schema.fields}
        columns.extend(
            Column(by_key[key].name, by_key[key].type, pa.array([]))
            for key in self.dataset.schema.written
            if key not in seen
        )
        return columns


def _stacked(rest: Table, gone: pa.Table) -> Table:
    """Activities of strangers with those of people who were deleted below them."""
    result: Table = []
    for name in gone.column_names:
        column = next((each for each in rest if each.name == name), None)
        below = gone[name].combine_chunks()
        below = pa.concat_arrays(below.chunks) if isinstance(below, pa.ChunkedArray) else below
        if column is None:
            result.append(Column(name, _type_of(below), below))
        else:
            above = column.values
            if above.type != below.type:
                above, below = written(above, column.type), written(below, _type_of(below))
                column = column._replace(type=DataType.STRING)
            result.append(column._replace(values=pa.concat_arrays([above, below])))
    return result


def _in_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of tables of the same columns, as many at a time as stand in a group of a file."""
    left: pa.Table | None = None
    for table in tables:
        left = table if left is None else pa.concat_tables([left, table])
        while left.num_rows > _ROW_GROUP:
            yield left.slice(0, _ROW_GROUP)
            left = left.slice(_ROW_GROUP)
    if left is not None:
        yield left


def _pieces(table: Table) -> Iterator[Table]:
    """Some rows at a time: written out they take many times the room."""
    for first in range(0, len(table[0].values) if table else 0, _WRITTEN):
        yield [each._replace(values=each.values.slice(first, _WRITTEN)) for each in table]


def _type_of(array: pa.Array) -> DataType:
    if pa.types.is_timestamp(array.type):
        return DataType.DATETIME
    return DataType.INTEGER if pa.types.is_integer(array.type) else DataType.STRING


def as_cells(column: Column) -> pa.Array:
    """A column as cells of a text file."""
    values = column.values
    if pa.types.is_dictionary(values.type) or pa.types.is_string(values.type):
        return values.cast(pa.string())
    return written(values, column.type)


def as_arrow(table: Table) -> pa.Table:
    """A table as Arrow has it, each column of the type of its values."""
    arrays = []
    for column in table:
        values = column.values
        if isinstance(values, pa.ChunkedArray):
            values = values.combine_chunks()
        if column.type.family is not Family.TEXT and not pa.types.is_string(values.type):
            values = values.cast(value_type(column.type))
        arrays.append(values)
    return pa.table(arrays, names=[column.name for column in table])


def write_table(path: Path, table: pa.Table, unrepeated: Set[str] = frozenset()) -> None:
    """Write a table with the encodings that fit its columns."""
    write_tables(path, [table], unrepeated)


def write_tables(
    path: Path, tables: Iterable[pa.Table], unrepeated: Set[str] = frozenset()
) -> None:
    """Write tables of the same columns, of which there is at least one, below each other.

    Whole numbers and times are delta-encoded, which is smaller and faster than dictionaries;
    dictionaries are for texts that come again, which those of `unrepeated` columns do not.
    """
    with ExitStack() as stack:
        writer: pq.ParquetWriter | None = None
        for table in tables:
            if writer is None:
                packed = encodings(table.schema, unrepeated)
                writer = stack.enter_context(pq.ParquetWriter(path, table.schema, **packed))
            writer.write_table(table, row_group_size=_ROW_GROUP)


def encodings(schema: pa.Schema, unrepeated: Set[str] = frozenset()) -> dict[str, Any]:
    """How the columns of a Parquet file are packed."""
    delta = {
        each.name: "DELTA_BINARY_PACKED"
        for each in schema
        if pa.types.is_integer(each.type)
        or pa.types.is_timestamp(each.type)
        or pa.types.is_date(each.type)
    }
    if "marketoGUID" in schema.names:
        delta["marketoGUID"] = "DELTA_BYTE_ARRAY"
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": [
            each.name
            for each in schema
            if each.name not in delta and each.name not in unrepeated and _has_text(each.type)
        ],
        "column_encoding": delta,
        "write_statistics": False,
        "store_schema": False,
    }


def _has_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_dictionary(type_))
