"""Dates, times and durations as they are written in queries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?\Z", re.ASCII)
_AGE = re.compile(r"(\d{1,6})([smhdw])\Z", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Written:
    """A date or time as written: without a zone it is meant in the query's."""

    at: datetime
    day: bool

    def first(self, zone: tzinfo) -> datetime:
        """The instant at which it begins."""
        return _in_zone(self.at, zone)

    def last(self, zone: tzinfo) -> datetime:
        """The last instant (to the microsecond) that belongs to it: a day's end, or the instant itself."""
        if not self.day:
            return self.first(zone)
        return _in_zone(self.at + timedelta(days=1), zone) - timedelta(microseconds=1)


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


@lru_cache(maxsize=1024)
def read_time(text: str) -> Written | None:
    """``2026-11-01``, ``2026-11-01T10:30``, with seconds and a zone if wanted; None where it is none of these."""
    day = _DATE.match(text) is not None
    if not day and not _TIME.match(text):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Written(at, day) if 1 < at.year < 9999 else None


@lru_cache(maxsize=1024)
def read_age(text: str) -> timedelta | None:
    """``90s 30m 2h 3d 1w``; None where it is none of these."""
    match = _AGE.match(text)
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
