"""Hours and working time minute by minute, from the words of the specification.

Shares no code with ``earshot.engine.rota``: a minute is asked what the wall shows, and nothing is reckoned with spans.
Hours are as a policy document writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Interval = Mapping[str, Any]
"""``zone``, ``days`` (list of days of the week), ``from``, ``to`` and ``holidays`` (a place, or a list of dates)."""


QUARTER = 15
"""Since 1973 every clock changes, and differs from UTC, by whole quarters of an hour."""


@lru_cache(maxsize=100_000)
def _begins(zone: str, quarter: int) -> tuple[date, int]:
    shown = (EPOCH + timedelta(minutes=quarter * QUARTER)).astimezone(ZoneInfo(zone))
    return shown.date(), shown.hour * 60 + shown.minute


def wall(zone: str, minute: int) -> tuple[date, int]:
    """Date and minutes after midnight that a wall in ``zone`` shows."""
    day, clock = _begins(zone, minute // QUARTER)
    return day, clock + minute % QUARTER


@lru_cache(maxsize=4_000)
def first_shown(zone: str, day: date, clock: int) -> int:
    """The first minute in which the wall shows this time of this day, or a later one."""
    day, clock = day + timedelta(days=clock // 1440), clock % 1440
    minute = (datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH) // timedelta(minutes=1) - 16 * 60
    while wall(zone, minute) < (day, clock):
        minute += 1
    return minute


@lru_cache
def clock(text: str) -> int:
    """Minutes after midnight of ``09:30``."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=100)
def _place(place: str, year: int) -> frozenset[date]:
    country, _, subdivision = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def works(interval: Interval, day: date) -> bool:
    """Whether the interval begins on a day."""
    closed = interval.get("holidays", [])
    if isinstance(closed, str):
        closed = [str(one) for one in _place(closed, day.year)]
    return WEEKDAYS[day.weekday()] in interval["days"] and str(day) not in closed


def is_open(intervals: Sequence[Interval], minute: int) -> bool:
    """Whether hours are open in a minute; an interval that goes over midnight belongs to the day that it begins."""
    for interval in intervals:
        day, now = wall(interval["zone"], minute)
        begins, ends = clock(interval["from"]), clock(interval["to"])
        overnight = ends <= begins
        if begins <= now and (now < ends or overnight) and works(interval, day):
            return True
        if overnight and now < ends and works(interval, day - timedelta(days=1)):
            return True
    return False


def due(intervals: Sequence[Interval] | None, since: int, minutes: int) -> int:
    """The earliest minute by which hours (None: always) have counted a duration from the beginning of ``since``."""
    counted, minute = 0, since
    while counted < minutes:
        counted += intervals is None or is_open(intervals, minute)
        minute += 1
    return minute
