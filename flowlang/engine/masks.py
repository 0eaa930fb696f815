"""Asking masks: for a few people, numpy's own ways cost several times as much as the answer."""

from __future__ import annotations

import numpy as np

from flowlang.engine.vectors import Array, Mask

_EVERYBODY = np.ones(1 << 10, np.bool_)
_EVERYBODY.setflags(write=False)


def everybody(size: int) -> Mask:
    """A mask that holds for each of so many; it is not to be written into."""
    return _EVERYBODY[:size] if size <= len(_EVERYBODY) else np.ones(size, np.bool_)


def any_of(mask: Mask) -> bool:
    """Whether it holds for anybody."""
    return bool(np.count_nonzero(mask))


def all_of(mask: Mask) -> bool:
    """Whether it holds for everybody."""
    return bool(np.count_nonzero(mask) == len(mask))


def places_of(mask: Mask) -> Array:
    """The places of those for whom it holds."""
    return mask.nonzero()[0]
