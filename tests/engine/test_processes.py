"""Sharing work out to processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from flowlang.engine.processes import Crew
from flowlang.engine.run import _shares
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
    with Crew(2, int) as crew:
        found = crew.do(Slow(), shares, done.append, moments.append)
    assert [each.people for each in found] == [2, 3, 4]
    assert sorted(done) == [2, 3, 4]
    assert 8 in moments
    assert set(moments) <= {101, 8, 31}


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(RefusedError, match="too little memory"), Crew(2, int) as crew:
        crew.do(Dies(), [(0, 1), (1, 2)], None, None)


_ENDS_ALONE = """
import os, signal
from flowlang.engine.processes import Crew
from tests.engine.test_processes import Tells

with Crew(2, int) as crew:
    kill = lambda done: os.kill(os.getpid(), signal.SIGKILL)
    crew.do(Tells(), [(0, 1), (1, 2)], kill, None)
"""


class Tells:
    """Tells its process, and works for very long unless it is the first share."""

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        print(os.getpid(), flush=True)
        time.sleep(600 * first)
        return Summary(people=last - first)


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed so hard there")
def test_processes_end_with_the_one_that_started_them() -> None:
    running = subprocess.run(
        [sys.executable, "-c", _ENDS_ALONE], capture_output=True, text=True, timeout=60, check=False
    )
    # It is read to its end only when nobody holds it open any more; the second process may not
    # have come to say its number.
    assert running.returncode == -signal.SIGKILL
    assert running.stdout.split()


@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize("people", [1, 99, 100, 12_345])
def test_shares_are_of_all_people_and_small_enough_to_tell_how_far_it_is(
    people: int, processes: int
) -> None:
    shares = list(_shares(people, 100, processes))
    assert shares[0][0] == 0
    assert shares[-1][1] == people
    assert all(one[1] == other[0] and one[1] % 100 == 0 for one, other in pairwise(shares))
    lengths = [last - first for first, last in shares]
    assert max(lengths) <= 800
    assert lengths == sorted(lengths, reverse=True)
