"""A range of people with everything about them: what the engine takes and gives back.

Arrow is the border between the dataset and the engine. Every table below names a person by
`person`, the row in the partition (int32, from 0). Times are int64 seconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(slots=True)
class Partition:
    """The people of one range of rows, as they are before a run.

    ids
        int64 where every id of the dataset is a canonical decimal below 2**63, else string.
    fields
        One array for each field with a column, by the field's key: text as string or
        dictionary<int32, string>; whole numbers int64; other numbers float64; bool; date32;
        timestamp[s, UTC]. Null is empty; there is no empty string.
    activities
        Sorted by person, then time, then file order: `person` int32, `guid` string, `time`
        int64, `type` int32, `campaign` and `asset` dictionary or string, `attributes` string
        or dictionary (JSON as it stands), `succeeded` bool.
    lists
        `person`, `list` (int32, position in the schema).
    programs
        `person`, `program`, `status` string, `success` bool, `success_date` and
        `membership_date` int64 (nullable), `stream` and `cadence` string, then one column for
        each member field by key, typed like fields; `origin` int32, the row's number in
        what the dataset keeps of it.
    campaigns
        `person`, `campaign`, `last_entered` int64 (nullable), `times` int32.
    waiting
        `person`, `campaign`, `wait` int32, `until` int64, `since` int64, `trigger` string
        (nullable), `tokens` string (JSON, nullable), in the order in which the waits began.

    Rows about lists, programs and campaigns that the schema does not know are not here; the
    dataset keeps them.
    """

    first_row: int
    ids: pa.Array
    fields: dict[str, pa.Array]
    activities: pa.Table
    lists: pa.Table
    programs: pa.Table
    campaigns: pa.Table
    waiting: pa.Table

    @property
    def size(self) -> int:
        """The number of people."""
        return len(self.ids)


@dataclass(slots=True)
class Outcome:
    """What a run made of a partition.

    fields
        The columns that changed or came new, whole, by key, typed as in `Partition`.
    deleted
        The rows of people who were deleted, ascending, int32.
    activities
        New ones only; those of one person stand together, in the order in which they were logged,
        and people mostly in theirs: `person`,
        `number` int32 (the n of the GUID `<id>-<n>`), `time`, `type`, `campaign`, `asset`,
        `attributes` and `result` (dictionary or string; compact JSON; `succeeded` or
        `skipped`).
    lists, programs, campaigns, waiting
        The rows after the run, all of them and shaped as in `Partition`; None where nothing
        changed. In `programs`, `origin` is null for a new membership.
    """

    fields: dict[str, pa.Array]
    deleted: pa.Array
    activities: pa.Table
    lists: pa.Table | None
    programs: pa.Table | None
    campaigns: pa.Table | None
    waiting: pa.Table | None
