"""My shifts, my swaps and leave as the page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from earshot.engine.policy import Leave, Policy
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import Swap
from earshot.features.responsibility.shifts import words
from earshot.features.responsibility.shifts.calendar import monday
from earshot.features.responsibility.shifts.names import Seats
from earshot.features.responsibility.shifts.rules import AHEAD, colleagues
from earshot.features.responsibility.shifts.spans import Duty, duties
from earshot.web import times

ROUND = timedelta(minutes=30)
"""A shift that runs can be given away from the next half hour but one on: the other one needs a moment to answer."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One of my shifts. ``asked``: the open question to a colleague, if there is one; ``may_ask``: whether there is
    anybody to ask; ``from_`` and ``to``: what the form begins with."""

    duty: Duty
    when: str
    length: str
    beside: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    asked: Swap | None
    may_ask: bool
    from_: datetime
    to: datetime

    @property
    def endless(self) -> bool:
        """Neither beginning nor end can be seen: no shift, but the way it always is."""
        return not self.duty.begins and not self.duty.ends


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the reader."""

    title: str
    rows: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A swap with its time in words."""

    swap: Swap
    when: str
    open: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A leave of the policy. ``over``: it has passed."""

    leave: Leave
    seat: Membership | None
    name: str
    over: bool

    @property
    def days(self) -> str:
        """``26 Nov 2026 – 27 Nov 2026``."""
        first, last = (formats.date_format(day, _("j M Y")) for day in (self.leave.first, self.leave.last))
        return first if first == last else f"{first} – {last}"


def coming(policy: Policy, seats: Seats, person: str, now: datetime, questions: Iterable[Swap]) -> list[Coming]:
    """The person's shifts of the next 90 days, those that run first."""
    waiting = [swap for swap in questions if swap.state == "offered" and swap.starts_at > now]
    return [_coming(policy, seats, duty, now, waiting) for duty in duties(policy, person, now, now + AHEAD)]


def _coming(policy: Policy, seats: Seats, duty: Duty, now: datetime, waiting: Iterable[Swap]) -> Coming:
    begin = max(duty.start, _soon(now))
    asked = (swap for swap in waiting if swap.role == duty.role and swap.starts_at < duty.end and swap.ends_at > begin)
    others = set(colleagues(policy, duty.role)) - {duty.person}
    return Coming(
        duty=duty,
        when=words.span(duty.start, duty.end),
        length=times.duration(duty.end - duty.start),
        beside=tuple(seats.names(duty.beside)),
        before=tuple(seats.names(duty.before)),
        after=tuple(seats.names(duty.after)),
        asked=next(asked, None),
        may_ask=bool(others) and len(duty.beside) < 2 and begin < duty.end,
        from_=begin,
        to=min(duty.end, begin + timedelta(days=1)) if not duty.ends else min(duty.end, now + AHEAD),
    )


def _soon(now: datetime) -> datetime:
    """The next half hour but one."""
    past = timedelta(minutes=now.minute % 30, seconds=now.second, microseconds=now.microsecond)
    return now - past + 2 * ROUND


def weeks_of(rows: Iterable[Coming]) -> list[Week]:
    """By the week of their beginning, in the reader's zone."""
    by_week: dict[date, list[Coming]] = {}
    for row in rows:
        if not row.endless:
            by_week.setdefault(monday(timezone.localtime(row.duty.start).date()), []).append(row)
    return [Week(_title(first), tuple(found)) for first, found in sorted(by_week.items())]


def _title(first: date) -> str:
    last = first + timedelta(days=6)
    return f"{formats.date_format(first, 'MONTH_DAY_FORMAT')} – {formats.date_format(last, 'MONTH_DAY_FORMAT')}"


def asked(swaps: Iterable[Swap], now: datetime) -> list[Asked]:
    """Swaps in words."""
    return [
        Asked(swap, words.span(swap.starts_at, swap.ends_at), swap.state == "offered" and swap.starts_at > now)
        for swap in swaps
    ]


def written_leave(policy: Policy, seats: Seats, only: str | None, today: date) -> list[Written]:
    """The leave of a person (None: of everybody), the soonest first, what has passed behind."""
    rows = [
        Written(leave, seats.of(leave.person), seats.name(leave.person), leave.last < today)
        for leave in policy.leave
        if only is None or leave.person == only
    ]
    return sorted(rows, key=lambda row: (row.over, row.leave.first, row.name))
