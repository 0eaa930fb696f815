"""Memory that stays with the process from one partition to the next."""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa

_LARGEST = 31 << 20
"""Nearly the largest block for which the C library of Linux learns how much to keep."""


def keep_memory() -> None:
    """Let a partition use again what the one before it has given back.

    The C library of Linux hands freed memory to the system and gets it back page by page, which
    takes a seventh of the time of a run. How much it may keep it learns from the largest block
    that was ever freed; this one is never touched, so that it costs nothing. Arrow's arrays come
    from there, too: what Arrow keeps by itself is a hundred megabytes that nothing else can use.
    """
    if sys.platform == "linux":
        pa.set_memory_pool(pa.system_memory_pool())
    np.empty(_LARGEST, np.uint8)
