"""Spans of time as a reader's page says them, in the active zone and language."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from earshot.web import times

_MINUTE = timedelta(minutes=1)


def span(start: datetime, end: datetime) -> str:
    """``Sat 28 Nov 09:00–18:00``, ``Sat 28 Nov 22:00 – Sun 29 Nov 06:00``, ``Sat 28 Nov, all day``."""
    first, last = timezone.localtime(start), timezone.localtime(end - _MINUTE)
    begins, ends = first.strftime("%H:%M"), _end(end)
    if first.date() == last.date():
        if (begins, ends) == ("00:00", "24:00"):
            return _("%(day)s, all day") % {"day": times.day(start)}
        return f"{times.day(start)} {begins}–{ends}"
    return f"{times.day(start)} {begins} – {times.day(end - _MINUTE)} {ends}"


def hours(start: datetime, end: datetime) -> str:
    """``09:00–18:00``, for a bar that stands below its day; the day of the end where that is another one."""
    last = timezone.localtime(end - _MINUTE)
    if timezone.localtime(start).date() == last.date():
        return f"{timezone.localtime(start):%H:%M}–{_end(end)}"
    return f"{timezone.localtime(start):%H:%M} – {times.day(end - _MINUTE)} {_end(end)}"


def moment(at: datetime) -> str:
    """``Sat 28 Nov 09:00``."""
    return f"{times.day(at)} {timezone.localtime(at):%H:%M}"


def _end(end: datetime) -> str:
    """A midnight ends the day before."""
    clock = timezone.localtime(end).time()
    return "24:00" if clock == time() else clock.strftime("%H:%M")
