"""The rota as a calendar: days across, a lane for each role, gaps, leave and holidays marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from earshot.engine.policy import Policy
from earshot.engine.rota import DAY, Hours, Opening, Span, day_number, instant_of, merged, minute_of, weekday
from earshot.engine.rota.zones import spans_of_wall
from earshot.features.responsibility.shifts import words
from earshot.features.responsibility.shifts.names import Seats
from earshot.features.responsibility.shifts.spans import Stretch, stretches
from earshot.web.texts import listed


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the reader; ``start`` and ``end`` in UTC, 23 to 25 hours apart."""

    day: date
    start: datetime
    end: datetime
    today: bool

    @property
    def weekend(self) -> bool:
        return self.day.weekday() >= 5


@dataclass(frozen=True, slots=True)
class Bar:
    """Something in a lane, clipped to the days shown. ``kind``: duty, mine, over, hole, leave, holiday.

    ``left`` and ``width`` are parts of the lane in per cent. ``label`` is short, ``said`` the whole of it in words.
    """

    key: str
    kind: str
    start: datetime
    end: datetime
    left: float
    width: float
    people: tuple[str, ...] = ()
    label: str = ""
    hours: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One role. ``hours``: the name of its hours; ``zones``: their zones, where they are not the reader's."""

    role: str
    hours: str
    zones: tuple[str, ...]
    bars: tuple[Bar, ...]
    aside: tuple[Bar, ...]
    """Leave of its people, and holidays."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Open hours of a role without anybody on duty, and why: ``away`` are its people on leave then, ``gone`` those who
    are not here any more."""

    key: str
    role: str
    start: datetime
    end: datetime
    said: str
    away: tuple[str, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One person's time on duty in the days shown."""

    person: str
    name: str
    roles: tuple[str, ...]
    minutes: int

    @property
    def hours(self) -> str:
        """``40``, ``37.5``; time for two roles at once counts once."""
        return f"{self.minutes / 60:.1f}".removesuffix(".0")


@dataclass(slots=True)
class Calendar:
    """Some days of the rota. ``now``: where the present stands in the lanes, in per cent; None outside."""

    columns: tuple[Column, ...]
    lanes: list[Lane] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    now: float | None = None

    @property
    def bars(self) -> Iterator[Bar]:
        """All of them, for the style sheet of their places."""
        for lane in self.lanes:
            yield from lane.bars
            yield from lane.aside


def columns(first: date, days: int, zone: ZoneInfo, now: datetime) -> tuple[Column, ...]:
    """``days`` days of a zone from ``first`` on."""
    edges = [_midnight(first + timedelta(days=number), zone) for number in range(days + 1)]
    today = now.astimezone(zone).date()
    return tuple(
        Column(day, edges[number], edges[number + 1], day == today)
        for number, day in enumerate(first + timedelta(days=number) for number in range(days))
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day: where its midnight is skipped, the first minute that there is."""
    return instant_of(spans_of_wall(zone.key, day_number(day) * DAY, (day_number(day) + 1) * DAY)[0][0])


def calendar(policy: Policy, seats: Seats, shown: tuple[Column, ...], me: str | None, now: datetime) -> Calendar:
    """The calendar of these days. ``me``: the reader as the policy names them."""
    drawing = _Drawing(policy, seats, shown, me)
    found = Calendar(shown, now=drawing.place(now) if shown[0].start <= now < shown[-1].end else None)
    minutes: dict[str, dict[str, list[Span]]] = {}
    for role in policy.roles:
        line = stretches(policy, role, shown[0].start, shown[-1].end)
        found.lanes.append(drawing.lane(role, line))
        found.gaps += drawing.gaps(line)
        for one in line:
            for person in one.people:
                minutes.setdefault(person, {}).setdefault(role, []).append((minute_of(one.start), minute_of(one.end)))
    found.gaps.sort(key=lambda gap: (gap.start, gap.role))
    found.loads = sorted((_load(seats, *each) for each in minutes.items()), key=lambda load: (-load.minutes, load.name))
    return found


def _load(seats: Seats, person: str, by_role: dict[str, list[Span]]) -> Load:
    together = merged(span for spans in by_role.values() for span in spans)
    return Load(person, seats.name(person), tuple(by_role), sum(end - start for start, end in together))


class _Drawing:
    """Puts spans into the lanes of the days shown."""

    def __init__(self, policy: Policy, seats: Seats, shown: Sequence[Column], me: str | None) -> None:
        self._policy, self._seats, self._shown, self._me = policy, seats, shown, me
        self._numbers = count(1)

    def place(self, at: datetime) -> float:
        """Where an instant stands, in per cent of the lane: every day is as wide as the others, however long."""
        for number, column in enumerate(self._shown):
            if at < column.end:
                part = max(timedelta(0), at - column.start) / (column.end - column.start)
                return round(100 * (number + part) / len(self._shown), 3)
        return 100.0

    def lane(self, role: str, line: Iterable[Stretch]) -> Lane:
        known = self._policy.roles[role]
        hours = self._policy.hours[known.hours]
        bars = tuple(self._duty(one) for one in line)
        aside = (*self._holidays(hours), *self._leave(role))
        return Lane(role, known.hours, tuple(sorted({each.zone for each in hours.openings})), bars, aside)

    def gaps(self, line: Iterable[Stretch]) -> Iterator[Gap]:
        for one in line:
            if not one.covers:
                key = f"gap-{next(self._numbers)}"
                gone = tuple(person for person in self._policy.staff(one.role) if self._seats.gone(person))
                said = words.span(one.start, one.end)
                yield Gap(key, one.role, one.start, one.end, said, self._away(one), gone)

    def _away(self, one: Stretch) -> tuple[str, ...]:
        """The role's people who are on leave in it."""
        first, last = minute_of(one.start), minute_of(one.end)
        book = self._policy.book
        return tuple(
            person
            for person in self._policy.staff(one.role)
            if not self._seats.gone(person)
            and any(start < last and first < end for start, end in book.away_spans(person))
        )

    def _duty(self, one: Stretch) -> Bar:
        when = words.span(one.start, one.end)
        if not one.covers:
            return self._bar("hole", one.start, one.end, _("nobody on duty"), f"{_('nobody on duty')}: {when}")
        names = [self._seats.name(cover.person) for cover in one.covers]
        notes = [
            _("%(name)s for %(other)s") % {"name": name, "other": self._seats.name(cover.stands_in_for)}
            for name, cover in zip(names, one.covers, strict=True)
            if cover.stands_in_for
        ]
        special = bool(notes) or any(cover.how == "override" for cover in one.covers)
        kind = "mine" if self._me in one.people else "over" if special else "duty"
        label = listed(notes if len(notes) == len(names) else names)
        said = f"{when}: {label}" + (f" ({listed(notes)})" if notes and len(notes) < len(names) else "")
        if any(cover.how == "override" for cover in one.covers):
            said += f" ({_('stands in')})"
        return self._bar(kind, one.start, one.end, label, said, tuple(names))

    def _leave(self, role: str) -> Iterator[Bar]:
        first, last = minute_of(self._shown[0].start), minute_of(self._shown[-1].end)
        for person in self._policy.staff(role):
            if self._seats.gone(person):
                continue
            for start, end in self._policy.book.away_spans(person):
                if start < last and first < end:
                    label = _("%(name)s on leave") % {"name": self._seats.name(person)}
                    begin, until = instant_of(start), instant_of(end)
                    yield self._bar("leave", begin, until, label, f"{label}: {words.span(begin, until)}")

    def _holidays(self, hours: Hours) -> Iterator[Bar]:
        """Where the role would be open, were it no holiday."""
        first, last = minute_of(self._shown[0].start), minute_of(self._shown[-1].end)
        spans = (span for opening in hours.openings for span in _closed(opening, first, last))
        for start, end in merged(spans):
            begin, until = instant_of(start), instant_of(end)
            label = _("holiday")
            yield self._bar("holiday", begin, until, label, f"{label}: {words.span(begin, until)}")

    def _bar(
        self, kind: str, start: datetime, end: datetime, label: str, said: str, people: tuple[str, ...] = ()
    ) -> Bar:
        left, right = self.place(start), self.place(end)
        first, last = max(start, self._shown[0].start), min(end, self._shown[-1].end)
        return Bar(
            f"b{next(self._numbers)}", kind, first, last, left, round(right - left, 3), people, label,
            words.hours(first, last), said,
        )  # fmt: skip


def _closed(opening: Opening, first: int, last: int) -> Iterator[Span]:
    zone = ZoneInfo(opening.zone)
    begin = instant_of(first).astimezone(zone).date() - timedelta(days=1)
    for number in range((last - first) // DAY + 3):
        day = day_number(begin + timedelta(days=number))
        if weekday(day) in opening.days and opening.holidays.has(day):
            for start, end in spans_of_wall(opening.zone, day * DAY + opening.start, day * DAY + opening.end):
                if start < last and first < end:
                    yield max(start, first), min(end, last)


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
