"""What the programs written for the nurture share: its facts, and the shape of what they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.partition import Outcome

FIRST, WAIT = 1_767_225_600 + 9 * 3600, 3 * 86_400
"""When the series begins, and how long it waits between emails."""

POINTS, WARM = 5, 60
OPEN, UNSUBSCRIBE = 10, 9
SEND, DELIVER, CHANGE_VALUE, CHANGE_SCORE, ADD, REMOVE = 6, 7, 13, 22, 24, 900_002
EMAILS = ("One", "Two", "Three", "Four", "Five", "Six")
CAMPAIGNS = ("Series", "Opened", "Warm", "Hand over", "Goodbye")
SERIES, OPENED, WARMED, HAND_OVER, GOODBYE = range(len(CAMPAIGNS))


@dataclass(frozen=True, slots=True)
class Year:
    """What people did: rows by person and time."""

    size: int
    person: np.ndarray
    time: np.ndarray
    type: np.ndarray

    def part(self, first: int, last: int) -> Year:
        """The people of a range of rows."""
        low, high = np.searchsorted(self.person, [first, last])
        some = slice(int(low), int(high))
        return Year(last - first, self.person[some] - first, self.time[some], self.type[some])


@dataclass(slots=True)
class Result:
    """What a year came to.

    activities
        New ones by person and in order: `person`, `number` (the n of the GUID), `time`, `type`,
        `campaign`, `asset`, `attributes` (JSON), `result`.
    score, status
        Of each person after the year.
    lists
        The `person`s on the list, ascending.
    entries
        `person`, `campaign`, `last_entered`, `times`.
    """

    activities: pa.Table
    score: pa.Array
    status: pa.Array
    lists: pa.Array
    entries: pa.Table

    @classmethod
    def of(cls, outcome: Outcome) -> Result:
        """The same of what the engine gives."""
        assert outcome.lists is not None
        assert outcome.campaigns is not None
        people = outcome.activities["person"].to_numpy()
        return cls(
            outcome.activities.take(pa.array(np.argsort(people, kind="stable"))),
            outcome.fields["leadscore"],
            outcome.fields["leadstatus"],
            outcome.lists["person"],
            outcome.campaigns,
        )


def differences(one: Result, other: Result) -> list[str]:
    """In what two results differ."""
    found = [
        f"activities: {name}"
        for name in one.activities.column_names
        if not _same(one.activities[name], other.activities[name])
    ]
    found += [name for name in ("score", "status", "lists") if not _same_of(one, other, name)]
    entries = [each.sort_by([("person", "ascending"), ("campaign", "ascending")])
               for each in (one.entries, other.entries)]  # fmt: skip
    found += [
        f"entries: {name}"
        for name in one.entries.column_names
        if not _same(entries[0][name], entries[1][name])
    ]
    return found


def _same_of(one: Result, other: Result, name: str) -> bool:
    return _same(getattr(one, name), getattr(other, name))


def _same(one: pa.Array | pa.ChunkedArray, other: pa.Array | pa.ChunkedArray) -> bool:
    left, right = (_plain(each) for each in (one, other))
    return len(left) == len(right) and bool(left.equals(right.cast(left.type)))


def _plain(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks)
    return pc.cast(values, pa.string()) if pa.types.is_dictionary(values.type) else values
