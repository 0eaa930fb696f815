"""When people did something that is asked for: kept sorted, growing with the log."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from flowlang.engine.vectors import NEVER, Mask, Rows, Times

_SPAN = 1 << 40
"""Seconds that are told apart for one person; enough for all dates there are."""

LOWEST, HIGHEST = -_SPAN // 2, _SPAN // 2 - 1
"""The first and the last second that is told apart."""

MOST_RECENT = 8
"""So many of the latest moments of each person are worth keeping apart."""

_LINEAR = 4
"""So many moments a person's place is moved on one by one, before it is looked up."""


def _keys(rows: Rows, times: Times | int) -> Times:
    """One number that orders moments by person and then by time."""
    found: Times = rows.astype(np.int64) * _SPAN - LOWEST + times
    return found


@dataclass(slots=True)
class Ledger:
    """Moments by person, for questions about any stretch of time.

    What is added waits until it is asked for, and is then sorted in, the smaller heaps
    first, so that no moment is moved often.
    """

    keys: list[Times]
    added: list[Times] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Rows, times: Times) -> Ledger:
        """A ledger of moments that are in order of person and time."""
        return cls([_keys(rows, times)])

    def add(self, rows: Rows, times: Times) -> None:
        """Take in moments, at most one for each person."""
        self.added.append(_keys(rows, times))

    def between(self, rows: Rows, first: int | Times, last: int | Times) -> Times:
        """How many moments each of some people has from one second to another."""
        self._sort_in()
        low = _keys(rows, np.clip(first, LOWEST, HIGHEST))
        high = _keys(rows, np.clip(last, LOWEST - 1, HIGHEST))
        found = np.zeros(len(rows), np.int64)
        for keys in self.keys:
            after = np.searchsorted(keys, high, "right")
            found += np.maximum(after - np.searchsorted(keys, low, "left"), 0)
        return found

    def _sort_in(self) -> None:
        if not self.added:
            return
        fresh = np.sort(np.concatenate(self.added))
        self.added.clear()
        while len(self.keys) > 1 and len(self.keys[-1]) < 2 * len(fresh):
            fresh = np.sort(np.concatenate([self.keys.pop(), fresh]), kind="stable")
        self.keys.append(fresh)


class Recent:
    """The latest moments of each person, for questions whose stretch of time ends now.

    Everyone's clock only goes forward: `_at` is how far each person has come in the moments
    of the input, `_ring` holds the latest that were added, newest first.
    """

    __slots__ = ("_at", "_ends", "_keys", "_ring", "_starts", "_times")

    def __init__(self, rows: Rows, times: Times, size: int, most: int) -> None:
        ends = np.cumsum(np.bincount(rows, minlength=size))
        self._keys = _keys(rows, times)
        # One more, so that the place behind the last can be read.
        self._times = np.append(times, HIGHEST)
        self._starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        self._ends = ends
        self._at = self._starts.copy()
        self._ring = np.full((most, size), NEVER, np.int64)

    def add(self, rows: Rows, times: Times) -> None:
        """Take in moments, at most one for each person, none earlier than those before."""
        ring = self._ring
        for place in range(len(ring) - 1, 0, -1):
            ring[place, rows] = ring[place - 1, rows]
        ring[0, rows] = times

    def reached(self, rows: Rows, first: int | Times, now: int | Times) -> Mask:
        """Who has as many moments as are kept, from a second on until now."""
        most = len(self._ring)
        if not len(self._keys):
            reached: Mask = self._ring[most - 1, rows] >= first
            return reached
        self._move_on(rows, now)
        at, starts = self._at[rows], self._starts[rows]
        if most == 1:
            latest = np.where(at > starts, self._times[at - 1], NEVER)
            once: Mask = np.maximum(latest, self._ring[0, rows]) >= first
            return once
        found = np.zeros(len(rows), np.int64)
        for back in range(most):
            # Before somebody's first there is nothing; any place will do there.
            place = np.maximum(at - back - 1, 0)
            found += (at - back > starts) & (self._times[place] >= first)
            found += self._ring[back, rows] >= first
        return found >= most

    def _move_on(self, rows: Rows, now: int | Times) -> None:
        """Bring everyone's place up to their now."""
        times, left, moments = self._times, rows, now
        for _ in range(_LINEAR):
            at = self._at[left]
            more = (times[at] <= moments) & (at < self._ends[left])
            if not more.any():
                return
            left = left[more]
            moments = moments if isinstance(moments, int) else moments[more]
            self._at[left] += 1
        self._at[left] = np.searchsorted(self._keys, _keys(left, moments), "right")
