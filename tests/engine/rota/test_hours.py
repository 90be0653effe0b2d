"""Opening hours on wall clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.rota import ALWAYS, Hours, Opening, day_number, instant_of, minute_of, open_spans
from earshot.engine.rota.holidays import Holidays, is_place, place_holidays
from earshot.engine.rota.zones import first_at, is_zone, spans_of_wall, stretches, wall_of

WORKDAYS = frozenset(range(5))
ZONES = [
    "UTC",
    "Asia/Taipei",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
]


def at(text: str, zone: str = "UTC") -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def hours(*openings: Opening) -> Hours:
    return Hours("test", openings)


def spans(of: Hours, start: str, end: str, zone: str = "UTC") -> list[tuple[str, str]]:
    """Open spans between two wall times, as wall times."""
    info = ZoneInfo(zone)
    return [
        (f"{instant_of(first).astimezone(info):%m-%d %H:%M}", f"{instant_of(after).astimezone(info):%m-%d %H:%M}")
        for first, after in open_spans(of, at(start, zone), at(end, zone))
    ]


def test_office_hours_of_a_week() -> None:
    office = hours(Opening("Asia/Taipei", 9 * 60, 18 * 60, WORKDAYS))
    week = spans(office, "2026-11-20 00:00", "2026-11-25 00:00", "Asia/Taipei")
    assert week == [("11-20 09:00", "11-20 18:00"), ("11-23 09:00", "11-23 18:00"), ("11-24 09:00", "11-24 18:00")]


def test_a_lunch_break_is_two_openings_and_neighbours_join() -> None:
    split = hours(Opening("UTC", 540, 720), Opening("UTC", 780, 1080))
    assert spans(split, "2026-11-23 00:00", "2026-11-24 00:00") == [
        ("11-23 09:00", "11-23 12:00"),
        ("11-23 13:00", "11-23 18:00"),
    ]
    joined = hours(Opening("UTC", 540, 720), Opening("UTC", 720, 1080))
    assert spans(joined, "2026-11-23 00:00", "2026-11-24 00:00") == [("11-23 09:00", "11-23 18:00")]


def test_overnight_belongs_to_the_day_it_begins_and_so_does_its_holiday() -> None:
    fridays = frozenset({4})
    night = hours(Opening("UTC", 22 * 60, 30 * 60, fridays))
    assert spans(night, "2026-11-27 00:00", "2026-11-30 00:00") == [("11-27 22:00", "11-28 06:00")]
    saturday_off = Holidays(frozenset({day_number(date(2026, 11, 28))}))
    assert spans(hours(Opening("UTC", 1320, 1800, fridays, saturday_off)), "2026-11-27 00:00", "2026-11-30 00:00")
    friday_off = Holidays(frozenset({day_number(date(2026, 11, 27))}))
    assert not spans(hours(Opening("UTC", 1320, 1800, fridays, friday_off)), "2026-11-27 00:00", "2026-11-30 00:00")


def test_a_skipped_hour_is_missing_and_a_repeated_one_counts_twice() -> None:
    night = hours(Opening("Europe/London", 0, 6 * 60))
    for day, length in [("2026-03-29", 5), ("2026-06-01", 6), ("2026-10-25", 7)]:
        midnight = at(day, "Europe/London")
        assert sum(end - start for start, end in open_spans(night, midnight, midnight + 12 * 60)) == length * 60


def test_always_is_open() -> None:
    assert open_spans(ALWAYS, 5, 9) == [(5, 9)]
    assert open_spans(ALWAYS, 9, 9) == []


@given(
    zone=st.sampled_from(ZONES),
    start=st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00")),
    length=st.integers(1, 3 * 1440),
    begins=st.integers(0, 1439),
    lasts=st.integers(1, 1440),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
@settings(max_examples=60, deadline=None)
def test_open_spans_agree_with_the_wall_clock_minute_by_minute(
    zone: str, start: int, length: int, begins: int, lasts: int, days: frozenset[int]
) -> None:
    opening = Opening(zone, begins, begins + lasts, days)
    found = open_spans(hours(opening), start, start + length)
    covered = {minute for first, after in found for minute in range(first, after)}
    assert sum(after - first for first, after in found) == len(covered)
    info = ZoneInfo(zone)
    for minute in range(start, start + length):
        wall = instant_of(minute).astimezone(info)
        clock = wall.hour * 60 + wall.minute
        today = wall.weekday() in days and begins <= clock < begins + lasts
        overnight = (wall - timedelta(days=1)).weekday() in days and clock + 1440 < begins + lasts
        assert (minute in covered) == (today or overnight), wall


@given(zone=st.sampled_from(ZONES), minute=st.integers(at("2020-01-01 00:00"), at("2040-01-01 00:00")))
@settings(max_examples=200, deadline=None)
def test_wall_of_agrees_with_the_zone_database(zone: str, minute: int) -> None:
    wall = instant_of(minute).astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    assert wall_of(zone, minute) == minute_of(wall)


def test_stretches_cut_exactly_at_the_change() -> None:
    pieces = [*stretches("America/New_York", at("2026-10-31 00:00"), at("2026-11-02 00:00"))]
    assert pieces == [
        (at("2026-10-31 00:00"), at("2026-11-01 06:00"), -240),
        (at("2026-11-01 06:00"), at("2026-11-02 00:00"), -300),
    ]


def test_a_wall_time_in_a_skipped_hour_is_the_jump_and_in_a_repeated_one_the_first() -> None:
    assert first_at("America/New_York", at("2026-03-08 02:30")) == at("2026-03-08 07:00")
    assert first_at("America/New_York", at("2026-11-01 01:30")) == at("2026-11-01 05:30")
    assert first_at("America/New_York", at("2026-11-01 02:00")) == at("2026-11-01 07:00")
    assert spans_of_wall("America/New_York", at("2026-11-01 01:30"), at("2026-11-01 02:00")) == [
        (at("2026-11-01 05:30"), at("2026-11-01 06:00")),
        (at("2026-11-01 06:30"), at("2026-11-01 07:00")),
    ]
    assert spans_of_wall("America/New_York", at("2026-03-08 02:00"), at("2026-03-08 03:00")) == []


def test_zones_are_those_of_the_database() -> None:
    assert is_zone("Asia/Taipei")
    assert not any(is_zone(name) for name in ("", "Taipei", "Asia", "../etc/passwd", "Asia/Taipei/x", "a\0b"))


def test_holidays_of_countries() -> None:
    national_day = day_number(date(2026, 10, 10))
    assert Holidays(places=("TW",)).has(national_day)
    assert not Holidays(places=("GB-ENG",)).has(national_day)
    assert day_number(date(2026, 12, 25)) in place_holidays("UK", 2026)
    assert is_place("US-CA")
    assert not is_place("ZZ")
    assert not is_place("US-ZZ")


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        minute_of(datetime(2026, 1, 1))  # noqa: DTZ001
    assert instant_of(minute_of(datetime(2026, 1, 1, 0, 0, 59, tzinfo=UTC))) == datetime(2026, 1, 1, tzinfo=UTC)
