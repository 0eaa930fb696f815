"""Work in a process of its own, beside this one, where that is possible."""

from __future__ import annotations

import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path


class Apart:
    """Work under way; whoever began it takes the result, or drops it."""

    def __init__(self, process: int, handle: int) -> None:
        self._process = process
        self._handle = handle

    def result(self) -> bytes | None:
        """What the work came to, once it is done; None where it failed."""
        try:
            _, status = os.waitpid(self._process, 0)
            if status:
                return None
            size = os.fstat(self._handle).st_size
            return os.pread(self._handle, size, 0) if size else b""
        finally:
            os.close(self._handle)

    def drop(self) -> None:
        """End the work, whose result nobody wants any more."""
        with suppress(OSError):
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._handle)


class Row:
    """Pieces of work in a row, for two processes: they begin at its ends and go on until they meet.

    So both are busy to the last, however long each piece takes. Where both come to a piece at one
    moment it is done twice.
    """

    def __init__(self, many: int) -> None:
        self._begun = mmap.mmap(-1, max(many, 1))
        self._many = many

    def from_front(self) -> Iterator[int]:
        """The pieces that this process is to do, each just before it is done."""
        return self._taken(range(self._many))

    def from_back(self) -> Iterator[int]:
        """The same for the other process."""
        return self._taken(reversed(range(self._many)))

    def _taken(self, pieces: Iterable[int]) -> Iterator[int]:
        for each in pieces:
            if self._begun[each]:
                return
            self._begun[each] = 1
            yield each


def apart(work: Callable[[], bytes]) -> Apart | None:
    """Begin work in a copy of this process; None where it must be done here.

    The copy knows all that is known here and can change nothing of it: what it says is in the
    bytes that come back.
    """
    if not _is_possible():
        return None
    handle = os.memfd_create("flowlang")
    process = os.fork()
    if process == 0:
        _work(work, handle)
    return Apart(process, handle)


def _work(work: Callable[[], bytes], handle: int) -> None:
    """Do the work in the copy, which ends here: nothing of this process is finished by it."""
    status = 1
    try:
        content = memoryview(work())
        while content:
            content = content[os.write(handle, content) :]
        status = 0
    finally:
        os._exit(status)


def _is_possible() -> bool:
    """Whether a copy of this process has a processor to run on and nothing that it could break.

    Only Linux is sure to copy a process whole, and only one without threads, be they Python's or
    those of a library.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    return _threads() == 1


def _threads() -> int:
    """How many threads this process has; 0 where that cannot be told."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 0
