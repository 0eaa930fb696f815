"""The order of activities: by person, and each person's by time."""

from __future__ import annotations

from typing import Any

import numpy as np

_Numbers = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]


def by_person_and_time(persons: _Numbers, times: _Numbers) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The places of activities by person, then time; those that are alike stay as they stand.

    What is in order already, or is made of a few runs that are, is put in order almost for nothing.
    """
    if not len(times):
        return np.zeros(0, np.int64)
    first, last = int(times.min()), int(times.max())
    span = last - first + 1
    if span * (int(persons.max()) + 2) >= np.iinfo(np.int64).max:
        return np.lexsort((times, persons))
    # One number to sort by: a stable sort finds the runs in it, and only puts them together.
    return np.argsort(persons.astype(np.int64) * span + (times - first), kind="stable")
