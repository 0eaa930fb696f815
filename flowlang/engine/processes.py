"""Sharing work out to processes, and hearing from them how far they are."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, forkserver, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Protocol, Self

import pyarrow as pa

from flowlang.engine.summary import Summary
from flowlang.people.problems import RefusedError

Share = tuple[int, int]
"""A range of rows of people: the first, and the first one behind."""

_METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""How processes begin.

What all of them need is loaded once, by a process that then splits, while this one has a processor
for itself. Elsewhere a process that has loaded so much may not be able to split.
"""

_OFTEN = 0.2
"""Seconds after which it is looked again how far the processes are."""

_IDLE = 0
"""The clock of a process that does nothing."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Work(Protocol):
    """Work that can be handed to a process and done for any share of the people."""

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        """Do it for the people of a range of rows; a `clock` hears how far time has come."""


class _Slots(Protocol):
    """The numbers of the processes, of which each takes one."""

    def get(self) -> int: ...


class Crew:
    """Processes for jobs; what they need is loaded from when it is made, before there is one.

    `ready` is what each does first, and its module what each needs. They end with the block, at
    once where that is broken off.
    """

    def __init__(self, processes: int, ready: Callable[[], object]) -> None:
        self.processes = processes
        context = get_context(_METHOD)
        context.set_forkserver_preload([ready.__module__])
        self._clocks: MutableSequence[int] = context.RawArray("q", processes)
        slots = context.SimpleQueue()
        for number in range(processes):
            slots.put(number)
        self._others = set(active_children())
        self._pool = ProcessPoolExecutor(
            processes,
            mp_context=context,
            initializer=_Worker.begin,
            initargs=(self._clocks, slots, ready),
        )
        with _undisturbed():
            if _METHOD == "forkserver":
                # It loads what is needed; to wait for that would be to no purpose before a job.
                forkserver.ensure_running()
            else:
                # The pool starts a process for each piece of work for which it has none.
                for _ in range(processes):
                    self._pool.submit(_Worker.is_there)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None:
            for each in set(active_children()) - self._others:
                each.terminate()
        self._pool.shutdown(cancel_futures=True)

    def do(
        self,
        job: Work,
        shares: Sequence[Share],
        progress: Callable[[int], None] | None,
        clock: Callable[[int], None] | None,
    ) -> list[Summary]:
        """What came of each share, in their order.

        `progress` hears how many people are done, `clock` the moment of the process furthest
        behind. Raises `RefusedError` where a process does not live to do its work.
        """
        # In a file: what is large goes through a pipe only when a process is there to read it,
        # and the next one would not begin before.
        with tempfile.NamedTemporaryFile(prefix="flowlang-", delete=False) as packed:
            pickle.dump(job, packed)
        try:
            with _undisturbed():
                futures = {
                    self._pool.submit(_Worker.do, packed.name, share): share for share in shares
                }
            left = set(futures)
            while left:
                often = None if clock is None else _OFTEN
                done, left = wait(left, often, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                    if progress is not None:
                        first, last = futures[future]
                        progress(last - first)
                under_way = [moment for moment in self._clocks if moment != _IDLE]
                if clock is not None and under_way:
                    clock(min(under_way))
            return [future.result() for future in futures]
        except BrokenProcessPool:
            message = (
                "a process was ended before it had done its work; was there too little memory?"
            )
            raise RefusedError(message) from None
        finally:
            Path(packed.name).unlink()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let processes that are started here not hear of Ctrl-C before they want to."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(parent: BaseProcess | None) -> None:
    """End this process as soon as the one that started it is gone, however it went."""
    if parent is not None:
        parent.join()
        os._exit(1)


class _Worker:
    """What a process has been given: its clock when it starts, and later the job it is at."""

    clocks: MutableSequence[int]
    slot: int
    packed: str | None = None
    job: Work

    @classmethod
    def begin(
        cls, clocks: MutableSequence[int], slots: _Slots, ready: Callable[[], object]
    ) -> None:
        # Ctrl-C goes to all processes; it is the first one that says what became of the run.
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
        # There are as many processes as there is to be done at once.
        pa.set_cpu_count(1)
        cls.clocks = clocks
        cls.slot = slots.get()
        ready()

    @classmethod
    def is_there(cls) -> bool:
        """Do nothing: whoever asks starts the process."""
        return True

    @classmethod
    def do(cls, packed: str, share: Share) -> Summary:
        if cls.packed != packed:
            cls.job = pickle.loads(Path(packed).read_bytes())
            cls.packed = packed
        try:
            return cls.job.run(*share, cls._reach)
        finally:
            cls.clocks[cls.slot] = _IDLE

    @classmethod
    def _reach(cls, moment: int) -> None:
        cls.clocks[cls.slot] = moment
