"""Runs a command and prints how long it took and how large its largest process was.

A process of its own, because a process counts the memory of the one that it was forked from.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time


def main() -> None:
    """Run as a program: the command is what stands behind."""
    start = time.perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([done.returncode, seconds, kilobytes / 1024]))


if __name__ == "__main__":
    main()
