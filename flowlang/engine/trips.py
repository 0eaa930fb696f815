"""Trips that wait: who, in which campaign, at which wait, until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.engine.masks import all_of
from flowlang.engine.vectors import Array, Codes, Mask, Rows, Times

NO_TRIGGER = -1
"""The reference of a trip that no activity triggered."""

INPUT = -2
"""References from here downwards are activities of the input: this minus the row."""

AWAKE = np.iinfo(np.int64).max
"""When somebody wakes who does not wait."""

_NOBODY = -1


class Place(NamedTuple):
    """Where trips wait: the numbers of the campaign and of its wait, and their tokens."""

    campaign: int
    wait: int
    tokens: str | None


class Due(NamedTuple):
    """Trips whose wait has ended, one for each of some people, in the order of the people."""

    place: Codes
    trigger: Times


class Trips:
    """The waiting trips of a partition, as a table with a chain of rows for each person.

    `wake` is the next moment at which somebody's wait ends. `began` counts the waits: it is
    the order in which what ends at one moment is handled. A trip that was triggered by an
    activity which the input does not hold keeps its GUID in `guids`; such references follow
    those of the input, of which there are `inputs`.
    """

    def __init__(self, size: int, inputs: int = 0) -> None:
        self.places: list[Place] = []
        self.wake: Times = np.full(size, AWAKE, np.int64)
        self.began = 0
        self.changed = False
        self.inputs = inputs
        self.guids: list[str] = []
        self._numbers: dict[Place, int] = {}
        self._head: Rows = np.full(size, _NOBODY, np.intp)
        self._used = 0
        self._free: list[Array] = []
        self._grow(0)

    def _grow(self, size: int) -> None:
        """Make room for so many trips; what is there stays."""

        def grown(name: str, dtype: type[np.generic]) -> Array:
            fresh = np.zeros(size, dtype)
            if self._used:
                fresh[: self._used] = getattr(self, name)[: self._used]
            return fresh

        self._person: Rows = grown("_person", np.intp)
        self._place: Codes = grown("_place", np.int32)
        self._next: Rows = grown("_next", np.intp)
        self._until: Times = grown("_until", np.int64)
        self._since: Times = grown("_since", np.int64)
        self._order: Times = grown("_order", np.int64)
        self._trigger: Times = grown("_trigger", np.int64)
        self._alive: Mask = grown("_alive", np.bool_)

    # -- waiting ----------------------------------------------------------------------------

    def park(self, rows: Rows, place: Place, until: Times, since: Times, trigger: Times) -> None:
        """Let some people, each once, begin to wait at a place."""
        self._put(rows, self._number(place), until, since, trigger)
        self.began += 1
        self.changed = True

    def _number(self, place: Place) -> int:
        number = self._numbers.get(place)
        if number is None:
            number = self._numbers[place] = len(self.places)
            self.places.append(place)
        return number

    def _put(
        self, rows: Rows, place: int, until: Times, since: Times, trigger: Times | int
    ) -> None:
        trips = self._room(len(rows))
        self._person[trips] = rows
        self._place[trips] = place
        self._until[trips] = until
        self._since[trips] = since
        self._order[trips] = self.began
        self._trigger[trips] = trigger
        self._alive[trips] = True
        self._next[trips] = self._head[rows]
        self._head[rows] = trips
        self.wake[rows] = np.minimum(self.wake[rows], until)

    def _room(self, many: int) -> Array:
        """Numbers of trips that are free."""
        if self._free and len(self._free[-1]) >= many:
            free = self._free.pop()
            if len(free) > many:
                self._free.append(free[many:])
            return free[:many]
        if self._used + many > len(self._person):
            self._grow(max(2 * len(self._person), self._used + many, 64))
        self._used += many
        return np.arange(self._used - many, self._used)

    # -- ending -----------------------------------------------------------------------------

    def take_due(self, rows: Rows, now: Times) -> Due:
        """End the wait of some people that is over and began first; each of them has one."""
        only = self._head[rows]
        if all_of(self._next[only] == _NOBODY):
            # Hardly anybody waits in two places: then it is the one that everybody has.
            self._alive[only] = False
            self._free.append(only)
            self._head[rows] = _NOBODY
            self.wake[rows] = AWAKE
            self.changed = True
            return Due(self._place[only], self._trigger[only])
        found = np.full(len(rows), _NOBODY, np.intp)
        first = np.full(len(rows), AWAKE, np.int64)
        for places, trips in self._chains(rows):
            earlier = (self._until[trips] <= now[places]) & (self._order[trips] < first[places])
            found[places[earlier]] = trips[earlier]
            first[places[earlier]] = self._order[trips[earlier]]
        due = Due(self._place[found], self._trigger[found])
        self._alive[found] = False
        self._forget(rows)
        return due

    def end(self, campaign: int, rows: Rows) -> Mask:
        """End the trips of some people in a campaign; who of them had one."""
        ended = np.zeros(len(rows), np.bool_)
        there = [number for number, place in enumerate(self.places) if place.campaign == campaign]
        if not there:
            return ended
        wanted = np.zeros(len(self.places), np.bool_)
        wanted[there] = True
        for places, trips in self._chains(rows):
            fits = wanted[self._place[trips]]
            ended[places[fits]] = True
            self._alive[trips[fits]] = False
        if ended.any():
            self._forget(rows[ended])
        return ended

    def end_all(self, rows: Rows) -> None:
        """End every trip of some people."""
        for _, trips in self._chains(rows):
            self._alive[trips] = False
        self._forget(rows)

    def _chains(self, rows: Rows) -> Iterator[tuple[Array, Rows]]:
        """All trips of some people, the first of each, then the second …, with their places."""
        trips = self._head[rows]
        places = np.arange(len(rows))
        while True:
            there = trips >= 0
            if not there.all():
                trips, places = trips[there], places[there]
            if not len(trips):
                return
            yield places, trips
            trips = self._next[trips]

    def _forget(self, rows: Rows) -> None:
        """Take the trips of some people that have ended out of their chains."""
        self.changed = True
        levels = list(self._chains(rows))
        self._head[rows] = _NOBODY
        self.wake[rows] = AWAKE
        for places, trips in reversed(levels):
            alive = self._alive[trips]
            gone = trips[~alive]
            if len(gone):
                self._free.append(gone)
            kept, people = trips[alive], rows[places[alive]]
            self._next[kept] = self._head[people]
            self._head[people] = kept
            self.wake[people] = np.minimum(self.wake[people], self._until[kept])

    # -- asking -----------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many trips wait."""
        return int(self._alive[: self._used].sum())

    def in_campaign(self, campaign: int, size: int) -> Mask:
        """Who waits in a campaign."""
        found = np.zeros(size, np.bool_)
        for number, place in enumerate(self.places):
            if place.campaign == campaign:
                there = self._alive[: self._used] & (self._place[: self._used] == number)
                found[self._person[: self._used][there]] = True
        return found

    def follow(self, places: Times, inputs: int) -> None:
        """Go on referring to the same activities of the input, which have moved.

        `places` has the new place of each, `inputs` is how many there are now.
        """
        trigger = self._trigger[: self._used]
        place = INPUT - trigger
        known = (trigger <= INPUT) & (place < self.inputs)
        unknown = (trigger <= INPUT) & ~known
        trigger[known] = INPUT - places[place[known]]
        trigger[unknown] -= inputs - self.inputs
        self.inputs = inputs

    # -- tables -----------------------------------------------------------------------------

    @classmethod
    def from_table(cls, table: pa.Table, activities: pa.Table, size: int) -> Trips:
        """The trips of an input; `activities` are the partition's."""
        trips = cls(size, activities.num_rows)
        if not table.num_rows:
            return trips
        order = np.lexsort((table["since"].to_numpy(), table["person"].to_numpy()))
        trips.changed = bool((order[1:] < order[:-1]).any())
        table = table.take(pa.array(order))
        rows = table["person"].to_numpy()
        until, since = table["until"].to_numpy(), table["since"].to_numpy()
        triggers = trips._references(table, activities)
        places = zip(
            *(table[name].to_pylist() for name in ("campaign", "wait", "tokens")), strict=True
        )
        numbers = np.fromiter((trips._number(Place(*each)) for each in places), np.int32, len(rows))
        # Everybody's first wait, then everybody's second: each person's keep their order.
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        for number in range(int(rank.max()) + 1):
            for place in np.unique(numbers[rank == number]).tolist():
                some = np.flatnonzero((rank == number) & (numbers == place))
                trips._put(rows[some], place, until[some], since[some], triggers[some])
            trips.began += 1
        return trips

    def _references(self, table: pa.Table, activities: pa.Table) -> Times:
        """What triggered each trip of an input, found by person and GUID."""
        guids = table["trigger"].to_pylist()
        references = np.full(len(guids), NO_TRIGGER, np.int64)
        wanted = {each for each in guids if each is not None}
        if not wanted:
            return references
        there = pc.is_in(activities["guid"], value_set=pa.array(sorted(wanted), pa.string()))
        places = np.flatnonzero(there.to_numpy())
        some = activities.select(["person", "guid"]).take(pa.array(places))
        known = dict(
            zip(
                zip(some["person"].to_pylist(), some["guid"].to_pylist(), strict=True),
                places.tolist(),
                strict=True,
            )
        )
        for at, key in enumerate(zip(table["person"].to_pylist(), guids, strict=True)):
            if key[1] is None:
                continue
            place = known.get(key)
            if place is None:
                place = self.inputs + len(self.guids)
                self.guids.append(key[1])
            references[at] = INPUT - place
        return references

    def of_person(self, row: int) -> list[tuple[Place, int]]:
        """Where a person waits and until when, in the order in which the waits began."""
        trips = [int(each[0]) for _, each in self._chains(np.array([row], np.intp))]
        alive = sorted((each for each in trips if self._alive[each]), key=self._order.__getitem__)
        return [(self.places[self._place[each]], int(self._until[each])) for each in alive]

    def written(
        self, ids: pa.Array, numbers: Callable[[], Codes], activities: pa.Table
    ) -> pa.Table:
        """The trips as a table, by person and the order in which they began.

        `numbers` gives those of the activities of this run, by reference, where it is asked.
        """
        alive = np.flatnonzero(self._alive[: self._used])
        order = np.lexsort((self._order[alive], self._person[alive]))
        trips = alive[order]
        places = self._place[trips]
        rows = self._person[trips]
        return pa.table(
            {
                "person": rows,
                "campaign": self._told([each.campaign for each in self.places], places),
                "wait": self._told([each.wait for each in self.places], places),
                "until": self._until[trips],
                "since": self._since[trips],
                "trigger": self._written_triggers(
                    self._trigger[trips], rows, ids, numbers, activities
                ),
                "tokens": pa.array([each.tokens for each in self.places], pa.string()).take(
                    pa.array(places)
                ),
            },
            _SCHEMA,
        )

    @staticmethod
    def _told(numbers: list[int], places: Codes) -> Array:
        return np.array(numbers, np.int32)[places] if numbers else np.zeros(0, np.int32)

    def _written_triggers(
        self,
        references: Times,
        rows: Rows,
        ids: pa.Array,
        numbers: Callable[[], Codes],
        activities: pa.Table,
    ) -> pa.Array:
        """The GUIDs of what triggered trips."""
        guids = pa.nulls(len(references), pa.string())
        logged = references >= 0
        if logged.any():
            own = pc.binary_join_element_wise(
                ids.take(pa.array(rows)).cast(pa.string()),
                pa.array(numbers()[np.maximum(references, 0)]).cast(pa.string()),
                "-",
            )
            guids = pc.if_else(pa.array(logged), own, guids)
        before = references <= INPUT
        if before.any():
            known = pa.chunked_array(
                [*activities["guid"].chunks, pa.array(self.guids, pa.string())], pa.string()
            )
            places = pa.array(INPUT - references, mask=~before)
            guids = pc.if_else(pa.array(before), known.take(places), guids)
        return guids.combine_chunks() if isinstance(guids, pa.ChunkedArray) else guids


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
