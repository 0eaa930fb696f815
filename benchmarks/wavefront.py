"""The nurture as a program written by hand: a wavefront in numpy, for this one nurture only."""

from __future__ import annotations

from dataclasses import dataclass, field

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

_NEVER = np.iinfo(np.int64).max
_SEND, _DELIVER, _SCORE, _CHANGE, _ADD, _REMOVE = range(6)
_KINDS = (
    (SEND, SERIES, ""),
    (DELIVER, SERIES, ""),
    (CHANGE_SCORE, OPENED, "Lead Score"),
    (CHANGE_VALUE, WARMED, "Lead Status"),
    (ADD, HAND_OVER, "Handed over"),
    (REMOVE, GOODBYE, "Nurture.Series"),
)
"""The type, the campaign and the asset of each kind of activity."""


@dataclass(slots=True)
class _Run:
    """A year under way."""

    score: np.ndarray
    warm: np.ndarray
    last: np.ndarray
    times: np.ndarray
    log: list[tuple[np.ndarray, np.ndarray, int, np.ndarray | int]] = field(default_factory=list)

    def enter(self, campaign: int, rows: np.ndarray, when: np.ndarray) -> None:
        """Count the entries of some people."""
        self.last[campaign, rows] = when
        self.times[campaign, rows] += 1

    def add(
        self, rows: np.ndarray, when: np.ndarray, kind: int, value: np.ndarray | int = 0
    ) -> None:
        """Log an activity of some people."""
        if len(rows):
            self.log.append((rows, when, kind, value))


def run(year: Year) -> Result:
    """The year of some people."""
    size = year.size
    counts = np.bincount(year.person, minlength=size)
    times = np.full(len(year.person) + size, _NEVER)
    kinds = np.zeros(len(times), np.int8)
    places = np.arange(len(year.person)) + year.person
    times[places], kinds[places] = year.time, year.type
    pointer = np.cumsum(counts) - counts + np.arange(size)
    wake = np.full(size, FIRST)
    step = np.zeros(size, np.int8)
    many = len(CAMPAIGNS)
    state = _Run(
        np.zeros(size, np.int64),
        np.zeros(size, np.bool_),
        np.zeros((many, size), np.int64),
        np.zeros((many, size), np.int32),
    )
    queued, queued_when = np.zeros(0, np.int64), np.zeros(0, np.int64)
    active = np.arange(size)
    while len(active):
        outside, woken = times[pointer[active]], wake[active]
        now = np.minimum(outside, woken)
        there = now != _NEVER
        if not there.all():
            active, now, outside = active[there], now[there], outside[there]
            if not len(active):
                break
        first = outside <= now
        rows, when = active[first], now[first]
        at = pointer[rows]
        opened = kinds[at] == OPEN
        pointer[rows] += 1
        hot, hot_when = _open(rows[opened], when[opened], state)
        gone, when = rows[~opened], when[~opened]
        state.enter(GOODBYE, gone, when)
        leaves = (wake[gone] != _NEVER) & (step[gone] > 0)
        state.add(gone[leaves], when[leaves], _REMOVE)
        wake[gone[leaves]] = _NEVER
        rows, when = active[~first], now[~first]
        number = step[rows]
        begins = number == 0
        state.enter(SERIES, rows[begins], when[begins])
        state.add(rows, when, _SEND, number.astype(np.int64))
        state.add(rows, when, _DELIVER, number.astype(np.int64))
        step[rows] = number + 1
        wake[rows] = np.where(number < len(EMAILS) - 1, when + WAIT, _NEVER)
        if len(hot) or len(queued):
            # What else happens at the same moment comes first.
            queued, queued_when = np.append(queued, hot), np.append(queued_when, hot_when)
            following = np.minimum(times[pointer[queued]], wake[queued])
            ripe = following > queued_when
            _warm(queued[ripe], queued_when[ripe], state)
            queued, queued_when = queued[~ripe], queued_when[~ripe]
    _warm(queued, queued_when, state)
    return _result(state, counts)


def _open(rows: np.ndarray, when: np.ndarray, state: _Run) -> tuple[np.ndarray, np.ndarray]:
    """Give points; who has become warm, and when."""
    state.enter(OPENED, rows, when)
    old = state.score[rows]
    state.score[rows] = old + POINTS
    state.add(rows, when, _SCORE, old)
    fresh = (old + POINTS >= WARM) & ~state.warm[rows]
    state.warm[rows[fresh]] = True
    return rows[fresh], when[fresh]


def _warm(rows: np.ndarray, when: np.ndarray, state: _Run) -> None:
    state.enter(WARMED, rows, when)
    state.enter(HAND_OVER, rows, when)
    state.add(rows, when, _CHANGE)
    state.add(rows, when, _ADD)


def _result(state: _Run, known: np.ndarray) -> Result:
    people = np.arange(len(known), dtype=np.int32)
    entered = np.flatnonzero(state.times.ravel())
    campaign, person = np.divmod(entered, len(known))
    return Result(
        _table(state.log, known),
        pa.array(state.score),
        pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(len(known), np.int8), mask=~state.warm), pa.array(["MQL"])
        ),
        pa.array(people[state.warm]),
        pa.table(
            {
                "person": person.astype(np.int32),
                "campaign": campaign.astype(np.int32),
                "last_entered": state.last.ravel()[entered],
                "times": state.times.ravel()[entered],
            }
        ),
    )


def _table(
    log: list[tuple[np.ndarray, np.ndarray, int, np.ndarray | int]], known: np.ndarray
) -> pa.Table:
    counts = np.zeros(len(known), np.int64)
    for rows, _, _, _ in log:
        counts[rows] += 1
    total = int(counts.sum())
    follow = np.cumsum(counts) - counts
    person = np.repeat(np.arange(len(known), dtype=np.int32), counts)
    number = np.arange(1, total + 1) - np.repeat(follow - known, counts)
    times, kinds = np.empty(total, np.int64), np.empty(total, np.int32)
    for rows, when, kind, value in log:
        at = follow[rows]
        follow[rows] += 1
        times[at] = when
        kinds[at] = kind + len(_KINDS) * np.asarray(value)
    met = np.bincount(kinds) > 0
    distinct, codes = np.flatnonzero(met), (np.cumsum(met, dtype=np.int32) - 1)[kinds]
    told = [_told(int(each) % len(_KINDS), int(each) // len(_KINDS)) for each in distinct]
    types, campaigns, assets, attributes = (list(each) for each in zip(*told, strict=True))
    indices = pa.array(codes)

    def texts(values: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(indices, pa.array(values))

    return pa.table(
        {
            "person": person,
            "number": number.astype(np.int32),
            "time": times,
            "type": np.array(types, np.int32)[codes],
            "campaign": texts(campaigns),
            "asset": texts(assets),
            "attributes": texts(attributes),
            "result": texts(["succeeded"] * len(told)),
        }
    )


def _told(kind: int, value: int) -> tuple[int, str, str, str]:
    """The type, the campaign, the asset and the attributes of an activity."""
    type_, campaign, asset = _KINDS[kind]
    text = '{"Step":"1"}'
    if kind in (_SEND, _DELIVER):
        asset, text = f"Nurture.{EMAILS[value]}", f'{{"Step":"{2 * value + 1}"}}'
    elif kind == _CHANGE:
        text = '{"New Value":"MQL","Step":"1"}'
    elif kind == _SCORE:
        new = value + POINTS
        text = f'{{"Change Value":"+5","Old Value":{value},"New Value":{new},"Step":"1"}}'
    return type_, f"Nurture.{CAMPAIGNS[campaign]}", asset, text
