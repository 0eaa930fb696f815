"""The nurture as a program written by hand: a wavefront in numpy, for this one nurture only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from benchmarks.year import Year

FIRST, WAIT = 1_767_225_600 + 9 * 3600, 3 * 86_400
"""When the series begins, and how long it waits between emails."""

POINTS, WARM = 5, 60
_OPEN = 10
_NEVER = np.iinfo(np.int64).max
_SEND, _DELIVER, _SCORE, _CHANGE, _ADD, _REMOVE = range(6)
_TYPES = (6, 7, 22, 13, 24, 900_002)


def run(year: Year) -> pa.Table:
    """The new activities, by person and in order, with their attributes as JSON."""
    size = year.size
    counts = np.bincount(year.person, minlength=size)
    times = np.full(len(year.person) + size, _NEVER)
    kinds = np.zeros(len(times), np.int8)
    places = np.arange(len(year.person)) + year.person
    times[places], kinds[places] = year.time, year.type
    pointer = np.cumsum(counts) - counts + np.arange(size)
    wake = np.full(size, FIRST)
    step = np.zeros(size, np.int8)
    score = np.zeros(size, np.int64)
    warm = np.zeros(size, np.bool_)
    log: list[tuple[np.ndarray, np.ndarray, int, np.ndarray | int]] = []
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
        opened = kinds[at] == _OPEN
        pointer[rows] += 1
        _open(rows[opened], when[opened], score, warm, log)
        gone = rows[~opened]
        leaves = (wake[gone] != _NEVER) & (step[gone] > 0)
        log.append((gone[leaves], when[~opened][leaves], _REMOVE, 0))
        wake[gone[leaves]] = _NEVER
        rows, when = active[~first], now[~first]
        number = step[rows]
        log.append((rows, when, _SEND, number.astype(np.int64)))
        log.append((rows, when, _DELIVER, number.astype(np.int64)))
        step[rows] = number + 1
        wake[rows] = np.where(number < 5, when + WAIT, _NEVER)
    return _table(log, size)


def _open(
    rows: np.ndarray,
    when: np.ndarray,
    score: np.ndarray,
    warm: np.ndarray,
    log: list[tuple[np.ndarray, np.ndarray, int, np.ndarray | int]],
) -> None:
    old = score[rows]
    score[rows] = old + POINTS
    log.append((rows, when, _SCORE, old))
    fresh = (old + POINTS >= WARM) & ~warm[rows]
    some, then = rows[fresh], when[fresh]
    warm[some] = True
    log.append((some, then, _CHANGE, 0))
    log.append((some, then, _ADD, 0))


def _table(log: list[tuple[np.ndarray, np.ndarray, int, np.ndarray | int]], size: int) -> pa.Table:
    counts = np.zeros(size, np.int64)
    for rows, _, _, _ in log:
        counts[rows] += 1
    total = int(counts.sum())
    follow = np.cumsum(counts) - counts
    person = np.repeat(np.arange(size, dtype=np.int32), counts)
    number = np.arange(1, total + 1) - np.repeat(follow, counts)
    times, kinds = np.empty(total, np.int64), np.empty(total, np.int32)
    for rows, when, kind, value in log:
        at = follow[rows]
        follow[rows] += 1
        times[at] = when
        kinds[at] = kind + len(_TYPES) * np.asarray(value)
    distinct, codes = np.unique(kinds, return_inverse=True)
    texts = [_json(int(each) % len(_TYPES), int(each) // len(_TYPES)) for each in distinct]
    types = np.array([_TYPES[each % len(_TYPES)] for each in distinct], np.int32)
    return pa.table(
        {
            "person": person,
            "number": number,
            "time": times,
            "type": types[codes],
            "attributes": pa.DictionaryArray.from_arrays(
                pa.array(codes.astype(np.int32)), pa.array(texts)
            ),
        }
    )


def _json(kind: int, value: int) -> str:
    if kind == _SCORE:
        return f'{{"Change Value":"+5","Old Value":{value},"New Value":{value + POINTS}}}'
    return f'{{"Step":"{2 * value + 1}"}}'
