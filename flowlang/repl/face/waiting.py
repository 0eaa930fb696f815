"""A line that says what takes so long, and how to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

_PATIENCE = 0.6
_OFTEN = 0.2
_CLEAR = "\r\x1b[K"


class Waiting:
    """Tells, while something is under way, what it is; `what` is the latest that was said."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self.what = ""

    def say(self, what: str) -> None:
        """Hear what is being done."""
        self.what = what

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        """Something that may take long; after a while a line says so, until it is over."""
        over = Event()
        teller = Thread(target=self._tell, args=(what, over), daemon=True)
        teller.start()
        try:
            yield
        finally:
            over.set()
            teller.join()
            self.what = ""

    def _tell(self, what: str, over: Event) -> None:
        begun = time.monotonic()
        if over.wait(_PATIENCE):
            return
        while True:
            seconds = time.monotonic() - begun
            self._write(f"{_CLEAR}{self.what or what} … {seconds:.1f} s, Ctrl-C stops it")
            if over.wait(_OFTEN):
                break
        self._write(_CLEAR)
