"""The small written forms of the document: durations, times of day, days of the week, dates. Pure text to values.

Each function raises ``Wrong`` with a message and a mend; the caller knows the place.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from earshot.engine.policy.problems import listed, quoted
from earshot.engine.rota import DAY, EVERY_DAY
from earshot.kernel.texts import Said, say

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

LONGEST_DURATION = 366 * DAY

_DURATION = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_ROTATION = re.compile(r"(\d{1,3}) (day|week)s?", re.ASCII)


class Wrong(Exception):
    """A written form that can not be read. ``offset``: the character at which it goes wrong."""

    def __init__(self, message: Said, mend: Said, offset: int = 0) -> None:
        super().__init__(message)
        self.message, self.mend, self.offset = message, mend, offset


def duration(text: str, *, days: bool) -> int:
    """Minutes of ``90m``, ``1h30m`` and, where ``days`` are allowed, ``2d`` (24 hours each)."""
    match = _DURATION.fullmatch(text)
    if match is None or not text:
        raise Wrong(
            say("%(name)s is not a duration.", name=quoted(text)),
            say("Write minutes or hours, such as 30m, 4h or 1h30m."),
        )
    whole_days, hours, minutes = (int(part or 0) for part in match.groups())
    if match[1] and not days:
        raise Wrong(
            say("Days can not be counted in opening hours."),
            say("Write hours, such as %(hours)sh.", hours=24 * whole_days),
        )
    total = whole_days * DAY + hours * 60 + minutes
    if not 0 < total <= LONGEST_DURATION:
        raise Wrong(
            say("%(name)s must be longer than nothing and at most a year.", name=quoted(text)),
            say("Write a duration such as 30m."),
        )
    return total


def time_of_day(text: str) -> int:
    """Minutes after midnight of ``09:00``; ``24:00`` is the end of the day."""
    match = _TIME.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else -1
    if not 0 <= minutes <= DAY:
        raise Wrong(
            say("%(name)s is not a time of day.", name=quoted(text)),
            say('Write hours and minutes, such as "09:00" or "24:00".'),
        )
    return minutes


def weekday(text: str) -> int:
    """Day of the week, Monday is 0."""
    word = text.strip().casefold()
    if word not in WEEKDAYS:
        raise Wrong(
            say("%(name)s is not a day of the week.", name=quoted(text.strip())),
            say("Write %(words)s.", words=listed(WEEKDAYS)),
        )
    return WEEKDAYS.index(word)


def weekdays(text: str) -> frozenset[int]:
    """``mon-fri``, ``sat-mon``, ``mon, wed, fri``, ``daily``."""
    if text.strip().casefold() == "daily":
        return EVERY_DAY
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start = weekday(first)
        length = (weekday(last) - start) % 7 if last else 0
        days |= {(start + step) % 7 for step in range(length + 1)}
    return frozenset(days)


def day(text: str) -> date:
    """A date, ``2026-12-24``."""
    try:
        if _DATE.fullmatch(text):
            return _in_range(date.fromisoformat(text))
    except ValueError:
        pass
    raise Wrong(
        say("%(name)s is not a date.", name=quoted(text)), say("Write year, month and day, such as 2026-12-24.")
    )


def moment(text: str) -> datetime:
    """A date with a time, ``2026-12-24 18:00``; naive unless the text ends with Z or an offset such as +08:00."""
    match = _MOMENT.fullmatch(text)
    try:
        if match:
            found = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
            _in_range(found.date())
            return found
    except ValueError:
        pass
    raise Wrong(say("%(name)s is not a date with a time.", name=quoted(text)), say('Write it like "2026-12-24 18:00".'))


def _in_range(found: date) -> date:
    """Years far away mean a slip of the pen, and calendars there can not be computed."""
    if not 1971 <= found.year <= 2199:
        raise ValueError(found)
    return found


def weekly_time(text: str) -> tuple[frozenset[int] | None, int]:
    """``mon 09:00`` or ``mon-fri 09:30``: days (None where only a time is written) and minutes after midnight."""
    days, _, time = text.strip().rpartition(" ")
    return (weekdays(days) if days else None), time_of_day(time)


def rotation(text: str) -> int:
    """Days of a turn: ``daily``, ``weekly``, ``2 weeks``, ``3 days``."""
    named = {"daily": 1, "weekly": 7}.get(text.casefold())
    match = _ROTATION.fullmatch(text.casefold())
    days = named or (int(match[1]) * (7 if match[2] == "week" else 1) if match else 0)
    if not days:
        raise Wrong(
            say("%(name)s is not a rotation.", name=quoted(text)), say("Write daily, weekly, 2 weeks or 3 days.")
        )
    return days
