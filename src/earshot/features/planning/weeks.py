"""The list of campaigns by week: what runs, what comes, what is over, each under the week that matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from earshot.features.planning.days import monday_of, written
from earshot.features.planning.models import Campaign
from earshot.features.planning.showing import Shown, shown

WEEK = timedelta(days=7)


@dataclass(slots=True)
class Week:
    """A week, from Monday on, and the campaigns that begin (or end) in it."""

    monday: date
    title: str
    rows: list[Shown] = field(default_factory=list)


def by_week(campaigns: Iterable[Campaign], instant: Callable[[Campaign], datetime], now: datetime) -> list[Week]:
    """In the order given, each under the week in which its ``instant`` lies by the reader's calendar."""
    weeks: list[Week] = []
    for each in campaigns:
        monday = monday_of(instant(each))
        if not weeks or weeks[-1].monday != monday:
            weeks.append(Week(monday, title_of(monday, now)))
        weeks[-1].rows.append(shown(each, now))
    return weeks


def beginning(campaign: Campaign) -> datetime:
    """For those to come."""
    return campaign.starts_at


def title_of(monday: date, now: datetime) -> str:
    """The week in words."""
    present = monday_of(now)
    near = {present: _("This week"), present + WEEK: _("Next week"), present - WEEK: _("Last week")}
    return near.get(monday) or _("Week of %(day)s") % {"day": written(monday, now)}
