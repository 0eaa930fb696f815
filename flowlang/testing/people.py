"""The people of a world before anything is said about them, as a partition in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
