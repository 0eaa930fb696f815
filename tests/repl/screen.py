"""A program in a terminal of its own: keys in, screen out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 60.0
"""Seconds after which something that does not come is taken as lost; a loaded machine is slow."""


_MOMENT = 0.12


class LostError(AssertionError):
    """What was waited for did not come; the screen says what was there instead."""


class _Screen(pyte.HistoryScreen):
    """A screen whose answers to the program's questions go back to it."""

    answer: Callable[[str], None]

    def write_process_input(self, data: str) -> None:
        self.answer(data)


class Screen:
    """A program, the keys for it, and what it shows."""

    def __init__(
        self, *words: str, cwd: Path, env: Mapping[str, str], columns: int = 100, lines: int = 30
    ) -> None:
        self.screen = _Screen(columns, lines, history=2000)
        self.screen.answer = self.keys
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.begun = time.perf_counter()
        self.process, self.master = pty.fork()
        if not self.process:
            os.chdir(cwd)
            os.environ.update({"TERM": "xterm-256color", **env})
            # Whoever runs the tests may have gone without it, as `nohup` does.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-m", "flowlang", *words])
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.master)

    # -- keys -----------------------------------------------------------------------------

    def keys(self, text: str) -> None:
        """Press keys."""
        os.write(self.master, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.keys("\x03")

    # -- what is shown --------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen, and what has gone up and out of it."""
        above = [
            "".join(row[at].data for at in range(self.screen.columns)).rstrip()
            for row in self.screen.history.top
        ]
        return "\n".join([*above, *(line.rstrip() for line in self.screen.display)])

    def wait(self, what: str | Callable[[], bool], times: int = 1) -> None:
        """Read until something is shown, so many times, or until something holds."""

        def holds() -> bool:
            return self.text.count(what) >= times if isinstance(what, str) else what()

        end = time.monotonic() + PATIENCE
        while not holds():
            if not self._read(max(0.0, end - time.monotonic())):
                raise LostError(f"{what!r} did not come; the screen was\n{self.text}")

    def settle(self) -> None:
        """Read until nothing more comes for a moment."""
        while self._read(_MOMENT):
            pass

    def wait_for_end(self) -> int:
        """Read until the program ends; its exit status."""
        while self._read(PATIENCE):
            pass
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)

    def _read(self, seconds: float) -> bool:
        """Take in what comes; False where nothing came in time, or the program ended."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)
