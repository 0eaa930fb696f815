"""Which files a dataset is made of."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flowlang.people import textfile
from flowlang.people.problems import BadData, OnBadData, RefusedError

TABLES = (
    "people",
    "activities",
    "list_members",
    "program_members",
    "campaign_members",
    "waiting",
)
"""The tables that a folder may hold; only the first must be there."""

_START = 1 << 16
"""So many bytes of a text file tell how long its lines are."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table: a text file, or one or more Parquet files, with its columns in order."""

    path: Path
    form: str
    parts: tuple[Path, ...]
    names: tuple[str, ...]

    @property
    def separator(self) -> str:
        """What stands between the cells of a text file."""
        return textfile.SEPARATORS[f".{self.form}"]

    def batches(
        self, bad: BadData, on_bad: OnBadData, size: int = 1 << 17
    ) -> Iterator[pa.RecordBatch]:
        """All rows, some at a time; columns as in the file."""
        if self.form != "parquet":
            yield from textfile.read_batches(self.path, self.separator, bad, on_bad)
            return
        for part in self.parts:
            with open_parquet(part) as file:
                yield from file.iter_batches(size)


def open_parquet(path: Path, dictionaries: Iterable[str] = ()) -> pq.ParquetFile:
    """A Parquet file to be read some rows at a time.

    What was read is let go of; Arrow would keep the file's bytes until the last row. The columns of
    `dictionaries` are read as such.
    """
    return pq.ParquetFile(path, read_dictionary=sorted(dictionaries), pre_buffer=False)


def find_tables(path: Path) -> dict[str, TableFile]:
    """The tables of a dataset: one file of people, or a folder of tables."""
    if not path.exists():
        raise RefusedError(f"there is no file or folder {path}")
    if path.is_file():
        return {"people": _table_file(path)}
    found: dict[str, TableFile] = {}
    for table in TABLES:
        candidates = [
            each
            for each in (path / f"{table}{end}" for end in (".csv", ".tsv", ".parquet", ""))
            if each.exists()
        ]
        if len(candidates) > 1:
            names = " and ".join(each.name for each in candidates)
            raise RefusedError(f"{path} holds the table {table} twice: {names}")
        if candidates:
            found[table] = _table_file(candidates[0])
    if "people" not in found:
        raise RefusedError(
            f"{path} holds no people: a file people.csv, people.tsv or people.parquet is wanted"
        )
    return found


def people_about(path: Path) -> int:
    """About how many people a dataset has, told without reading them; 0 for what is no dataset."""
    try:
        people = find_tables(path)["people"]
        if people.form == "parquet":
            return sum(pq.read_metadata(each).num_rows for each in people.parts)
        with people.path.open("rb") as file:
            start = file.read(_START)
            size = os.fstat(file.fileno()).st_size
    except (RefusedError, OSError):
        # Who reads the dataset tells what is wrong.
        return 0
    return size * start.count(b"\n") // max(len(start), 1)


def _table_file(path: Path) -> TableFile:
    if path.is_dir():
        parts = tuple(sorted(path.glob("*.parquet")))
        if not parts:
            raise RefusedError(f"{path} is a folder without Parquet files")
        return TableFile(path, "parquet", parts, _parquet_names(parts))
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return TableFile(path, "parquet", (path,), _parquet_names((path,)))
    if suffix not in textfile.SEPARATORS:
        raise RefusedError(f"{path} is no table: its name must end in .csv, .tsv or .parquet")
    try:
        names = textfile.header(path, textfile.SEPARATORS[suffix])
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}") from None
    return TableFile(path, suffix[1:], (path,), tuple(names))


def _parquet_names(parts: tuple[Path, ...]) -> tuple[str, ...]:
    names: tuple[str, ...] | None = None
    for part in parts:
        try:
            schema = pq.read_schema(part)
        except (pa.ArrowInvalid, OSError):
            raise RefusedError(f"{part} is no Parquet file") from None
        for field in schema:
            if pa.types.is_nested(field.type):
                raise RefusedError(
                    f"{part}: the column {field.name} holds lists or records, not cells"
                )
        if names is not None and tuple(schema.names) != names:
            raise RefusedError(f"{part} has other columns than the parts before it")
        names = tuple(schema.names)
    return names or ()
