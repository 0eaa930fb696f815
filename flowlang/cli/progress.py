"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
import time

from flowlang.cli.output import write_error

_PATIENCE = 1.0
_OFTEN = 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """Says on standard error what is being done; on anything but a terminal it says nothing.

    There is one line, which the next one replaces and `clear` takes away.
    """

    def __init__(self) -> None:
        self._is_told = sys.stderr.isatty()
        self._people = 0
        self._done = 0
        self._begun = 0.0
        self._told = 0.0

    def say(self, what: str) -> None:
        """Say what begins now."""
        if self._is_told:
            write_error(f"{_CLEAR}{what} …")

    def begin(self, people: int) -> None:
        """So many people are to be taken through the campaign."""
        self._people, self._done = people, 0
        self._begun = time.monotonic()
        self.clear()

    def reach(self, day: str) -> None:
        """Virtual time has come to a day for those who are under way."""
        now = time.monotonic()
        if self._is_told and now - self._begun > _PATIENCE and now - self._told > _OFTEN:
            self._told = now
            self.say(f"{day}, {self._done:,} of {self._people:,} people{self._rate()}")

    def advance(self, people: int) -> None:
        """So many more of them are done; that is said once it takes a while."""
        self._done += people
        if time.monotonic() - self._begun > _PATIENCE:
            self.say(f"{self._done:,} of {self._people:,} people{self._rate()}")

    def _rate(self) -> str:
        """How fast it goes, and how long it will still take."""
        seconds = time.monotonic() - self._begun
        if not self._done:
            return ""
        rate = self._done / seconds
        left = round((self._people - self._done) / rate) if rate else 0
        return f", {rate:,.0f} a second, {left // 60}:{left % 60:02d} left"

    def interrupted(self) -> None:
        """Say how far it came when somebody stopped it."""
        self.clear()
        how_far = f" after {self._done:,} of {self._people:,} people" if self._people else ""
        write_error(f"interrupted{how_far}; nothing was written\n")

    def clear(self) -> None:
        """Take the line away."""
        if self._is_told:
            write_error(_CLEAR)
