"""The tables beside people: their cells as text, and as values where the engine needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.names import name_key
from flowlang.people.ahead import ahead, behind
from flowlang.people.arrays import as_one
from flowlang.people.cells import WHOLE_ID
from flowlang.people.columns import WANTED, emptied, note, read_column, value_type, written
from flowlang.people.files import TableFile
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.people.schema import Schema

COLUMNS = {
    "activities": (
        "marketoGUID",
        "leadId",
        "activityDate",
        "activityTypeId",
        "campaignId",
        "primaryAttributeValueId",
        "primaryAttributeValue",
        "attributes",
        "actionResult",
    ),
    "list_members": ("list", "leadId"),
    "program_members": (
        "program",
        "leadId",
        "status",
        "reachedSuccess",
        "reachedSuccessDate",
        "membershipDate",
        "stream",
        "cadence",
    ),
    "campaign_members": ("campaign", "leadId", "lastEnteredAt", "timesEntered"),
    "waiting": ("campaign", "leadId", "wait", "until", "since", "trigger", "tokens"),
}
"""The columns of each table as they are written."""

_NUMBERS = ("leadId", "activityTypeId")
"""Columns that stay numbers where they are."""

AT_ONCE = 1 << 19
"""So many rows of a table are in memory at once."""

_REQUIRED = {
    "activities": ("leadId", "activityDate", "activityTypeId"),
    "list_members": ("list", "leadId"),
    "program_members": ("program", "leadId"),
    "campaign_members": ("campaign", "leadId"),
    "waiting": ("campaign", "leadId", "wait", "until"),
}


@dataclass(slots=True)
class ReadTable:
    """One table, read and kept on disk, some rows at a time.

    The file at `path` is Arrow's, with the table's cells under the names they are written with,
    extra ones last; before them, each behind `=`, the values that the engine takes where it takes
    no cell as it stands, and which rows are `usable` at all. `bad_people` are the ids of the
    people who have bad cells, `whole_leads` tells that every id is a whole number.
    """

    path: Path
    whole_leads: bool = True
    bad_people: set[str] = field(default_factory=set)


def read_table(
    name: str, file: TableFile, schema: Schema, bad: BadData, on_bad: OnBadData, path: Path
) -> ReadTable:
    """Read a table beside people, and write it to a path; bad cells are told."""
    read = ReadTable(path)
    torn, wrong = BadData(), BadData()
    with ExitStack() as stack:
        put = None
        first = 0
        for cells in ahead(_cells(name, file, torn, on_bad)):
            some = _Reader(name, _Rows(file, cells, first, wrong), schema).read()
            batch = some.batch()
            if put is None:
                sink = stack.enter_context(pa.OSFile(str(path), "wb"))
                writer = stack.enter_context(pa.ipc.new_file(sink, batch.schema))
                put = stack.enter_context(behind(writer.write_batch))
            put(batch)
            read.whole_leads &= _are_whole(cells["leadId"])
            read.bad_people |= some.bad_people
            first += cells.num_rows
    bad.take(torn)
    bad.take(wrong)
    return read


def _are_whole(lead_ids: pa.ChunkedArray) -> bool:
    if pa.types.is_integer(lead_ids.type):
        return not lead_ids.null_count and (pc.min(lead_ids).as_py() or 0) >= 0
    whole = pc.all(pc.match_substring_regex(lead_ids, WHOLE_ID), skip_nulls=False).as_py()
    return bool(whole)


@dataclass(slots=True)
class _Rows:
    """Some rows of a table; `first` is the place of the first of them in the file."""

    file: TableFile
    cells: pa.Table
    first: int
    bad: BadData
    values: dict[str, pa.Array] = field(default_factory=dict)
    usable: np.ndarray[Any, np.dtype[np.bool_]] = field(init=False)
    bad_people: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.usable = np.ones(self.cells.num_rows, np.bool_)

    def note(self, column: str, wanted: str) -> Callable[..., None]:
        """A listener for bad cells of a column."""
        return note(self.bad, str(self.file.path), column, self.first + 2, wanted)

    def batch(self) -> pa.RecordBatch:
        """The values and the cells, as they are kept."""
        columns: dict[str, Any] = {"=usable": pa.array(self.usable)}
        columns.update({f"={each}": values for each, values in self.values.items()})
        columns.update(zip(self.cells.column_names, self.cells.columns, strict=True))
        arrays = [
            as_one(each) if isinstance(each, pa.ChunkedArray) else each for each in columns.values()
        ]
        return pa.record_batch(arrays, names=list(columns))


def _cells(name: str, file: TableFile, bad: BadData, on_bad: OnBadData) -> Iterator[pa.Table]:
    """All cells as text, some rows at a time; columns that the file lacks are empty.

    Times of activities, ids and types that are no text in the file stay what they are: there are
    many, and they are seldom wanted as text.
    """
    by_key = {name_key(each): each for each in file.names}
    lacking = [each for each in _REQUIRED[name] if name_key(each) not in by_key]
    if lacking:
        wanted = " and ".join(lacking)
        raise RefusedError(f"{file.path} lacks the column {wanted}")
    sources = {each: by_key.pop(name_key(each), None) for each in COLUMNS[name]}
    sources.update({each: each for each in by_key.values()})
    none = pa.table({each: pa.array([], pa.string()) for each in file.names})
    for whole in gathered(file.batches(bad, on_bad), none):
        columns: dict[str, pa.Array] = {}
        for each, found in sources.items():
            if found is None:
                columns[each] = pa.nulls(whole.num_rows, pa.string())
            elif each == "activityDate" and pa.types.is_timestamp(whole[found].type):
                columns[each] = _moments(as_one(whole[found]))
            elif each in _NUMBERS and pa.types.is_signed_integer(whole[found].type):
                columns[each] = as_one(whole[found]).cast(pa.int64())
            else:
                columns[each] = as_text(whole[found])
        yield pa.table(columns)


def gathered(batches: Iterable[pa.RecordBatch], none: pa.Table) -> Iterator[pa.Table]:
    """Batches put together to tables of many rows; `none` where there is no batch at all."""
    pending: list[pa.RecordBatch] = []
    rows = 0
    seen = False
    for batch in batches:
        pending.append(batch)
        rows += batch.num_rows
        if rows >= AT_ONCE:
            yield pa.Table.from_batches(pending)
            pending, rows, seen = [], 0, True
    if pending:
        yield pa.Table.from_batches(pending)
    elif not seen:
        yield none


def as_text(column: pa.ChunkedArray) -> pa.Array:
    """A column as text in canonical form."""
    whole = as_one(column)
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    if pa.types.is_timestamp(whole.type):
        return written(_moments(whole), DataType.DATETIME)
    if pa.types.is_floating(whole.type):
        return written(whole.cast(pa.float64()), DataType.FLOAT)
    return whole.cast(pa.string())


def _moments(column: pa.Array) -> pa.Array:
    """Times of a typed file, in seconds."""
    return read_column(column, DataType.DATETIME, (), lambda places, found: None)


class _Reader:
    """Reads the values of some rows of one table."""

    def __init__(self, name: str, rows: _Rows, schema: Schema) -> None:
        self.name = name
        self.rows = rows
        self.schema = schema

    def read(self) -> _Rows:
        """Read all columns that the engine takes."""
        self._need("leadId")
        values = self.rows.values
        match self.name:
            case "activities":
                values["time"] = self._moment("activityDate", needed=True)
                values["type"] = self._typed("activityTypeId", DataType.INTEGER, needed=True).cast(
                    pa.int32()
                )
                result = self._text("actionResult")
                values["succeeded"] = pc.fill_null(pc.equal(result, "succeeded"), True)
            case "list_members":
                values["list"] = self._known("list", self.schema.lists)
            case "program_members":
                self._program_values(values)
            case "campaign_members":
                names = tuple(each for each, _ in self.schema.campaigns)
                values["campaign"] = self._known("campaign", names)
                values["last_entered"] = self._moment("lastEnteredAt")
                times = self._typed("timesEntered", DataType.INTEGER)
                values["times"] = times.fill_null(1).cast(pa.int32())
            case _:
                self._waiting_values(values)
        return self.rows

    def _program_values(self, values: dict[str, pa.Array]) -> None:
        values["program"] = self._known("program", self.schema.programs)
        values["success"] = self._typed("reachedSuccess", DataType.BOOLEAN).fill_null(False)
        values["success_date"] = self._moment("reachedSuccessDate")
        values["membership_date"] = self._moment("membershipDate")
        places = np.arange(self.rows.cells.num_rows, dtype=np.int32)
        values["origin"] = pa.array(places + np.int32(self.rows.first))
        by_key = {name_key(each): each for each in self.rows.cells.column_names}
        for member in self.schema.member_fields:
            found = next((by_key[key] for key in sorted(member.keys) if key in by_key), None)
            values[member.key] = (
                pa.nulls(self.rows.cells.num_rows, value_type(member.type))
                if found is None
                else self._typed(found, member.type).cast(value_type(member.type))
            )

    def _waiting_values(self, values: dict[str, pa.Array]) -> None:
        names = tuple(each for each, _ in self.schema.campaigns)
        campaign = self._known("campaign", names, needed=True)
        values["campaign"] = campaign
        wait = self._typed("wait", DataType.INTEGER, needed=True).fill_null(0).cast(pa.int32())
        values["wait"] = wait
        waits = np.array([0] + [number for _, number in self.schema.campaigns])
        most = waits[campaign.to_numpy() + 1]
        numbers = wait.to_numpy()
        wrong = ((numbers < 1) | (numbers > most)) & self.rows.usable
        self._tell("wait", wrong, "no wait of that campaign")
        values["until"] = self._moment("until", needed=True).fill_null(0)
        since = self._moment("since")
        values["since"] = pc.coalesce(since, values["until"])

    def _text(self, column: str) -> pa.Array:
        return emptied(self._column(column))

    def _column(self, column: str) -> pa.Array:
        return as_one(self.rows.cells[column])

    def _moment(self, column: str, *, needed: bool = False) -> pa.Array:
        found = self._typed(column, DataType.DATETIME, needed=needed).cast(pa.int64())
        return found.fill_null(0) if needed else found

    def _typed(self, column: str, type_: DataType, *, needed: bool = False) -> pa.Array:
        """A column as values; who has a bad or missing cell is noted."""
        wrong = np.zeros(self.rows.cells.num_rows, np.bool_)
        wanted = WANTED.get(type_, "no number")
        tell = self.rows.note(column, wanted)

        def listen(places: np.ndarray[Any, Any], found: pa.Array) -> None:
            tell(places, found)
            wrong[places] = True

        values = read_column(self._column(column), type_, self.schema.datetime_formats, listen)
        if needed:
            missing = values.is_null().to_numpy(zero_copy_only=False) & ~wrong
            self._tell(column, missing, "empty")
            self.rows.usable &= ~wrong
            if type_ is DataType.INTEGER:
                values = values.fill_null(0)
        self._blame(wrong)
        return values

    def _need(self, column: str) -> None:
        cells = self._column(column)
        values = cells if pa.types.is_integer(cells.type) else emptied(cells)
        missing = values.is_null().to_numpy(zero_copy_only=False)
        self._tell(column, missing, "empty")

    def _tell(self, column: str, wrong: np.ndarray[Any, np.dtype[np.bool_]], wanted: str) -> None:
        """Note bad cells that make their rows of no use."""
        places = np.flatnonzero(wrong)
        if len(places):
            tell = self.rows.note(column, wanted)
            found = self._column(column).take(pa.array(places)).cast(pa.string())
            tell(places, found.fill_null(""))
            self.rows.usable[places] = False
            self._blame(wrong)

    def _blame(self, wrong: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        if wrong.any():
            ids = self._column("leadId").filter(pa.array(wrong)).cast(pa.string()).to_pylist()
            self.rows.bad_people.update(each for each in ids if each)

    def _known(self, column: str, names: tuple[str, ...], *, needed: bool = False) -> pa.Array:
        """The position of each qualified or bare name among those that are known, or -1."""
        positions: dict[str, int] = {}
        ambiguous: set[str] = set()
        for position, name in enumerate(names):
            at = name.find(".")
            while at >= 0:
                bare = name[at + 1 :]
                if positions.setdefault(bare, position) != position:
                    ambiguous.add(bare)
                at = name.find(".", at + 1)
        positions.update({name: position for position, name in enumerate(names)})
        ambiguous -= set(names)
        encoded = self._text(column).dictionary_encode()
        words = encoded.dictionary.to_pylist()
        mapping = np.array([*(positions.get(each, -1) for each in words), -1], np.int32)
        codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        unclear = np.array([*(each in ambiguous for each in words), False])
        self._tell(column, unclear[codes], "the name of several; write it as Program.Name")
        if needed:
            unknown = (mapping < 0)[codes] & ~unclear[codes]
            self._tell(column, unknown, "no campaign of this workspace")
        return pa.array(mapping[codes])
