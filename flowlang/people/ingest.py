"""Looking through a dataset once: cells become values, every table is joined to its people."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flowlang.datatypes import DataType, Family
from flowlang.names import name_key
from flowlang.people.ahead import ahead
from flowlang.people.columns import WANTED, note, read_column, value_type
from flowlang.people.dataset import Dataset, PeopleColumn
from flowlang.people.files import TableFile, find_tables, open_parquet
from flowlang.people.ids import Ids, comes_again, plain_ids
from flowlang.people.joined import join_tables
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.people.repeating import repeating
from flowlang.people.schema import FieldColumn, Schema
from flowlang.people.tables import ReadTable, read_table

_GROUP = 1 << 17

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Why nothing more can be written into the folder for what is kept during a run."""


class BadDataError(Exception):
    """A dataset with bad cells that nobody allowed."""

    def __init__(self, bad: BadData) -> None:
        super().__init__(f"{bad.total} bad cells")
        self.bad = bad


@contextmanager
def open_dataset(path: Path, schema: Schema, on_bad: OnBadData) -> Iterator[Dataset]:
    """A dataset, ready to be read in ranges of people, for as long as the block lasts.

    Raises `RefusedError` for what is no dataset, `BadDataError` for bad cells where they are
    errors.
    """
    with tempfile.TemporaryDirectory(prefix="flowlang-") as folder:
        try:
            dataset = _look_through(path, schema, on_bad, Path(folder))
        except OSError as error:
            if error.errno in _NO_ROOM:
                message = (
                    f"{Path(folder).parent} has no room for what is kept of {path} during a run; "
                    "TMPDIR can name another folder"
                )
                raise RefusedError(message) from None
            raise RefusedError(
                f"{error.filename or path} cannot be read: {error.strerror}"
            ) from None
        if dataset.bad.total and on_bad is OnBadData.ERROR:
            raise BadDataError(dataset.bad)
        yield dataset


def _look_through(path: Path, schema: Schema, on_bad: OnBadData, scratch: Path) -> Dataset:
    tables = find_tables(path)
    bad = BadData()
    others: dict[str, ReadTable] = {
        name: read_table(name, file, schema, bad, on_bad, scratch / f"{name}.arrow")
        for name, file in tables.items()
        if name != "people"
    }
    skipped: set[str] = set()
    if on_bad is OnBadData.SKIP_PERSON:
        for table in others.values():
            skipped |= table.bad_people
    people = _People(tables["people"], schema, bad, on_bad, skipped)
    paths = people.read(scratch)
    dataset = Dataset(
        path=path,
        schema=schema,
        tables=tables,
        columns=people.columns,
        size=people.size,
        whole_ids=people.ids.are_whole,
        people=paths,
        spools={},
        orders={},
        bad=bad,
        repeating=repeating(paths[0]) if paths else frozenset(),
        has_id=people.id_name is not None,
    )
    join_tables(dataset, others, people.known(), scratch)
    return dataset


