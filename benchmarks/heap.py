"""The nurture as a classical simulation: one heap of events, one person at a time."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from benchmarks.wavefront import FIRST, POINTS, WAIT, WARM

if TYPE_CHECKING:
    from benchmarks.year import Year

_OPEN = 10
_OUTSIDE, _BATCH, _WAKE = range(3)


def by_heap(year: Year) -> int:
    """The number of new activities; they are kept as tuples."""
    heap: list[tuple[int, int, int, int]] = [
        (when, _OUTSIDE, person, kind)
        for person, when, kind in zip(
            year.person.tolist(), year.time.tolist(), year.type.tolist(), strict=True
        )
    ]
    heap += [(FIRST, _BATCH, person, 0) for person in range(year.size)]
    heapq.heapify(heap)
    score = [0] * year.size
    is_warm = [False] * year.size
    waits = [False] * year.size
    log: list[tuple[object, ...]] = []
    while heap:
        when, kind, person, what = heapq.heappop(heap)
        if kind == _OUTSIDE:
            if what == _OPEN:
                old = score[person]
                score[person] = old + POINTS
                log.append((person, when, "change_score", "Lead Score", old, old + POINTS))
                if old + POINTS >= WARM and not is_warm[person]:
                    is_warm[person] = True
                    log.append((person, when, "change_data_value", "Lead Status", "", "MQL"))
                    log.append((person, when, "add_to_list", "Handed over"))
            elif waits[person]:
                waits[person] = False
                log.append((person, when, "remove_from_flow", "Nurture.Series"))
        elif kind == _BATCH or waits[person]:
            log.append((person, when, "send_email", what))
            log.append((person, when, "deliver_email", what))
            waits[person] = what < 5
            if what < 5:
                heapq.heappush(heap, (when + WAIT, _WAKE, person, what + 1))
    return len(log)
