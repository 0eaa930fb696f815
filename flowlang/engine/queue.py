"""What activities have caused and nobody has handled yet: each person's next turns, in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowlang.engine.masks import all_of
from flowlang.engine.vectors import Codes, Mask, Rows, Times

_NOTHING = -1


class Turns(NamedTuple):
    """One queued turn of each of some people: the campaign's number, and what triggered it."""

    campaign: Codes
    trigger: Times


class Queue:
    """The queued turns of a partition, as a table with a chain of rows for each person.

    What numpy is to index with is as wide as it wants it; it would widen it at every use.
    """

    def __init__(self, size: int) -> None:
        self._head: Rows = np.full(size, _NOTHING, np.intp)
        self._tail: Rows = np.full(size, _NOTHING, np.intp)
        self._campaign: Codes = np.zeros(0, np.int32)
        self._trigger: Times = np.zeros(0, np.int64)
        self._next: Rows = np.zeros(0, np.intp)
        self._used = 0
        self._left = 0

    def __len__(self) -> int:
        return self._left

    def push(self, rows: Rows, campaign: int, triggers: Times) -> None:
        """Queue a turn in a campaign for each of some people, behind what is queued."""
        first, self._used = self._used, self._used + len(rows)
        if self._used > len(self._campaign):
            self._grow(max(2 * len(self._campaign), self._used, 64))
        places = np.arange(first, self._used)
        self._campaign[first : self._used] = campaign
        self._trigger[first : self._used] = triggers
        self._next[first : self._used] = _NOTHING
        idle = self._head[rows] < 0 if self._left else None
        if idle is None or all_of(idle):
            self._head[rows] = places
        else:
            self._head[rows[idle]] = places[idle]
            busy = ~idle
            self._next[self._tail[rows[busy]]] = places[busy]
        self._tail[rows] = places
        self._left += len(rows)

    def _grow(self, size: int) -> None:
        more = size - len(self._campaign)
        self._campaign = np.concatenate([self._campaign, np.zeros(more, np.int32)])
        self._trigger = np.concatenate([self._trigger, np.zeros(more, np.int64)])
        self._next = np.concatenate([self._next, np.zeros(more, np.intp)])

    def has(self, rows: Rows) -> Mask:
        """Who has a turn queued."""
        if not self._left:
            return np.zeros(len(rows), np.bool_)
        found: Mask = self._head[rows] >= 0
        return found

    def pop(self, rows: Rows) -> Turns:
        """Take the next turn of some people, who all have one."""
        places = self._head[rows]
        turns = Turns(self._campaign[places], self._trigger[places])
        self._left -= len(rows)
        if self._left:
            self._head[rows] = self._next[places]
        else:
            # Nobody has anything queued: the table can be used anew.
            self._head[rows] = _NOTHING
            self._used = 0
        return turns

    def clear(self, rows: Rows) -> None:
        """Forget what is queued for some people."""
        places = self._head[rows]
        while True:
            places = places[places >= 0]
            if not len(places):
                break
            self._left -= len(places)
            places = self._next[places]
        self._head[rows] = _NOTHING
