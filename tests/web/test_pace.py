"""How often one may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from earshot.web.pace import Pace

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_so_often_within_a_time_and_then_again() -> None:
    pace = Pace(2, MINUTE)
    for second in (0, 20):
        assert pace.wait("a", NOON + timedelta(seconds=second)) == 0
        pace.count("a", NOON + timedelta(seconds=second))
    assert pace.wait("a", NOON + timedelta(seconds=20.5)) == 40
    assert pace.wait("b", NOON) == 0, "each key for itself"
    assert pace.wait("a", NOON + MINUTE) == 0
    pace.count("a", NOON + MINUTE)
    assert pace.wait("a", NOON + MINUTE) == 0


def test_a_clock_that_was_moved_back_keeps_nobody_out() -> None:
    pace = Pace(1, MINUTE)
    pace.count("a", NOON)
    assert pace.wait("a", NOON) == 60
    assert pace.wait("a", NOON - timedelta(days=1)) == 0


def test_it_remembers_so_many_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "KEYS", 3)
    pace = Pace(1, MINUTE)
    for key in "abcd":
        pace.count(key, NOON)
    assert [key for key in "abcd" if pace.wait(key, NOON)] == ["b", "c", "d"]
    pace.clear()
    assert pace.wait("d", NOON) == 0
