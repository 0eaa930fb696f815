"""Chance as a pure function of seed, person, place and moment."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from flowlang.engine.calendar import Now

Words64 = npt.NDArray[np.uint64]


def text_key(text: str) -> int:
    """The first eight bytes, big-endian, of the BLAKE2b of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode()).digest()[:8], "big")


def person_keys(ids: pa.Array) -> Words64:
    """What stands for each person: the id where it is a canonical decimal below 2**63."""
    if pa.types.is_integer(ids.type):
        keys: Words64 = ids.to_numpy(zero_copy_only=False).astype(np.uint64)
        return keys
    return np.fromiter((_person_key(each) for each in ids.to_pylist()), np.uint64, len(ids))


def _person_key(id_: str) -> int:
    if id_.isascii() and id_.isdigit() and (id_ == "0" or id_[0] != "0") and int(id_) < 2**63:
        return int(id_)
    return text_key(id_)


def draws(seed: int, place: str, people: Words64, now: Now) -> npt.NDArray[np.float64]:
    """A number in [0, 1) for each person."""
    start = _mix(np.array([(seed % 2**64) ^ text_key(place)], np.uint64))
    moments = np.asarray(now, np.int64).astype(np.uint64)
    mixed = _mix(_mix(start ^ people) ^ moments)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53


def _mix(values: Words64) -> Words64:
    """The finaliser of splitmix64."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: Words64 = values ^ (values >> np.uint64(31))
        return mixed
