"""Runs a command and prints how long it took and how large its largest process was.

A process of its own, because a process counts the memory of the one that it was forked from. On
Linux it becomes the parent of those whose own parent is gone, so that all of them are counted.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import time

_SET_CHILD_SUBREAPER = 36
"""A number of `prctl`."""


def main() -> None:
    """Run as a program: the command is what stands behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)
    start = time.perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([done.returncode, seconds, kilobytes / 1024]))


if __name__ == "__main__":
    main()
