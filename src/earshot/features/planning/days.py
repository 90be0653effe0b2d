"""Days and instants as the reader's calendar has them (the active time zone)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def day_of(at: datetime) -> date:
    """The day on which it is ``at``."""
    return timezone.localtime(at).date()


def monday_of(at: datetime) -> date:
    """The Monday of the week in which it is ``at``."""
    day = day_of(at)
    return day - timedelta(days=day.weekday())


def written(day: date, now: datetime) -> str:
    """The day, with the year where it is not this one."""
    return formats.date_format(day, _("j M") if day.year == day_of(now).year else _("j M Y"))


def moment(at: datetime, now: datetime) -> str:
    """Day and time, the year where it is not this one."""
    return f"{written(day_of(at), now)} {timezone.localtime(at):%H:%M}"