@dataclass(slots=True)
class _People:
    """Reads the table of people."""

    file: TableFile
    schema: Schema
    bad: BadData
    on_bad: OnBadData
    skipped: set[str]
    columns: tuple[PeopleColumn, ...] = ()
    id_name: str | None = None
    size: int = 0
    ids: Ids = field(default_factory=Ids)

    def read(self, scratch: Path) -> tuple[Path, ...]:
        """Look at all rows; where they can be read from afterwards."""
        self.columns = self._match()
        if self._is_typed() and not self.skipped:
            self._read_ids()
            if self._check_ids() is None:
                return self.file.parts
            self.bad = _forget(self.bad, str(self.file.path))
        return (self._spool(scratch),)

    def _match(self) -> tuple[PeopleColumn, ...]:
        """Which field each column is; a second column of a field is bad data."""
        by_key = {key: each for each in self.schema.fields for key in each.keys}
        taken: dict[str, str] = {}
        columns: list[PeopleColumn] = []
        seen: set[str] = set()
        for name in self.file.names:
            if name in seen:
                raise RefusedError(f"{self.file.path} has two columns with the name {name}")
            seen.add(name)
            key = name_key(name)
            if key == "id" and self.id_name is None:
                self.id_name = name
                columns.append(PeopleColumn(name, None, True))
                continue
            found = by_key.get(key)
            if found is not None and found.key in taken:
                told = f"a second column for the field {found.name}, beside {taken[found.key]}"
                self.bad.add(str(self.file.path), 1, name, name, told)
                found = None
            if found is not None:
                taken[found.key] = name
            columns.append(PeopleColumn(name, found, False))
        return tuple(columns)

    def _is_typed(self) -> bool:
        """Whether the columns of a Parquet file are of types in which no cell can be bad."""
        if self.file.form != "parquet":
            return False
        types = {each.name: each.type for each in pq.read_schema(self.file.parts[0])}
        return all(
            each.field is None or _always_fits(types[each.name], each.field)
            for each in self.columns
        )

    def _read_ids(self) -> None:
        """The ids of a Parquet file, and how many rows it has."""
        for part in self.file.parts:
            with open_parquet(part) as file:
                self.size += file.metadata.num_rows
                if self.id_name is not None:
                    for batch in file.iter_batches(_GROUP, columns=[self.id_name]):
                        self.ids.add(plain_ids(batch.column(0)))

    def _check_ids(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]] | None:
        """Tell ids that are empty or come twice; which rows must go, None for none."""
        if self.id_name is None:
            return None
        ids = self.ids.values()
        wrong = np.zeros(len(ids), np.bool_)
        if ids.null_count:
            wrong |= ids.is_null().to_numpy(zero_copy_only=False)
            self._tell(wrong, ids, "empty")
        again = comes_again(ids)
        if again.any():
            self._tell(again, ids, "an id that an earlier row has")
            wrong |= again
        return wrong if wrong.any() else None

    def _tell(self, wrong: object, ids: pa.Array, wanted: str) -> None:
        places = np.flatnonzero(np.asarray(wrong))
        tell = note(self.bad, str(self.file.path), self.id_name or "id", 2, wanted)
        tell(places, ids.take(pa.array(places)).cast(pa.string()).fill_null(""))

    def _spool(self, scratch: Path) -> Path:
        """Write all good rows into a file of typed columns."""
        path = scratch / "people.parquet"
        self.size, self.ids = 0, Ids()
        writer: pq.ParquetWriter | None = None
        first = 0
        torn = BadData()
        for batch in ahead(self.file.batches(torn, self.on_bad)):
            table, keep = self._typed(batch, first)
            first += batch.num_rows
            if keep is not None:
                table = table.filter(pa.array(keep))
            if writer is None:
                writer = pq.ParquetWriter(
                    path, table.schema, compression="none", write_statistics=False
                )
            writer.write_table(table, row_group_size=_GROUP)
            self.size += table.num_rows
            if self.id_name is not None:
                for each in table[self.id_name].chunks:
                    self.ids.add(each)
        if writer is None:
            raise RefusedError(f"{self.file.path} has no rows and no columns")
        writer.close()
        self.bad.take(torn)
        wrong = self._check_ids()
        if wrong is not None:
            if self.on_bad is OnBadData.ERROR:
                raise BadDataError(self.bad)
            keep = pa.array(~wrong)
            kept = self.ids.values().filter(keep)
            whole = pq.read_table(path).filter(keep)
            pq.write_table(whole, path, compression="none", row_group_size=_GROUP)
            self.size, self.ids = whole.num_rows, Ids()
            self.ids.add(kept)
        return path

    def known(self) -> pa.Array:
        """The id of each row that is kept; rows are numbered from 1 where no column is `id`."""
        return self.ids.values() if self.id_name else pa.array(np.arange(1, self.size + 1))

    def _typed(
        self, batch: pa.RecordBatch, first: int
    ) -> tuple[pa.Table, np.ndarray[tuple[int], np.dtype[np.bool_]] | None]:
        """Some rows with their fields as values, and which of them are kept."""
        names: list[str] = []
        arrays: list[pa.Array] = []
        wrong = np.zeros(batch.num_rows, np.bool_)
        for column, array in zip(self.columns, batch.columns, strict=True):
            names.append(column.name)
            if column.is_id:
                arrays.append(plain_ids(array).cast(pa.string()))
                if self.skipped:
                    listed = pc.is_in(arrays[-1], pa.array(sorted(self.skipped), pa.string()))
                    wrong |= listed.to_numpy(zero_copy_only=False)
                continue
            if column.field is None:
                arrays.append(array)
                continue
            wanted = WANTED.get(column.field.type, "no number")
            tell = note(self.bad, str(self.file.path), column.name, first + 2, wanted)
            values = read_column(
                array,
                column.field.type,
                self.schema.datetime_formats,
                partial(_tell_and_mark, tell, wrong),
            )
            # One type for the whole file, whatever this block looks like.
            arrays.append(values.cast(value_type(column.field.type)))
        table = pa.table(arrays, names=names)
        skips = self.on_bad is OnBadData.SKIP_PERSON and wrong.any()
        return table, ~wrong if skips else None


def _tell_and_mark(
    tell: Callable[..., None],
    wrong: np.ndarray[tuple[int], np.dtype[np.bool_]],
    places: np.ndarray[tuple[int], np.dtype[np.int64]],
    found: pa.Array,
) -> None:
    """Note bad cells, and that their rows have some."""
    tell(places, found)
    wrong[places] = True


def _forget(bad: BadData, file: str) -> BadData:
    """Bad cells without those of a file that is looked through once more."""
    bad.cells[:] = [each for each in bad.cells if each.file != file]
    del bad.counts[file]
    return bad


def _always_fits(type_: pa.DataType, column: FieldColumn) -> bool:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if column.type.family is Family.TEXT:
        return True
    if column.type is DataType.BOOLEAN:
        return bool(pa.types.is_boolean(type_))
    if column.type.family is Family.DATE:
        return bool(pa.types.is_date(type_) or pa.types.is_timestamp(type_))
    if column.type.is_whole:
        return bool(pa.types.is_integer(type_)) and type_ != pa.uint64()
    return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_))
