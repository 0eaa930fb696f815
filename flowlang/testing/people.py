"""The people of a world before anything is said about them, as a partition in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from flowlang.people.partition import Partition

_TEXTS = pa.dictionary(pa.int32(), pa.string())

ACTIVITIES = pa.schema(
    [
        ("person", pa.int32()),
        ("guid", pa.string()),
        ("time", pa.int64()),
        ("type", pa.int32()),
        ("campaign", _TEXTS),
        ("asset", _TEXTS),
        ("attributes", _TEXTS),
        ("succeeded", pa.bool_()),
    ]
)
"""The columns of a partition's history."""

_NOBODY = Partition(
    first_row=0,
    ids=pa.array([], pa.string()),
    fields={},
    activities=ACTIVITIES.empty_table(),
    lists=pa.schema([("person", pa.int32()), ("list", pa.int32())]).empty_table(),
    programs=pa.schema(
        [
            ("person", pa.int32()),
            ("program", pa.int32()),
            ("status", pa.string()),
            ("success", pa.bool_()),
            ("success_date", pa.int64()),
            ("membership_date", pa.int64()),
            ("stream", pa.string()),
            ("cadence", pa.string()),
            ("origin", pa.int32()),
        ]
    ).empty_table(),
    campaigns=pa.schema(
        [
            ("person", pa.int32()),
            ("campaign", pa.int32()),
            ("last_entered", pa.int64()),
            ("times", pa.int32()),
        ]
    ).empty_table(),
    waiting=pa.schema(
        [
            ("person", pa.int32()),
            ("campaign", pa.int32()),
            ("wait", pa.int32()),
            ("until", pa.int64()),
            ("since", pa.int64()),
            ("trigger", pa.string()),
            ("tokens", pa.string()),
        ]
    ).empty_table(),
)


def nobody() -> Partition:
    """A partition of no people."""
    return _NOBODY


def people_named(names: Sequence[str]) -> Partition:
    """People of whom nothing is known but their ids."""
    return replace(_NOBODY, ids=pa.array(names, pa.string()))


def with_room(partition: Partition, rows: int) -> Partition:
    """The same people, and behind them empty rows for people who come later."""
    ids = partition.ids.cast(pa.string())
    nobody = pa.array([""] * rows, pa.string())
    fields = {
        key: pa.concat_arrays([array, pa.nulls(rows, array.type)])
        for key, array in partition.fields.items()
    }
    return replace(partition, ids=pa.concat_arrays([ids, nobody]), fields=fields)


def together(partitions: Sequence[Partition]) -> Partition:
    """The people of several partitions, in their order, as those of one."""
    first = partitions[0]
    if len(partitions) == 1:
        return first
    begins = np.cumsum([0, *(each.size for each in partitions[:-1])])
    tables = {
        name: pa.concat_tables(
            [
                _moved(getattr(each, name), int(begin))
                for each, begin in zip(partitions, begins, strict=True)
            ],
            promote_options="permissive",
        ).unify_dictionaries()
        for name in ("activities", "lists", "programs", "campaigns", "waiting")
    }
    fields = {key: _joined([each.fields[key] for each in partitions]) for key in first.fields}
    return Partition(first.first_row, _joined([each.ids for each in partitions]), fields, **tables)


def _moved(table: pa.Table, by: int) -> pa.Table:
    """A table whose people stand so many rows further on."""
    people = pa.array(table["person"].to_numpy() + np.int32(by), pa.int32())
    return table.set_column(table.column_names.index("person"), "person", people)


def _joined(arrays: list[pa.Array]) -> pa.Array:
    return pa.chunked_array(arrays).unify_dictionaries().combine_chunks()
