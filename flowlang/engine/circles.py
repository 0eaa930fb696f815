"""Campaigns that start each other without end: who has too many turns is stopped, and told."""

from __future__ import annotations

import numpy as np

from flowlang.engine.machine import Machine
from flowlang.engine.masks import all_of, any_of, everybody
from flowlang.engine.summary import Stopped
from flowlang.engine.vectors import Codes, Mask, Rows

MOST_TURNS = 100
"""The turns that one person may have at one moment."""

_WATCHED = 50
"""From this many turns on it is kept who runs what, so that a circle can be named."""


class Circles:
    """The campaigns of each person's late turns at their moment, a row for each turn.

    Hardly anybody ever has so many: there is no table before somebody does.
    """

    def __init__(self) -> None:
        self._ran: Codes | None = None

    def allow(self, machine: Machine, campaign: int, rows: Rows) -> Mask:
        """Count a turn in a campaign for some people; for whom it is not one too many.

        Who it is one too many for is stopped for the rest of the command.
        """
        turns = machine.turns[rows] + np.int32(1)
        machine.turns[rows] = turns
        if not any_of(turns > _WATCHED):
            return everybody(len(rows))
        self._note(machine, campaign, rows, turns)
        allowed: Mask = turns <= MOST_TURNS
        if not all_of(allowed):
            self._stop(machine, rows[~allowed])
        return allowed

    def _note(self, machine: Machine, campaign: int, rows: Rows, turns: Codes) -> None:
        if self._ran is None:
            self._ran = np.zeros((MOST_TURNS - _WATCHED + 1, machine.state.size), np.int32)
        late = turns > _WATCHED
        self._ran[turns[late] - _WATCHED - 1, rows[late]] = campaign

    def _stop(self, machine: Machine, rows: Rows) -> None:
        """Stop people and name the circles they went in."""
        assert self._ran is not None
        machine.state.stopped[rows] = True
        machine.has_lost = True
        machine.reactions.clear(rows)
        machine.queue.clear(rows)
        names = [each.qualified_name for each in machine.state.plan.instance.campaigns]
        trails, places = np.unique(self._ran[:, rows], axis=1, return_inverse=True)
        cycles = [_cycle([names[each] for each in trail]) for trail in trails.T.tolist()]
        ids = machine.state.partition.ids.take(rows).to_pylist()
        first = machine.state.partition.first_row
        machine.summary.stopped.extend(
            Stopped(first + row, str(id_), cycles[place])
            for row, id_, place in zip(rows.tolist(), ids, places.ravel().tolist(), strict=True)
        )


def _cycle(trail: list[str]) -> tuple[str, ...]:
    """The shortest circle at the end of a trail."""
    for length in range(1, len(trail) // 2 + 1):
        if trail[-length:] == trail[-2 * length : -length]:
            circle = trail[-length:]
            start = circle.index(min(circle))
            return tuple(circle[start:] + circle[:start])
    return tuple(dict.fromkeys(trail))
