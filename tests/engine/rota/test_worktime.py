"""The one function that adds working time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.rota import ALWAYS, Counted, Hours, Opening, count, open_spans
from earshot.engine.rota.holidays import Holidays
from tests.engine.rota.test_hours import WORKDAYS, ZONES, at

OFFICE = Hours("office", (Opening("Asia/Taipei", 540, 1080, WORKDAYS),))


def due(hours: Hours, since: str, minutes: int, zone: str = "Asia/Taipei") -> Counted:
    counted = count(hours, at(since, zone), minutes)
    assert counted is not None
    return counted


def test_the_last_minute_of_the_day_ends_with_the_day() -> None:
    assert due(OFFICE, "2026-11-23 17:00", 60).due == at("2026-11-23 18:00", "Asia/Taipei")
    assert due(OFFICE, "2026-11-23 17:00", 61).due == at("2026-11-24 09:01", "Asia/Taipei")


def test_closed_hours_are_waited_and_told() -> None:
    counted = due(OFFICE, "2026-11-27 17:30", 60)
    assert counted.due == at("2026-11-30 09:30", "Asia/Taipei")
    assert counted.waits == ((at("2026-11-27 18:00", "Asia/Taipei"), at("2026-11-30 09:00", "Asia/Taipei")),)


def test_a_clock_that_starts_closed_waits_first() -> None:
    counted = due(OFFICE, "2026-11-28 12:00", 30)
    assert counted.due == at("2026-11-30 09:30", "Asia/Taipei")
    assert counted.waits == ((at("2026-11-28 12:00", "Asia/Taipei"), at("2026-11-30 09:00", "Asia/Taipei")),)


def test_always_counts_elapsed_time() -> None:
    assert due(ALWAYS, "2026-11-28 23:59", 2).due == at("2026-11-29 00:01", "Asia/Taipei")


def test_a_repeated_hour_counts_twice() -> None:
    night = Hours("night", (Opening("Europe/London", 0, 180),))
    # 00:30 BST, and 01:00 to 02:00 comes twice: 180 minutes are over at 02:30 GMT.
    assert due(night, "2026-10-25 00:30", 180, "Europe/London").due == at("2026-10-25 02:30")


def test_hours_that_are_never_open_never_count() -> None:
    assert count(Hours("never", (Opening("UTC", 0, 60, frozenset()),)), at("2026-11-23 00:00"), 1) is None
    mondays_off = Holidays(frozenset(range(at("2026-11-23 00:00") // 1440, at("2034-01-01 00:00") // 1440)))
    mondays = Hours("mondays", (Opening("UTC", 0, 60, frozenset({0}), mondays_off),))
    assert count(mondays, at("2026-11-23 00:00"), 1) is None


@given(
    zone=st.sampled_from(ZONES),
    since=st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00")),
    minutes=st.integers(1, 3000),
    begins=st.integers(0, 1439),
    lasts=st.integers(60, 1440),
)
@settings(max_examples=150, deadline=None)
def test_due_is_the_earliest_instant_by_which_the_duration_is_counted(
    zone: str, since: int, minutes: int, begins: int, lasts: int
) -> None:
    hours = Hours("test", (Opening(zone, begins, begins + lasts, WORKDAYS),))
    counted = count(hours, since, minutes)
    assert counted is not None
    spans = open_spans(hours, since, counted.due)
    assert sum(end - start for start, end in spans) == minutes
    assert spans[-1][1] == counted.due
    waited = sum(end - start for start, end in counted.waits)
    assert since + minutes + waited == counted.due
