"""Dates as feeds write them, for where the library cannot read one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from time import struct_time

from earshot.ports.heard import Precision

EARLIEST = 1990
"""The year before which no feed was written: dates before it stand for "none"."""

_NUMBERS = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s,]*(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:時时点點]\s*(\d{1,2})?(?:\s*[:分]\s*(\d{1,2})?)?(?:[.,]\d+|\s*秒)?\s*(AM|PM)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def instant(text: str, parsed: struct_time | None = None) -> tuple[datetime | None, Precision]:
    """The point in time, in UTC, and how precisely ``text`` tells it; (None, "day") where it cannot be read.

    ``parsed`` is what the library made of it (UTC). A time without a zone is taken as UTC, as the library does.
    """
    at = _of_struct(parsed) or _of_text(text.strip()[:100])
    if at is None or at.year < EARLIEST:
        return None, "day"
    return at, _precision(text)


def _precision(text: str) -> Precision:
    clock = re.sub(r"\s*[+-]\d{2}:?\d{2}$", "", text.strip())
    marks = len(re.findall(r"(?<=\d)\s*[:時时点點分]\s*(?=\d)", clock))
    if marks == 1:
        return "minute"
    return "second" if marks or re.search(r"T\d{6}|\d{14}", clock) else "day"


def _of_struct(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None


def _of_text(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime, _of_numbers):
        try:
            at = read(text)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _of_numbers(text: str) -> datetime:
    """``2026年11月23日 下午3:05`` and the like."""
    found = _NUMBERS.match(text)
    if found is None:
        raise ValueError("no date")
    year, month, day, hour, minute, second = (int(found[group] or 0) for group in (1, 2, 3, 5, 6, 7))
    half = (found[4] or found[8] or "").lower()
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[9] or ""))


def _zone(text: str) -> timezone:
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", text)
    if found is None:
        return UTC
    return timezone((-1 if found[1] == "-" else 1) * timedelta(hours=int(found[2]), minutes=int(found[3])))
