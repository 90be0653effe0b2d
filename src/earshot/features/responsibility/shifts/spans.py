"""Who is on duty, as stretches of time: what calendars and lists are made of. Pure; times are aware, UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.engine.policy import Policy, role_shifts
from earshot.engine.rota import Cover, instant_of, minute_of

LOOK = timedelta(days=40)
"""How far beyond the asked time the beginning and the end of a duty are looked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of a role's open hours with the same people on duty; ``covers`` empty is a gap."""

    role: str
    start: datetime
    end: datetime
    covers: tuple[Cover, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Who is on duty, as the policy names them."""
        return tuple(cover.person for cover in self.covers)


@dataclass(frozen=True, slots=True)
class Duty:
    """One unbroken time on duty of one person. ``beside``: who else is on duty in it; ``before`` and ``after``: who has
    the role's stretches next to it, if others than the person.

    ``begins`` and ``ends`` are False where no beginning or end lies within :data:`LOOK` of what was asked.
    """

    role: str
    person: str
    start: datetime
    end: datetime
    beside: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    begins: bool
    ends: bool

    @property
    def alone(self) -> bool:
        """Whether nobody else is on duty in any minute of it."""
        return not self.beside


def stretches(policy: Policy, role: str, start: datetime, end: datetime) -> list[Stretch]:
    """The role's open hours from ``start`` to before ``end``, cut where those on duty change.

    Raises:
        KeyError: no such role.
    """
    found = role_shifts(policy, role, start, end)
    return [Stretch(role, instant_of(one.start), instant_of(one.end), one.covers) for one in found]


def gaps(policy: Policy, start: datetime, end: datetime) -> list[Stretch]:
    """Open hours in which nobody is on duty, of every role, by their beginning."""
    every = (one for role in policy.roles for one in stretches(policy, role, start, end) if not one.covers)
    return sorted(every, key=lambda one: (one.start, one.role))


def duties(policy: Policy, person: str, start: datetime, end: datetime, look: timedelta = LOOK) -> list[Duty]:
    """Every time on duty of the person that touches ``[start, end)``, by its beginning; whole, as far as ``look``
    beyond either side shows."""
    first, last = _minute(start - look), _minute(end + look)
    roles = (role for role in policy.roles if _may_cover(policy, role, person))
    found = (one for role in roles for one in _duties_of(policy, role, person, first, last))
    return sorted(
        (one for one in found if one.start < end and one.end > start), key=lambda one: (one.start, one.role, one.end)
    )


def _may_cover(policy: Policy, role: str, person: str) -> bool:
    """Whether the person is ever on duty for the role: in turn, for somebody on leave, or by an override."""
    staff = policy.staff(role)
    deputies = (policy.people[each].deputy for each in staff)
    return (
        person in staff
        or person in deputies
        or any((each.role, each.person) == (role, person) for each in policy.overrides)
    )


def _minute(at: datetime) -> datetime:
    return instant_of(minute_of(at))


def _duties_of(policy: Policy, role: str, person: str, first: datetime, last: datetime) -> Iterator[Duty]:
    line = stretches(policy, role, first, last)
    for begin, end in _runs(line, person):
        mine = line[begin:end]
        beside = {other for one in mine for other in one.people if other != person}
        yield Duty(
            role=role,
            person=person,
            start=mine[0].start,
            end=mine[-1].end,
            beside=tuple(sorted(beside)),
            before=_others(line, begin - 1, person),
            after=_others(line, end, person),
            begins=mine[0].start > first,
            ends=mine[-1].end < last,
        )


def _runs(line: list[Stretch], person: str) -> Iterator[tuple[int, int]]:
    """Index ranges of neighbouring stretches without a pause that the person is in."""
    begin: int | None = None
    for index, one in enumerate(line):
        joined = begin is not None and line[index - 1].end == one.start
        if begin is not None and not (joined and person in one.people):
            yield begin, index
            begin = None
        if begin is None and person in one.people:
            begin = index
    if begin is not None:
        yield begin, len(line)


def _others(line: list[Stretch], index: int, person: str) -> tuple[str, ...]:
    if not 0 <= index < len(line):
        return ()
    people = line[index].people
    return () if person in people else people
