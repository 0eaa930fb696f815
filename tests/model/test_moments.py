"""Written dates and times, in time zones that jump."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowlang.model.moments import days_of, midnight, seconds_of, seconds_of_day

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2026-01-05T09:00", "UTC", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00", "Europe/Berlin", "2026-01-05T08:00:00"),
        ("2026-07-05T09:00:30", "Europe/Berlin", "2026-07-05T07:00:30"),
        ("2026-01-05T09:00Z", "Europe/Berlin", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00-05:30", "Europe/Berlin", "2026-01-05T14:30:00"),
        # The clock jumps from 02:00 to 03:00: the first time after the gap.
        ("2026-03-29T02:00", "Europe/Berlin", "2026-03-29T01:00:00"),
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00"),
        ("2026-03-29T02:59:59", "Europe/Berlin", "2026-03-29T01:00:00"),
        ("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00"),
        # It shows 02:30 twice: the first of the two.
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00"),
        ("2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00"),
        # A gap of half an hour, and a day that was left out.
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00"),
    ],
)
def test_moments(written: str, zone: str, expected: str) -> None:
    assert seconds_of(written, ZoneInfo(zone)) == utc(expected)


def test_a_day_begins_at_its_first_moment() -> None:
    days = days_of("2026-09-06")
    assert days is not None
    # In Santiago midnight itself is skipped on this day.
    assert midnight(days, ZoneInfo("America/Santiago")) == utc("2026-09-06T04:00:00")


@pytest.mark.parametrize("written", ["2026-02-30", "2026-13-01", "0000-01-01", "2025-02-29"])
def test_no_such_day(written: str) -> None:
    assert days_of(written) is None


@pytest.mark.parametrize("written", ["24:00", "09:60", "09:00:60"])
def test_no_such_time(written: str) -> None:
    assert seconds_of_day(written) is None


def test_the_ends_of_the_calendar() -> None:
    assert seconds_of("0001-01-01T00:00", BERLIN) is not None
    assert seconds_of("9999-12-31T23:59:59", BERLIN) is not None


@given(st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1)))
def test_a_time_that_exists_is_itself(local: datetime) -> None:
    local = local.replace(microsecond=0)
    seconds = seconds_of(local.isoformat(), BERLIN)
    assert seconds is not None
    shown = datetime.fromtimestamp(seconds, BERLIN).replace(tzinfo=None)
    assert shown == local or shown > local
