"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
import time

from flowlang.cli.output import write_error

_PATIENCE = 1.0


class Progress:
    """Says on standard error how many people are done, once that takes a while.

    On anything but a terminal it says nothing.
    """

    def __init__(self, people: int) -> None:
        self._people = people
        self._done = 0
        self._begun = time.monotonic()
        self._is_shown = False

    def advance(self, people: int) -> None:
        """So many more people are done."""
        self._done += people
        late = time.monotonic() - self._begun > _PATIENCE
        if late and sys.stderr.isatty():
            self._is_shown = True
            write_error(f"\r{self._done:,} of {self._people:,} people")

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            write_error("\r\x1b[K")
            self._is_shown = False
