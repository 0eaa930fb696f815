"""Work in a process of its own."""

from __future__ import annotations

import json
import os
import sys
import time

import pytest

from flowlang.apart import Row, apart

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
        reason="processes are copied on Linux, where there is a processor for them",
    ),
    # Beside the threads of pytest; the copy does nothing with them.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests themselves may run beside threads of pytest.
    monkeypatch.setattr("flowlang.apart._threads", lambda: 1)


def test_the_result_comes_back() -> None:
    here = os.getpid()

    def told() -> bytes:
        return f"{os.getpid() != here} {'x' * 1_000_000}".encode()

    work = apart(told)
    assert work is not None
    assert work.result() == b"True " + b"x" * 1_000_000


def test_nothing_is_a_result() -> None:
    work = apart(lambda: b"")
    assert work is not None
    assert work.result() == b""


def test_what_fails_has_none(capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> bytes:
        raise KeyError("some thing")

    work = apart(broken)
    assert work is not None
    assert work.result() is None
    assert "Traceback" not in capfd.readouterr().err


def test_work_that_is_dropped_ends() -> None:
    def endless() -> bytes:
        time.sleep(60)
        return b""

    work = apart(endless)
    assert work is not None
    begun = time.monotonic()
    work.drop()
    assert time.monotonic() - begun < 30


def test_no_copy_of_a_process_with_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowlang.apart._threads", lambda: 2)
    assert apart(lambda: b"") is None


def test_no_copy_where_copies_are_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert apart(lambda: b"") is None


def test_two_who_begin_at_the_ends_of_a_row_meet() -> None:
    row = Row(5)
    front, back = row.from_front(), row.from_back()
    assert [next(front), next(back), next(back), next(front)] == [0, 4, 3, 1]
    assert list(back) == [2]
    assert list(front) == []


def test_a_row_is_seen_by_both_processes() -> None:
    row = Row(1000)
    work = apart(lambda: json.dumps(list(row.from_back())).encode())
    assert work is not None
    done = work.result()
    assert done is not None
    assert json.loads(done) == list(reversed(range(1000)))
    assert list(row.from_front()) == []
