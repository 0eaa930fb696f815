"""Joining the tables of a dataset to its people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.cells import WHOLE_ID
from flowlang.people.dataset import KNOWN_COLUMNS, Dataset
from flowlang.people.ids import NOBODY, rows_of
from flowlang.people.tables import ReadTable


def join_tables(
    dataset: Dataset, tables: dict[str, ReadTable], ids: pa.Array, scratch: Path
) -> None:
    """Keep every table on disk, and beside it the places of its rows by their people.

    Putting the rows themselves in order is left to those who read some of them: it takes most
    of the time, and they are several.
    """
    dataset.whole_leads = dataset.whole_ids and all(
        _are_whole(read.cells["leadId"]) for read in tables.values()
    )
    for name, read in tables.items():
        rows = rows_of(read.cells["leadId"], ids)
        if name == "activities":
            dataset.strangers = int(((rows == NOBODY) & read.usable).sum())
        rows[~read.usable] = NOBODY
        order = (
            _by_person_and_time(rows, read.values["time"].to_numpy())
            if name == "activities"
            else np.argsort(rows, kind="stable")
        )
        columns: dict[str, Any] = {"row": pa.array(rows)}
        columns.update({f"={each}": values for each, values in read.values.items()})
        columns.update(zip(read.cells.column_names, read.cells.columns, strict=True))
        superseded = _superseded(name, read, rows)
        if superseded.any():
            order = order[~superseded[order]]
        dataset.spools[name] = _spooled(pa.table(columns), scratch / f"{name}.arrow")
        places = pa.table({"row": rows[order], "place": order})
        dataset.orders[name] = _spooled(places, scratch / f"{name}-order.arrow")


def _spooled(table: pa.Table, path: Path) -> Path:
    """Write a table so that it can be mapped into memory."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return path


def _by_person_and_time(
    rows: np.ndarray[Any, np.dtype[np.int64]], times: np.ndarray[Any, np.dtype[np.int64]]
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The order of activities by person, time and file."""
    if not len(rows):
        return np.zeros(0, np.int64)
    first, last = int(times.min()), int(times.max())
    span = last - first + 1
    if (int(rows.max()) + 2) * span >= np.iinfo(np.int64).max:
        return np.lexsort((times, rows))
    # One number to sort by takes a third of the time of two.
    keys = (rows + 1) * span + (times - first)
    return np.argsort(keys, kind="stable")


def _superseded(
    name: str, read: ReadTable, rows: np.ndarray[Any, np.dtype[np.int64]]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows about a membership of which a later row tells once more."""
    result = np.zeros(len(rows), np.bool_)
    column = KNOWN_COLUMNS[name]
    if column is None or not len(rows):
        return result
    numbers = read.values[column].to_numpy(zero_copy_only=False).astype(np.int64)
    known = np.flatnonzero((rows != NOBODY) & (numbers >= 0))
    keys = rows[known] * (int(numbers.max()) + 1) + numbers[known]
    order = np.argsort(keys, kind="stable")
    again = keys[order[:-1]] == keys[order[1:]]
    result[known[order[:-1][again]]] = True
    return result


def _are_whole(lead_ids: Any) -> bool:
    whole = pc.all(pc.match_substring_regex(lead_ids, WHOLE_ID), skip_nulls=False).as_py()
    return bool(whole)
