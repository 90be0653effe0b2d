"""Durations and fuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from earshot.web.times import duration, full, fuse, short

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "under 1 min"), (6.9, "6 min"), (60, "1 h"), (72, "1 h 12 min"), (719, "11 h"), (2879, "47 h"), (2880, "2 d")],
)
def test_durations_in_words(minutes: float, words: str) -> None:
    assert duration(timedelta(minutes=minutes)) == words


def test_durations_in_other_languages() -> None:
    with translation.override("zh-hant"):
        assert duration(timedelta(minutes=72)) == "1小時12分"
    with translation.override("zh-hans"):
        assert duration(timedelta(minutes=72)) == "1小时12分"


@given(st.integers(-5000, 5000), st.integers(1, 5000))
def test_a_fuse_is_over_exactly_from_its_deadline_on(left: int, whole: int) -> None:
    deadline = NOW + timedelta(minutes=left)
    sign = fuse(deadline - timedelta(minutes=whole), deadline, NOW)
    assert (sign.kind == "over") == (left <= 0)
    assert sign.percent is not None
    assert sign.percent % 5 == 0
    assert 0 <= sign.percent <= 100
    if 0 < left <= 15:
        assert sign.kind == "soon"


def test_a_fuse_without_a_beginning_is_full() -> None:
    assert fuse(None, NOW + timedelta(hours=4), NOW).percent == 100


def test_times_say_the_day_only_where_it_is_another() -> None:
    with timezone.override("Asia/Taipei"):
        assert short(NOW, NOW) == "10:00"
        assert short(NOW - timedelta(hours=11), NOW) == "22 Nov 23:00"
        assert short(NOW - timedelta(days=365), NOW) == "23 Nov 2025 10:00"
        assert full(NOW) == "23 Nov 2026 10:00:00 (UTC+08:00)"
        with translation.override("zh-hant"):
            assert short(NOW - timedelta(days=1), NOW) == "11月22日 10:00"


@pytest.mark.parametrize(
    ("language", "day", "instant"),
    [
        ("en", "25 Oct 2026", "25 Oct 2026, 09:05"),
        ("zh-hant", "2026年10月25日", "2026年10月25日 09:05"),
        ("zh-hans", "2026年10月25日", "2026年10月25日 09:05"),
    ],
)
def test_days_are_written_alike_wherever_a_page_writes_one(language: str, day: str, instant: str) -> None:
    at = datetime(2026, 10, 25, 9, 5, tzinfo=UTC)
    with translation.override(language), timezone.override("UTC"):
        drawn = Template("{{ at|date:'DATE_FORMAT' }}|{{ at|date:'DATETIME_FORMAT' }}").render(Context({"at": at}))
    assert drawn.split("|") == [day, instant]
