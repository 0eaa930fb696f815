"""Asking masks: for a few people, numpy's own ways cost several times as much as the answer."""

from __future__ import annotations

import numpy as np

from flowlang.engine.vectors import Array, Mask


def any_of(mask: Mask) -> bool:
    """Whether it holds for anybody."""
    return bool(np.count_nonzero(mask))


def all_of(mask: Mask) -> bool:
    """Whether it holds for everybody."""
    return bool(np.count_nonzero(mask) == len(mask))


def places_of(mask: Mask) -> Array:
    """The places of those for whom it holds."""
    return mask.nonzero()[0]
