"""Trips that wait: who, in which campaign, at which wait, until when."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.engine.vectors import Codes, Mask, Rows, Times


@dataclass(slots=True)
class Parked:
    """Trips at one wait of one campaign that share their tokens.

    `order` is that in which the waits began. What triggered is a reference into the log of
    this run, or -1; trips of the input have `guids` instead. `alive` is cleared where a trip
    has ended.
    """

    rows: Rows
    campaign: int
    wait: int
    until: Times
    since: Times
    order: Times
    references: Times
    guids: pa.Array | None
    tokens: str | None
    alive: Mask


@dataclass(slots=True)
class Trips:
    """All waiting trips of a partition."""

    parked: list[Parked] = field(default_factory=list)
    began: int = 0
    changed: bool = False

    @classmethod
    def from_table(cls, table: pa.Table) -> Trips:
        """The trips of an input."""
        trips = cls(began=table.num_rows)
        if not table.num_rows:
            return trips
        table = table.append_column("order", pa.array(range(table.num_rows), pa.int64()))
        keys = table.select(["campaign", "wait", "tokens"]).group_by(["campaign", "wait", "tokens"])
        for key in keys.aggregate([]).to_pylist():
            same = pc.and_(
                pc.equal(table["campaign"], key["campaign"]), pc.equal(table["wait"], key["wait"])
            )
            tokens = key["tokens"]
            fits = (
                pc.is_null(table["tokens"])
                if tokens is None
                else pc.fill_null(pc.equal(table["tokens"], tokens), False)
            )
            part = table.filter(pc.and_(same, fits))
            trips.parked.append(
                Parked(
                    rows=part["person"].to_numpy(),
                    campaign=key["campaign"],
                    wait=key["wait"],
                    until=part["until"].to_numpy(),
                    since=part["since"].to_numpy(),
                    order=part["order"].to_numpy(),
                    references=np.full(part.num_rows, -1, np.int64),
                    guids=part["trigger"].combine_chunks(),
                    tokens=tokens,
                    alive=np.ones(part.num_rows, np.bool_),
                )
            )
        return trips

    def park(
        self,
        rows: Rows,
        campaign: int,
        wait: int,
        until: Times,
        since: Times,
        references: Times,
        tokens: str | None,
    ) -> None:
        """Let some trips wait."""
        order = np.full(len(rows), self.began, np.int64)
        self.began += 1
        alive = np.ones(len(rows), np.bool_)
        self.parked.append(
            Parked(rows, campaign, wait, until, since, order, references, None, tokens, alive)
        )
        self.changed = True

    def end(self, campaign: int, people: Mask) -> Mask:
        """End the trips of some people in a campaign; who had one."""
        ended = np.zeros(len(people), np.bool_)
        for parked in self.parked:
            if parked.campaign == campaign:
                found = parked.alive & people[parked.rows]
                if found.any():
                    ended[parked.rows[found]] = True
                    parked.alive &= ~found
                    self.changed = True
        return ended

    def end_all(self, people: Mask) -> None:
        """End every trip of some people."""
        for parked in self.parked:
            gone = parked.alive & people[parked.rows]
            if gone.any():
                parked.alive &= ~gone
                self.changed = True

    def waiting(self) -> int:
        """How many trips wait."""
        return sum(int(parked.alive.sum()) for parked in self.parked)

    def in_campaign(self, campaign: int, size: int) -> Mask:
        """Who waits in a campaign."""
        found = np.zeros(size, np.bool_)
        for parked in self.parked:
            if parked.campaign == campaign:
                found[parked.rows[parked.alive]] = True
        return found

    def written(self, ids: pa.Array, numbers: Codes) -> pa.Table:
        """The trips as a table, by person and the order in which they began.

        `numbers` are those of the activities of this run, by reference.
        """
        tables = [_table(each, ids, numbers) for each in self.parked]
        if not tables:
            return _SCHEMA.empty_table()
        table = pa.concat_tables(tables).sort_by([("person", "ascending"), ("order", "ascending")])
        return table.drop_columns(["order"])


_SCHEMA = pa.schema(
    [
        ("person", pa.int32()),
        ("campaign", pa.int32()),
        ("wait", pa.int32()),
        ("until", pa.int64()),
        ("since", pa.int64()),
        ("trigger", pa.string()),
        ("tokens", pa.string()),
    ]
)


def _table(parked: Parked, ids: pa.Array, numbers: Codes) -> pa.Table:
    """The trips of one group that still wait."""
    alive = np.flatnonzero(parked.alive)
    rows = parked.rows[alive]
    references = parked.references[alive]
    if parked.guids is not None:
        triggers = parked.guids.take(pa.array(alive)).cast(pa.string())
    elif len(alive) and (references >= 0).any():
        known = pc.binary_join_element_wise(
            ids.take(pa.array(rows)).cast(pa.string()),
            pa.array(numbers[np.maximum(references, 0)]).cast(pa.string()),
            "-",
        )
        triggers = pc.if_else(pa.array(references >= 0), known, pa.scalar(None, pa.string()))
    else:
        triggers = pa.nulls(len(alive), pa.string())
    size = len(alive)
    return pa.table(
        {
            "person": pa.array(rows, pa.int32()),
            "campaign": pa.array(np.full(size, parked.campaign, np.int32)),
            "wait": pa.array(np.full(size, parked.wait, np.int32)),
            "until": pa.array(parked.until[alive], pa.int64()),
            "since": pa.array(parked.since[alive], pa.int64()),
            "trigger": triggers,
            "tokens": pa.array([parked.tokens] * size, pa.string()),
            "order": pa.array(parked.order[alive], pa.int64()),
        }
    )
