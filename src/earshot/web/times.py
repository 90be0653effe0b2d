"""Times as people read them: durations in words, and the fuse of a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from earshot.ports.services import services

SOON = timedelta(minutes=15)
"""A deadline this near is marked, however long the whole time was."""


@dataclass(frozen=True, slots=True)
class Fuse:
    """The sign of a deadline: a kind (class name), icon, words, and how much of the bar is left (0..100, in fives)."""

    kind: str
    icon: str
    words: str
    percent: int | None = None
    at: datetime | None = None


def duration(length: timedelta) -> str:
    """In words, two units at most: ``6 min``, ``1 h 12 min``, ``3 d``. Rounded down; negative counts as its size."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 1:
        return _("under 1 min")
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _("%(days)d d") % {"days": hours // 24}
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    if not rest or hours >= 10:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def fuse(start: datetime | None, deadline: datetime, now: datetime) -> Fuse:
    """What is left of the time from ``start`` to ``deadline`` (both UTC)."""
    left = deadline - now
    if left <= timedelta(0):
        return Fuse("over", "warn", _("%(time)s late") % {"time": duration(left)}, 100, deadline)
    whole = deadline - start if start and start < deadline else left
    percent = max(5, min(100, round(100 * (left / whole) / 5) * 5))
    soon = left <= SOON or percent <= 25
    return Fuse("soon" if soon else "", "alarm" if soon else "rota", duration(left), percent, deadline)


def paused(words: str) -> Fuse:
    """A clock that does not run: waiting for them, snoozed."""
    return Fuse("paused", "pause", words)


def met(words: str) -> Fuse:
    """Over and done, in time."""
    return Fuse("met", "check", words)


def missed(words: str) -> Fuse:
    """Over and done, but late."""
    return Fuse("over", "warn", words)


def short(at: datetime, now: datetime | None = None) -> str:
    """``09:12`` today, else with the day, else with the year; in the reader's zone."""
    local, today = timezone.localtime(at), timezone.localtime(now or services().clock.now())
    clock = local.strftime("%H:%M")
    if local.date() == today.date():
        return clock
    form = _("j M") if local.year == today.year else _("j M Y")
    return f"{_written(local.date(), form, translation.get_language())} {clock}"


def day(at: datetime) -> str:
    """Weekday and day: ``Mon 23 Nov``."""
    return _written(timezone.localtime(at).date(), _("D j M"), translation.get_language())


WEEKDAYS = (
    pgettext_lazy("weekday above a column", "Mon"),
    pgettext_lazy("weekday above a column", "Tue"),
    pgettext_lazy("weekday above a column", "Wed"),
    pgettext_lazy("weekday above a column", "Thu"),
    pgettext_lazy("weekday above a column", "Fri"),
    pgettext_lazy("weekday above a column", "Sat"),
    pgettext_lazy("weekday above a column", "Sun"),
)


def day_column(at: datetime) -> str:
    """Above a narrow column: ``Mon 23``; where it stands, the month is said beside it."""
    local = timezone.localtime(at)
    return _("%(weekday)s %(number)s") % {"weekday": WEEKDAYS[local.weekday()], "number": local.day}


def full(at: datetime) -> str:
    """Day, time and zone, for the tip of a time: ``23 Nov 2026 10:00:05 (UTC+08:00)``."""
    local = timezone.localtime(at)
    offset, day = local.strftime("%z"), _written(local.date(), _("j M Y"), translation.get_language())
    return f"{day} {local:%H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"


@lru_cache(maxsize=2048)
def _written(day: date, form: str, language: str | None) -> str:
    """A day in the active language, which is ``language``; a page names the same few days a hundred times."""
    return formats.date_format(day, form)
