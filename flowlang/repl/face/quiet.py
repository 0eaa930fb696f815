"""A terminal that keeps what is typed while nobody reads, and does not show it meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_input() -> Iterator[None]:
    """What is typed between two prompts is there at the next one, control keys among it.

    Ctrl-C interrupts all the same. Where there is no terminal nothing is done.
    """
    try:
        import termios
    except ImportError:
        yield
        return
    handle = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(handle)
    except termios.error:
        yield
        return
    quiet = termios.tcgetattr(handle)
    quiet[0] &= ~(termios.ICRNL | termios.IXON)
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    try:
        termios.tcsetattr(handle, termios.TCSADRAIN, quiet)
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
