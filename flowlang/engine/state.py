"""What is known of the people of one partition while a run goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from flowlang.datatypes import DataType
from flowlang.engine import buffers
from flowlang.engine.chance import Words64, person_keys
from flowlang.engine.log import Log
from flowlang.engine.plan import Plan
from flowlang.engine.trips import Trips
from flowlang.engine.vectors import (
    EMPTY,
    NEVER,
    Array,
    Codes,
    Mask,
    Rows,
    Text,
    Times,
    Vector,
    Words,
    arrow_type,
    empty_vector,
    from_arrow,
    put_vector,
)
from flowlang.engine.witness import Witness
from flowlang.model.assets import Field, Program, StaticList
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.people.partition import Partition


@dataclass(slots=True)
class Memberships:
    """Everyone's membership of one program; the rest means nothing where `member` is false."""

    member: Mask
    status: Text
    success: Mask
    success_date: Times
    membership_date: Times
    stream: Text
    cadence: Text
    fields: dict[str, Vector]
    origin: Codes


@dataclass(slots=True)
class Entries:
    """When each person last entered one campaign, and how often they did."""

    last: Times
    times: Codes


@dataclass(slots=True)
class State:
    """One partition under way; everything in it is by row.

    `history` and `fitting` are kept for `flowlang.engine.activities`, which alone reads them.
    `asked`, where somebody wants to know, counts for the filter of each smart list and segment
    how many it held for and how many not. `witness` is told what happens.
    """

    plan: Plan
    partition: Partition
    keys: Words64
    deleted: Mask
    stopped: Mask
    log: Log
    trips: Trips
    logged: Codes
    columns: dict[str, Vector] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    lists: dict[StaticList, Mask] = field(default_factory=dict)
    memberships: dict[Program, Memberships] = field(default_factory=dict)
    entries: dict[Campaign, Entries] = field(default_factory=dict)
    history: dict[int, Any] = field(default_factory=dict)
    fitting: dict[object, Any] = field(default_factory=dict)
    lists_changed: bool = False
    programs_changed: bool = False
    campaigns_changed: bool = False
    asked: dict[Filter, list[int]] | None = None
    witness: Witness | None = None

    def note(self, filter_: Filter, held: Mask) -> None:
        """Count what a smart list or segment said, where somebody wants to know."""
        if self.asked is not None:
            counts = self.asked.setdefault(filter_, [0, 0])
            count = int(held.sum())
            counts[0] += count
            counts[1] += len(held) - count

    @property
    def size(self) -> int:
        """The number of people."""
        return self.partition.size

    # -- fields ---------------------------------------------------------------------------

    def column(self, field_: Field) -> Vector:
        """The column of a person's or company's field."""
        known = self.columns.get(field_.key)
        if known is None:
            array = self.partition.fields.get(field_.key)
            known = (
                empty_vector(field_.type, self.size)
                if array is None
                else from_arrow(array, field_.type)
            )
            self.columns[field_.key] = known
        return known

    def is_empty(self, field_: Field, rows: Array) -> Mask:
        """Where a field has no value; a column that nothing else needs is not decoded for it."""
        if field_.key not in self.columns:
            array = self.partition.fields.get(field_.key)
            if array is None:
                return np.ones(len(rows), np.bool_)
            if not array.null_count:
                return np.zeros(len(rows), np.bool_)
            return ~buffers.known(array)[rows]
        return self.columns[field_.key].empty[rows]

    def put(self, field_: Field, rows: Rows, values: Vector) -> None:
        """Write a field of some people."""
        put_vector(self.column(field_), rows, values)
        self.changed.add(field_.key)

    # -- lists, programs, campaigns -------------------------------------------------------

    def list_members(self, list_: StaticList) -> Mask:
        """Who is on a static list."""
        known = self.lists.get(list_)
        if known is None:
            known = np.zeros(self.size, np.bool_)
            table = _rows_about(self.partition.lists, "list", self.plan.list_numbers[list_])
            if table is not None:
                known[table["person"].to_numpy()] = True
            self.lists[list_] = known
        return known

    def program_members(self, program: Program) -> Memberships:
        """The memberships of a program."""
        known = self.memberships.get(program)
        if known is None:
            known = self._read_memberships(program)
            self.memberships[program] = known
        return known

    def _read_memberships(self, program: Program) -> Memberships:
        number = self.plan.program_numbers[program]
        table = _rows_about(self.partition.programs, "program", number)
        if table is None:
            table = self.partition.programs.slice(0, 0)
        rows = table["person"].to_numpy()
        size = self.size

        def text(name: str) -> Text:
            column = Text(np.full(size, EMPTY, np.int32), Words())
            values = from_arrow(table[name], DataType.TEXT)
            assert isinstance(values, Text)
            column.put(rows, values)
            return column

        def moments(name: str) -> Times:
            column = np.full(size, NEVER, np.int64)
            column[rows] = table[name].fill_null(NEVER).to_numpy()
            return column

        member = np.zeros(size, np.bool_)
        member[rows] = True
        success = np.zeros(size, np.bool_)
        success[rows] = table["success"].fill_null(False).to_numpy(zero_copy_only=False)
        origin = np.full(size, -1, np.int32)
        origin[rows] = table["origin"].to_numpy()
        fields: dict[str, Vector] = {}
        for field_ in self.plan.instance.member_fields:
            column = empty_vector(field_.type, size)
            if field_.key in table.column_names and len(rows):
                put_vector(column, rows, from_arrow(table[field_.key], field_.type))
            fields[field_.key] = column
        return Memberships(
            member,
            text("status"),
            success,
            moments("success_date"),
            moments("membership_date"),
            text("stream"),
            text("cadence"),
            fields,
            origin,
        )

    def campaign_entries(self, campaign: Campaign) -> Entries:
        """Who entered a campaign, when and how often."""
        known = self.entries.get(campaign)
        if known is None:
            last = np.full(self.size, NEVER, np.int64)
            times = np.zeros(self.size, np.int32)
            number = self.plan.campaign_numbers.get(campaign)
            table = (
                None
                if number is None
                else _rows_about(self.partition.campaigns, "campaign", number)
            )
            if table is not None:
                rows = table["person"].to_numpy()
                last[rows] = table["last_entered"].fill_null(NEVER).to_numpy()
                times[rows] = table["times"].to_numpy()
            known = Entries(last, times)
            self.entries[campaign] = known
        return known


