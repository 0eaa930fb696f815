"""The nurture as a classical simulation: one heap of events, one person at a time."""

from __future__ import annotations

import gc
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.nurtured import (
    ADD,
    CAMPAIGNS,
    CHANGE_SCORE,
    CHANGE_VALUE,
    DELIVER,
    EMAILS,
    FIRST,
    GOODBYE,
    HAND_OVER,
    OPEN,
    OPENED,
    POINTS,
    REMOVE,
    SEND,
    SERIES,
    WAIT,
    WARM,
    WARMED,
    Result,
    Year,
)

_OUTSIDE, _BATCH, _WAKE, _QUEUED = range(4)
"""What happens first at one moment."""

_NAMES = tuple(f"Nurture.{each}" for each in CAMPAIGNS)
_ASSETS = tuple(f"Nurture.{each}" for each in EMAILS)
_STEPS = tuple(f'{{"Step":"{2 * number + 1}"}}' for number in range(len(EMAILS)))
_FIRST_STEP = _STEPS[0]


class _Person:
    """One person: what is known of them, and the log of what was done to them."""

    __slots__ = ("entered", "known", "log", "score", "status", "waits")

    def __init__(self) -> None:
        self.score = 0
        self.status: str | None = None
        self.waits = False
        self.known = 0
        self.entered: dict[int, list[int]] = {}
        self.log: list[tuple[int, int, str, str, str]] = []

    def enter(self, campaign: int, when: int) -> None:
        """Count an entry."""
        entry = self.entered.get(campaign)
        if entry is None:
            self.entered[campaign] = [when, 1]
        else:
            entry[0] = when
            entry[1] += 1


def by_heap(year: Year) -> Result:
    """The year of some people; nothing that is made goes in circles, so none are looked for."""
    gc.disable()
    try:
        return _result(_simulated(year))
    finally:
        gc.enable()


def _simulated(year: Year) -> list[_Person]:
    people = [_Person() for _ in range(year.size)]
    heap: list[tuple[int, int, int, int, int]] = []
    rows = zip(year.person.tolist(), year.time.tolist(), year.type.tolist(), strict=True)
    for number, (person, when, type_) in enumerate(rows):
        people[person].known += 1
        heap.append((when, _OUTSIDE, number, person, type_))
    heap.extend((FIRST, _BATCH, number, number, 0) for number in range(year.size))
    heapify(heap)
    # Events of one kind and moment happen in the order in which they came.
    order = len(heap)
    while heap:
        when, kind, _, number, what = heappop(heap)
        person = people[number]
        log = person.log
        if kind == _OUTSIDE:
            if what == OPEN:
                person.enter(OPENED, when)
                old = person.score
                new = person.score = old + POINTS
                told = f'{{"Change Value":"+5","Old Value":{old},"New Value":{new},"Step":"1"}}'
                log.append((when, CHANGE_SCORE, _NAMES[OPENED], "Lead Score", told))
                if new >= WARM and person.status != "MQL":
                    order += 1
                    heappush(heap, (when, _QUEUED, order, number, 0))
            else:
                person.enter(GOODBYE, when)
                if person.waits:
                    person.waits = False
                    log.append((when, REMOVE, _NAMES[GOODBYE], _NAMES[SERIES], _FIRST_STEP))
        elif kind == _QUEUED:
            if person.status != "MQL":
                person.enter(WARMED, when)
                person.status = "MQL"
                told = '{"New Value":"MQL","Step":"1"}'
                log.append((when, CHANGE_VALUE, _NAMES[WARMED], "Lead Status", told))
                person.enter(HAND_OVER, when)
                log.append((when, ADD, _NAMES[HAND_OVER], "Handed over", _FIRST_STEP))
        elif kind == _BATCH or person.waits:
            if kind == _BATCH:
                person.enter(SERIES, when)
            log.append((when, SEND, _NAMES[SERIES], _ASSETS[what], _STEPS[what]))
            log.append((when, DELIVER, _NAMES[SERIES], _ASSETS[what], _STEPS[what]))
            person.waits = what + 1 < len(EMAILS)
            if person.waits:
                order += 1
                heappush(heap, (when + WAIT, _WAKE, order, number, what + 1))
    return people


def _result(people: list[_Person]) -> Result:
    counts = np.array([len(each.log) for each in people])
    known = np.array([each.known for each in people])
    begins = np.cumsum(counts) - counts
    number = np.arange(1, counts.sum() + 1) - np.repeat(begins - known, counts)
    columns: list[Any] = [
        list(each) for each in zip(*(row for each in people for row in each.log), strict=True)
    ]
    times, types, campaigns, assets, attributes = columns or [[] for _ in range(5)]
    activities = pa.table(
        {
            "person": pa.array(np.repeat(np.arange(len(people), dtype=np.int32), counts)),
            "number": pa.array(number, pa.int32()),
            "time": pa.array(times, pa.int64()),
            "type": pa.array(types, pa.int32()),
            "campaign": pa.array(campaigns, pa.string()),
            "asset": pa.array(assets, pa.string()),
            "attributes": pa.array(attributes, pa.string()),
            "result": pa.array(["succeeded"] * len(types), pa.string()),
        }
    )
    entries = [
        (row, campaign, *entry)
        for row, person in enumerate(people)
        for campaign, entry in sorted(person.entered.items())
    ]
    names = ("person", "campaign", "last_entered", "times")
    return Result(
        activities,
        pa.array([each.score for each in people], pa.int64()),
        pa.array([each.status for each in people], pa.string()),
        pa.array([row for row, each in enumerate(people) if each.status == "MQL"], pa.int32()),
        pa.table(dict(zip(names, zip(*entries, strict=True), strict=True))),
    )
