"""People taken out of their partitions, put together as others, and what came of them put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from flowlang.people.arrays import below, holds
from flowlang.people.partition import Outcome, Partition

Rows: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

_AFTER = ("lists", "programs", "campaigns", "waiting")
"""The tables of which an outcome has all rows, new or not."""

TABLES = ("activities", *_AFTER)
"""The tables of a partition."""


class Came(NamedTuple):
    """What came of some people of a partition, who stand at some of its rows, ascending."""

    rows: Rows
    outcome: Outcome


def chosen(partition: Partition, rows: Rows) -> Partition:
    """Some people of a partition, by their rows, ascending; they are numbered from 0."""
    places = pa.array(rows)
    return replace(
        partition,
        first_row=0,
        ids=partition.ids.take(places),
        fields={key: array.take(places) for key, array in partition.fields.items()},
        **{name: _about(getattr(partition, name), rows, partition.size) for name in TABLES},
    )


def together(partitions: Sequence[Partition]) -> Partition:
    """The people of several partitions, in their order, as those of one."""
    first = partitions[0]
    if len(partitions) == 1:
        return first
    begins = np.cumsum([0, *(each.size for each in partitions[:-1])]).tolist()
    tables = {
        name: pa.concat_tables(
            [
                _moved(getattr(each, name), begin)
                for each, begin in zip(partitions, begins, strict=True)
            ],
            promote_options="permissive",
        ).unify_dictionaries()
        for name in TABLES
    }
    fields = {key: below(*(each.fields[key] for each in partitions)) for key in first.fields}
    return replace(first, ids=below(*(each.ids for each in partitions)), fields=fields, **tables)


def part_of(outcome: Outcome, first: int, last: int) -> Outcome:
    """What came of the people of a range of rows."""
    deleted = outcome.deleted.to_numpy()
    gone = deleted[slice(*np.searchsorted(deleted, [first, last]))] - np.int32(first)

    def part(table: pa.Table | None) -> pa.Table | None:
        if table is None:
            return None
        low, high = np.searchsorted(table["person"].to_numpy(), [first, last]).tolist()
        return _moved(table.slice(low, high - low), -first)

    return replace(
        outcome,
        fields={key: each.slice(first, last - first) for key, each in outcome.fields.items()},
        deleted=pa.array(gone, pa.int32()),
        **{name: part(getattr(outcome, name)) for name in TABLES},
    )


def merged(partition: Partition, parts: Sequence[Came]) -> Outcome:
    """What came of all people of a partition, each of whom is in one of the parts."""
    everybody = np.concatenate([each.rows for each in parts])
    place = np.empty(len(everybody), np.intp)
    place[everybody] = np.arange(len(everybody))
    back = pa.array(place)
    keys = dict.fromkeys(key for each in parts for key in each.outcome.fields)
    deleted = [each.rows[each.outcome.deleted.to_numpy()] for each in parts]
    return Outcome(
        fields={key: below(*_columns(key, partition, parts)).take(back) for key in keys},
        deleted=pa.array(np.sort(np.concatenate(deleted)), pa.int32()),
        activities=_below([_at(each.outcome.activities, each.rows) for each in parts]),
        **{name: _after(name, partition, parts) for name in _AFTER},
    )


def _columns(key: str, partition: Partition, parts: Sequence[Came]) -> list[pa.Array]:
    """The values of a field in each part, be they changed there or not."""
    before = partition.fields.get(key)
    changed = next(each.outcome.fields[key] for each in parts if key in each.outcome.fields)
    found = []
    for rows, outcome in parts:
        if key in outcome.fields:
            found.append(outcome.fields[key])
        elif before is not None:
            found.append(before.take(pa.array(rows)))
        else:
            found.append(pa.nulls(len(rows), holds(changed)))
    return found


def _after(name: str, partition: Partition, parts: Sequence[Came]) -> pa.Table | None:
    """All rows of a table after a run, None where it changed in no part."""
    tables = [getattr(each.outcome, name) for each in parts]
    if all(each is None for each in tables):
        return None
    before = getattr(partition, name)
    pieces = [
        _at(_about(before, rows, partition.size) if table is None else table, rows)
        for table, (rows, _) in zip(tables, parts, strict=True)
    ]
    whole = pa.concat_tables(pieces, promote_options="permissive")
    return whole.take(pa.array(np.argsort(whole["person"].to_numpy(), kind="stable")))


def _below(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables of the same columns below each other; at most codes are copied."""
    return pa.table({name: _column(name, tables) for name in tables[0].column_names})


def _column(name: str, tables: Sequence[pa.Table]) -> pa.ChunkedArray:
    chunks = [chunk for each in tables for chunk in each[name].chunks]
    widest = max((each.type for each in chunks), key=_width)
    return pa.chunked_array([each.cast(widest) for each in chunks], widest)


def _width(type_: pa.DataType) -> int:
    return type_.index_type.bit_width if pa.types.is_dictionary(type_) else 0


def _about(table: pa.Table, rows: Rows, size: int) -> pa.Table:
    """The rows of a table about some of so many people, who are numbered anew."""
    rank = np.full(size, -1, np.int32)
    rank[rows] = np.arange(len(rows), dtype=np.int32)
    ranks = rank[table["person"].to_numpy()]
    kept = ranks >= 0
    return _about_people(table.filter(pa.array(kept)), ranks[kept])


def _at(table: pa.Table, rows: Rows) -> pa.Table:
    """A table about some people, numbered as those of the partition in which they stand."""
    return _about_people(table, rows[table["person"].to_numpy()])


def _moved(table: pa.Table, by: int) -> pa.Table:
    """A table whose people stand so many rows further on."""
    return _about_people(table, table["person"].to_numpy() + np.int32(by))


def _about_people(table: pa.Table, people: np.ndarray[Any, Any]) -> pa.Table:
    place = table.column_names.index("person")
    return table.set_column(place, "person", pa.array(people, pa.int32()))