def _rows_about(table: pa.Table, name: str, number: int) -> pa.Table | None:
    """The rows in which a column has a number; None where there are none.

    Most tables of most partitions say nothing, and should cost nothing.
    """
    if not table.num_rows:
        return None
    places = np.flatnonzero(table[name].to_numpy() == number)
    return table.take(pa.array(places)) if len(places) else None


def begin(plan: Plan, partition: Partition) -> State:
    """The state of a partition before anything happens."""
    size = partition.size
    persons = partition.activities["person"].to_numpy()
    return State(
        plan=plan,
        partition=partition,
        keys=person_keys(partition.ids),
        deleted=np.zeros(size, np.bool_),
        stopped=np.zeros(size, np.bool_),
        log=Log(),
        trips=Trips.from_table(partition.waiting, partition.activities, size),
        logged=np.bincount(persons, minlength=size).astype(np.int32),
    )


def changed_columns(state: State) -> dict[str, pa.Array]:
    """The columns that the run changed, as Arrow arrays."""
    result: dict[str, pa.Array] = {}
    for field_ in state.plan.instance.fields:
        if field_.key in state.changed:
            column = state.column(field_)
            result[field_.key] = (
                column.arrow()
                if isinstance(column, Text)
                else column.arrow(arrow_type(field_.type))
            )
    return result
