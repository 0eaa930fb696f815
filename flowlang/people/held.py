"""What came of people who ran before the others of their partition, held until it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from flowlang.people.arrays import as_one
from flowlang.people.partition import Outcome
from flowlang.people.regrouping import TABLES, Came, part_of

_PEOPLE = "people"
_ROW, _DELETED = "=row", "=deleted"
"""The table that has the fields of the people, and its other columns."""


def hold(folder: Path, came: Came) -> None:
    """Keep in a folder of its own what came of people, whose rows are those of the dataset."""
    folder.mkdir(parents=True)
    deleted = np.zeros(len(came.rows), np.bool_)
    deleted[came.outcome.deleted.to_numpy()] = True
    people = {_ROW: pa.array(came.rows), _DELETED: pa.array(deleted), **came.outcome.fields}
    _write(folder / _PEOPLE, pa.table(people))
    for name in TABLES:
        table = getattr(came.outcome, name)
        if table is not None:
            _write(folder / name, table)


def held(folders: Path, first: int, last: int) -> Iterator[Came]:
    """What came of the people of a range of rows, which count from its first."""
    for folder in sorted(folders.glob("*")):
        people = _read(folder / _PEOPLE)
        rows = people[_ROW].to_numpy()
        low, high = np.searchsorted(rows, [first, last]).tolist()
        if low < high:
            deleted = np.flatnonzero(people[_DELETED].to_numpy())
            keys = people.column_names[2:]
            outcome = Outcome(
                {key: as_one(people[key]) for key in keys},
                pa.array(deleted, pa.int32()),
                **{
                    name: _read(folder / name) if (folder / name).exists() else None
                    for name in TABLES
                },
            )
            yield Came(rows[low:high] - first, part_of(outcome, low, high))


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.unify_dictionaries().combine_chunks())


def _read(path: Path) -> pa.Table:
    """A table that is mapped into memory, as far as it is looked at."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()
