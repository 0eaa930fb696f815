"""Joining the tables of a dataset to its people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from flowlang.people.ahead import ahead, behind
from flowlang.people.chronology import by_person_and_time
from flowlang.people.dataset import KNOWN_COLUMNS, Dataset, pieces
from flowlang.people.ids import NOBODY, Finder
from flowlang.people.tables import ReadTable

Rows: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"


def join_tables(
    dataset: Dataset, tables: dict[str, ReadTable], ids: pa.Array, scratch: Path
) -> None:
    """Keep beside every table on disk the places of its rows by their people.

    Each piece of a table is put in order for itself. Putting the rows in order, and pieces
    together, is left to those who read some of them: it takes most of the time, and they are
    several.
    """
    dataset.whole_leads = dataset.whole_ids and all(each.whole_leads for each in tables.values())
    finder = Finder(ids)
    for name, read in tables.items():
        dataset.spools[name] = read.path
        dataset.orders[name] = scratch / f"{name}-order.arrow"
        with (
            pa.OSFile(str(dataset.orders[name]), "wb") as sink,
            pa.ipc.new_file(sink, _ORDER) as writer,
            behind(writer.write_batch) as put,
        ):
            if name == "activities":
                for rows, times, strangers in ahead(_happened(read.path, finder)):
                    dataset.strangers += strangers
                    put(_batch(rows, by_person_and_time(rows, times)))
            else:
                for rows, order in _memberships(name, read.path, finder):
                    put(_batch(rows, order))


_ORDER = pa.schema([("row", pa.int64()), ("place", pa.int64())])


def _batch(rows: Rows, order: Rows) -> pa.RecordBatch:
    return pa.record_batch([pa.array(rows[order]), pa.array(order)], schema=_ORDER)


def _happened(path: Path, finder: Finder) -> Iterator[tuple[Rows, Rows, int]]:
    """The rows of people in each piece of activities, their times, and how many are strangers'."""
    for piece in pieces(path):
        rows = finder.rows_of(piece["leadId"])
        usable = piece["=usable"].to_numpy(zero_copy_only=False)
        strangers = int(((rows == NOBODY) & usable).sum())
        rows[~usable] = NOBODY
        yield rows, piece["=time"].to_numpy(), strangers


def _memberships(name: str, path: Path, finder: Finder) -> Iterator[tuple[Rows, Rows]]:
    """The rows of people in each piece of a table, and their order.

    Rows about a membership of which a later row tells once more are left out.
    """
    column = KNOWN_COLUMNS[name]
    found: list[Rows] = []
    numbers: list[Rows] = []
    for piece in pieces(path):
        rows = finder.rows_of(piece["leadId"])
        rows[~piece["=usable"].to_numpy(zero_copy_only=False)] = NOBODY
        found.append(rows)
        if column is not None:
            numbers.append(piece[f"={column}"].to_numpy(zero_copy_only=False).astype(np.int64))
    ends = np.cumsum([len(each) for each in found])
    superseded = np.zeros(int(ends[-1]), np.bool_)
    if column is not None and len(superseded):
        superseded = _superseded(np.concatenate(found), np.concatenate(numbers))
    for rows, again in zip(found, np.split(superseded, ends[:-1]), strict=True):
        order = np.argsort(rows, kind="stable")
        yield rows, order[~again[order]]


def _superseded(rows: Rows, numbers: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows about a membership of which a later row tells once more."""
    result = np.zeros(len(rows), np.bool_)
    known = np.flatnonzero((rows != NOBODY) & (numbers >= 0))
    keys = rows[known] * (int(numbers.max()) + 1) + numbers[known]
    order = np.argsort(keys, kind="stable")
    again = keys[order[:-1]] == keys[order[1:]]
    result[known[order[:-1][again]]] = True
    return result
