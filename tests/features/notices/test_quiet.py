"""Quiet hours by the wall clock, over changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.features.notices.quiet import quiet_until

BERLIN, TAIPEI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Taipei")
MINUTE = timedelta(minutes=1)


def at(text: str, zone: ZoneInfo, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T21:59", ""),
        ("2026-11-23T22:00", "2026-11-24T07:00"),
        ("2026-11-24T03:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "2026-11-24T07:00"),
        ("2026-11-24T07:00", ""),
    ],
)
def test_over_midnight(now: str, until: str) -> None:
    found = quiet_until(time(22), time(7), TAIPEI, at(now, TAIPEI))
    assert found == (at(until, TAIPEI) if until else None)


def test_the_night_that_is_an_hour_shorter_and_the_one_that_is_longer() -> None:
    short = quiet_until(time(22), time(7), BERLIN, at("2026-03-28T22:00", BERLIN))
    long = quiet_until(time(22), time(7), BERLIN, at("2026-10-24T22:00", BERLIN))
    assert short == at("2026-03-29T07:00", BERLIN)
    assert short - at("2026-03-28T22:00", BERLIN) == timedelta(hours=8)
    assert long - at("2026-10-24T22:00", BERLIN) == timedelta(hours=10)


def test_an_end_that_the_clocks_skip_or_show_twice() -> None:
    assert quiet_until(time(1), time(2, 30), BERLIN, at("2026-03-29T01:30", BERLIN)) == at("2026-03-29T03:30", BERLIN)
    assert quiet_until(time(1), time(2, 30), BERLIN, at("2026-10-25T01:30", BERLIN)) == at("2026-10-25T02:30", BERLIN)
    assert quiet_until(time(1), time(2, 30), BERLIN, at("2026-10-25T02:30", BERLIN, fold=1)) is None


def test_no_hours_are_never_quiet() -> None:
    assert quiet_until(None, None, TAIPEI, at("2026-11-23T03:00", TAIPEI)) is None
    assert quiet_until(time(3), time(3), TAIPEI, at("2026-11-23T03:00", TAIPEI)) is None


minutes = st.integers(0, 24 * 60 - 1).map(lambda each: time(each // 60, each % 60))
instants = st.integers(0, 366 * 24 * 60).map(lambda each: datetime(2026, 1, 1, tzinfo=UTC) + each * MINUTE)
zones = st.sampled_from([BERLIN, TAIPEI, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])


@given(start=minutes, end=minutes, zone=zones, now=instants)
def test_quiet_always_ends_within_a_day_and_what_follows_is_not_the_same_night(
    start: time, end: time, zone: ZoneInfo, now: datetime
) -> None:
    until = quiet_until(start, end, zone, now)
    if until is None:
        return
    assert now < until <= now + timedelta(hours=26)
    again = quiet_until(start, end, zone, until)
    assert again is None or again > until


@given(start=minutes, end=minutes, now=instants)
def test_where_the_clocks_never_change_it_is_what_the_wall_clock_says(start: time, end: time, now: datetime) -> None:
    wall = now.astimezone(TAIPEI).time()
    inside = start <= wall < end if start < end else wall >= start or wall < end
    assert (quiet_until(start, end, TAIPEI, now) is not None) == (inside and start != end)
