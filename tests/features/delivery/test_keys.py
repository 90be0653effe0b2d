"""The keys of publications."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from earshot.features.delivery.keys import KeyMaker

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
"""The record key that the AT Protocol's specification gives for a TID."""


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_has_the_shape_of_a_tid(at: datetime) -> None:
    assert TID.fullmatch(KeyMaker().make(at.replace(tzinfo=UTC)))


@given(st.lists(st.integers(-10, 10), min_size=2, max_size=50))
def test_grows_even_while_the_clock_stands_or_runs_backwards(steps: list[int]) -> None:
    maker, at, keys = KeyMaker(), NOON, []
    for step in steps:
        at += timedelta(microseconds=step)
        keys.append(maker.make(at))
    assert keys == sorted(set(keys))


def test_tells_the_time_in_its_first_characters() -> None:
    maker = KeyMaker(7)
    assert maker.make(NOON) < maker.make(NOON + timedelta(seconds=1))
    assert KeyMaker(7).make(NOON) == KeyMaker(7).make(NOON)
    assert KeyMaker(7).make(NOON) != KeyMaker(8).make(NOON)
