"""Ctrl-C between prompts: it ends work, and nothing else.

While a prompt is to be seen, the terminal hands Ctrl-C over as a key. Before and behind it, it
comes as a signal, at any moment.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any


class Interrupts:
    """Listens for Ctrl-C for as long as its block lasts."""

    def __init__(self) -> None:
        self._are_allowed = False
        self._before: Any = None

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._hear)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Let the first Ctrl-C inside of the block raise `KeyboardInterrupt`."""
        self._are_allowed = True
        try:
            yield
        finally:
            self._are_allowed = False

    def _hear(self, number: int, frame: object) -> None:
        if self._are_allowed:
            # A second one would break into what the first one is answered with.
            self._are_allowed = False
            raise KeyboardInterrupt
