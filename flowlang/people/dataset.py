"""A dataset: its people in ranges of rows, each with everything that is known about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.arrays import as_one
from flowlang.people.chronology import by_person_and_time
from flowlang.people.columns import emptied, read_column, value_type
from flowlang.people.files import TableFile, open_parquet
from flowlang.people.partition import Partition
from flowlang.people.problems import BadData
from flowlang.people.schema import FieldColumn, Schema


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """One column of people: its name, and the field it is, if it is one."""

    name: str
    field: FieldColumn | None
    is_id: bool


class _Some(NamedTuple):
    """The rows of a table about the people of a range."""

    first: int
    last: int
    rows: pa.Table


@dataclass(slots=True)
class Dataset:
    """A dataset that has been looked through; it can be handed to other processes.

    `people` is where the rows are read from, typed already where it is a `spool`; every other
    table is a spool with the row of each person, and with the file's own cells behind it.
    `orders` has the places of its rows in the order of their people; rows of people who are not
    in the dataset have the row -1 and stand first. `whole_leads`
    tells that every id in those tables is a whole number, as those of the people are.
    `repeating` are the columns of people that are read as dictionaries.
    """

    path: Path
    schema: Schema
    tables: dict[str, TableFile]
    columns: tuple[PeopleColumn, ...]
    size: int
    whole_ids: bool
    people: tuple[Path, ...]
    spools: dict[str, Path]
    orders: dict[str, Path]
    bad: BadData
    repeating: frozenset[str] = frozenset()
    strangers: int = 0
    whole_leads: bool = True
    has_id: bool = True
    _last: dict[str, _Some] = field(default_factory=dict, repr=False)

    @property
    def form(self) -> str:
        """`csv`, `tsv` or `parquet`: the form in which the people came."""
        return self.tables["people"].form

    def __getstate__(self) -> dict[str, object]:
        kept = (each.name for each in fields(self) if each.name != "_last")
        return {name: getattr(self, name) for name in kept}

    def __setstate__(self, state: dict[str, object]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        self._last = {}

    def partitions(self, first: int, last: int, size: int) -> Iterator[tuple[Partition, pa.Table]]:
        """The people of a range of rows, so many at a time, and their rows as they were read."""
        start = first
        for rows in self._people_rows(first, last, size):
            yield self._partition(start, rows), rows
            start += rows.num_rows

    def cells_of(self, name: str) -> list[str]:
        """The columns of a table other than people, as its file has them."""
        if name not in self.spools:
            return []
        with pa.memory_map(str(self.spools[name])) as source, pa.ipc.open_file(source) as reader:
            return [each for each in reader.schema.names if not each.startswith("=")]

    def assets(self, types: Collection[int]) -> set[tuple[int, str]]:
        """The assets of the activities of some types, each with its type."""
        found: set[tuple[int, str]] = set()
        wanted = pa.array(types, pa.int32())
        for piece in pieces(self.spools["activities"]) if "activities" in self.spools else ():
            some = pa.table({"type": piece["=type"], "asset": piece[_CELLS["activities"]["asset"]]})
            some = some.filter(pc.is_in(some["type"], wanted))
            pairs = some.group_by(["type", "asset"]).aggregate([])
            columns = pairs["type"].to_pylist(), pairs["asset"].to_pylist()
            found.update((type_, asset or "") for type_, asset in zip(*columns, strict=True))
        return found

    def counted(self, least: int, first: int, last: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """How many activities each person has from one second until before another.

        It is counted for those who have so many at all; of the others none is.
        """
        everything = np.zeros(self.size, np.int64)
        inside = np.zeros(self.size, np.int64)
        if "activities" not in self.spools:
            return inside
        for order in pieces(self.orders["activities"]):
            _count(everything, order["row"].to_numpy())
        many = everything >= least
        if not many.any():
            return inside
        spooled = pieces(self.spools["activities"]), pieces(self.orders["activities"])
        for piece, order in zip(*spooled, strict=True):
            rows = order["row"].to_numpy()
            places = np.flatnonzero(many[rows] & (rows >= 0))
            times = piece["=time"].to_numpy()[order["place"].to_numpy()[places]]
            _count(inside, rows[places[(times >= first) & (times < last)]])
        return inside

    def rows_between(self, name: str, first: int, last: int) -> pa.Table | None:
        """The rows of a table about the people of a range, by person; activities by time, too.

        The row of each person is the column `=row`.
        """
        if name not in self.spools:
            return None
        known = self._last.get(name)
        if known is None or (known.first, known.last) != (first, last):
            # It is asked for once more when the people of the range are written.
            known = self._last[name] = _Some(first, last, self._between(name, first, last))
        return known.rows

    def _between(self, name: str, first: int, last: int) -> pa.Table:
        """Rows from all pieces of a table; what is mapped into memory is let go of again."""
        found: list[pa.Table] = []
        for piece, order in zip(pieces(self.spools[name]), pieces(self.orders[name]), strict=True):
            rows = order["row"].to_numpy()
            start, end = np.searchsorted(rows, [first, last])
            if end > start or not found:
                some = _taken(pa.Table.from_batches([piece]), order["place"].to_numpy()[start:end])
                found.append(some.append_column("=row", pa.array(rows[start:end])))
        table = pa.concat_tables(found).combine_chunks()
        if len(found) == 1:
            return table
        rows = table["=row"].to_numpy()
        if name == "activities":
            places = by_person_and_time(rows, table["=time"].to_numpy())
        else:
            places = np.argsort(rows, kind="stable")
        return table if (np.diff(places) == 1).all() else table.take(pa.array(places))

    def _people_rows(self, first: int, last: int, size: int) -> Iterator[pa.Table]:
        """Rows of people, so many at a time, however they lie in files."""
        pending: list[pa.Table] = []
        many = 0
        for rows in self._people_pieces(first, last, size):
            while rows.num_rows:
                some = rows.slice(0, size - many)
                rows = rows.slice(some.num_rows)
                pending.append(some)
                many += some.num_rows
                if many == size:
                    yield _stacked(pending)
                    pending, many = [], 0
        if pending:
            yield _stacked(pending)

    def _people_pieces(self, first: int, last: int, size: int) -> Iterator[pa.Table]:
        """Rows of people as they lie in files, at most so many at a time."""
        offset = 0
        for path in self.people:
            with open_parquet(path, self.repeating) as file:
                groups: list[int] = []
                at = offset
                for group in range(file.num_row_groups):
                    length = file.metadata.row_group(group).num_rows
                    if offset + length > first and offset < last:
                        at = at if groups else offset
                        groups.append(group)
                    offset += length
                for batch in file.iter_batches(size, row_groups=groups, use_threads=False):
                    low, high = max(first - at, 0), min(last - at, batch.num_rows)
                    at += batch.num_rows
                    if high > low:
                        yield pa.Table.from_batches([batch.slice(low, high - low)])

    def _partition(self, first: int, rows: pa.Table) -> Partition:
        size = rows.num_rows
        last = first + size
        values: dict[str, pa.Array] = {}
        ids: pa.Array | None = None
        for column in self.columns:
            if column.is_id:
                ids = as_one(rows[column.name])
            elif column.field is not None:
                values[column.field.key] = self._field(as_one(rows[column.name]), column.field)
        if ids is None:
            ids = pa.array(np.arange(first + 1, last + 1))
        elif self.whole_ids:
            ids = ids.cast(pa.int64())
        else:
            ids = ids.cast(pa.string())
        return Partition(
            first,
            ids,
            values,
            *(self._about(name, first, last) for name in KNOWN_COLUMNS),
        )

    def _field(self, column: pa.Array, field_: FieldColumn) -> pa.Array:
        """A column of a Parquet file as values; what is in a spool is typed already."""
        return read_column(column, field_.type, self.schema.datetime_formats, _nobody_listens)

    def _about(self, name: str, first: int, last: int) -> pa.Table:
        """The engine's part of a table about the people of a range."""
        found = self.rows_between(name, first, last)
        schema = table_schema(name, self.schema)
        if found is None:
            return schema.empty_table()
        person = pc.subtract(found["=row"], first).cast(pa.int32())
        columns = {"person": person}
        cells = _CELLS.get(name, {})
        for each in schema.names[1:]:
            # Texts are taken from the cells by who needs them: that is done in several processes.
            text = cells.get(each)
            columns[each] = found[f"={each}"] if text is None else emptied(as_one(found[text]))
        table = pa.table(columns, schema=schema)
        number = KNOWN_COLUMNS[name]
        return table.filter(pc.greater_equal(table[number], 0)) if number else table


