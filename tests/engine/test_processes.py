"""Sharing work out to processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from flowlang.engine.processes import in_processes
from flowlang.engine.summary import Summary
from flowlang.people.problems import RefusedError


class Slow:
    """Says how far it is, and takes its time."""

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        assert clock is not None
        clock(first + 1)
        time.sleep(0.7)
        return Summary(people=last - first)


class Dies:
    """Is killed, as the system does it when memory runs out."""

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        os.kill(os.getpid(), signal.SIGKILL)
        return Summary()


def test_what_comes_of_shares_is_in_their_order_and_the_slowest_clock_is_told() -> None:
    moments: list[int] = []
    done: list[int] = []
    shares = [(100, 102), (7, 10), (30, 34)]
    found = in_processes(Slow(), shares, 2, done.append, moments.append)
    assert [each.people for each in found] == [2, 3, 4]
    assert sorted(done) == [2, 3, 4]
    assert 8 in moments
    assert set(moments) <= {101, 8, 31}


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(RefusedError, match="too little memory"):
        in_processes(Dies(), [(0, 1), (1, 2)], 2, None, None)