def pieces(path: Path) -> Iterator[pa.RecordBatch]:
    """What a file of Arrow holds, piece by piece.

    Each is mapped into memory by itself, and is gone from there as soon as nobody holds it.
    """
    number, many = 0, 1
    while number < many:
        with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
            many = reader.num_record_batches
            if many:
                yield reader.get_batch(number)
        number += 1


def _count(counts: np.ndarray[Any, np.dtype[np.int64]], rows: np.ndarray[Any, Any]) -> None:
    """Add one for each row, which are in order; those before the first one are nobody's."""
    rows = rows[np.searchsorted(rows, 0) :]
    ends = np.flatnonzero(np.diff(rows, append=-1))
    counts[rows[ends]] += np.diff(ends, prepend=-1)


def _stacked(tables: list[pa.Table]) -> pa.Table:
    """Tables of one shape below each other; of several files, they may not be typed alike."""
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="permissive")


def _taken(table: pa.Table, places: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Table:
    """Some rows of a table; those that stand together as they lie."""
    if not len(places):
        return table.slice(0, 0)
    first, many = int(places[0]), len(places)
    if int(places[-1]) - first + 1 == many and (places[1:] > places[:-1]).all():
        return table.slice(first, many)
    return table.take(pa.array(places))


KNOWN_COLUMNS = {
    "activities": None,
    "list_members": "list",
    "program_members": "program",
    "campaign_members": "campaign",
    "waiting": None,
}
"""The column that is negative where the schema does not know what a row is about."""


def table_schema(name: str, schema: Schema) -> pa.Schema:
    """The columns of a table as the engine takes it."""
    fields = [(each, _TYPES[each]) for each in _ENGINE_COLUMNS[name]]
    if name == "activities":
        fields[3] = ("campaign", pa.string())
    if name == "program_members":
        fields += [(each.key, value_type(each.type)) for each in schema.member_fields]
    return pa.schema([("person", pa.int32()), *fields])


_ENGINE_COLUMNS = {
    "activities": ("guid", "time", "type", "campaign", "asset", "attributes", "succeeded"),
    "list_members": ("list",),
    "program_members": (
        "program",
        "status",
        "success",
        "success_date",
        "membership_date",
        "stream",
        "cadence",
        "origin",
    ),
    "campaign_members": ("campaign", "last_entered", "times"),
    "waiting": ("campaign", "wait", "until", "since", "trigger", "tokens"),
}
_CELLS = {
    "activities": {
        "guid": "marketoGUID",
        "campaign": "campaignId",
        "asset": "primaryAttributeValue",
        "attributes": "attributes",
    },
    "program_members": {"status": "status", "stream": "stream", "cadence": "cadence"},
    "waiting": {"trigger": "trigger", "tokens": "tokens"},
}
"""Columns of the engine that are cells as they stand, and which."""

_TYPES = {
    "guid": pa.string(),
    "time": pa.int64(),
    "type": pa.int32(),
    "asset": pa.string(),
    "attributes": pa.string(),
    "succeeded": pa.bool_(),
    "list": pa.int32(),
    "program": pa.int32(),
    "status": pa.string(),
    "success": pa.bool_(),
    "success_date": pa.int64(),
    "membership_date": pa.int64(),
    "stream": pa.string(),
    "cadence": pa.string(),
    "origin": pa.int32(),
    "campaign": pa.int32(),
    "last_entered": pa.int64(),
    "times": pa.int32(),
    "wait": pa.int32(),
    "until": pa.int64(),
    "since": pa.int64(),
    "trigger": pa.string(),
    "tokens": pa.string(),
}


def _nobody_listens(places: object, found: object) -> None:
    """Bad cells were told when the dataset was looked through."""
