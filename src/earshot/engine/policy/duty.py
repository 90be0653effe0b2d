"""Questions about duty: who is on duty, when a role is open, when something changes."""

from __future__ import annotations

from datetime import datetime

from earshot.engine.policy.model import Person, Policy, Role
from earshot.engine.policy.names import LEAD
from earshot.engine.rota import Shift, instant_of, minute_of


def on_duty(policy: Policy, role: str, at: datetime) -> tuple[str, ...]:
    """Who can act for a role, or as ``ROLE.lead``, in the minute of ``at``; in the order in which work goes to them.

    Raises:
        KeyError: no such role.
    """
    minute = minute_of(at)
    name = role.removesuffix(LEAD)
    if name == role:
        return tuple(cover.person for cover in policy.book.covers(role, minute))
    lead = policy.roles[name].lead
    here = lead is not None and policy.book.is_open(name, minute) and not on_leave(policy, lead, at)
    return (lead,) if lead is not None and here else ()


def on_leave(policy: Policy, person: str, at: datetime) -> bool:
    """Whether the person is on leave in the minute of ``at``."""
    return policy.book.is_away(person, minute_of(at))


def people(policy: Policy) -> tuple[Person, ...]:
    """Everybody whom the policy names."""
    return tuple(policy.people.values())


def roles(policy: Policy) -> tuple[Role, ...]:
    """All roles, in the order of the document."""
    return tuple(policy.roles.values())


def next_change(policy: Policy, after: datetime) -> datetime | None:
    """The next instant later than ``after`` at which duty changes anywhere: a shift, hours, leave, an override. None:
    nothing changes any more."""
    minute = policy.book.next_change(minute_of(after))
    return None if minute is None else instant_of(minute)


def role_hours(policy: Policy, role: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The role's open hours from ``start`` to before ``end``, half-open, in UTC."""
    spans = policy.book.open_spans(role, minute_of(start), minute_of(end))
    return [(instant_of(first), instant_of(after)) for first, after in spans]


def role_shifts(policy: Policy, role: str, start: datetime, end: datetime) -> list[Shift]:
    """The role's open hours cut wherever those on duty change, in minutes; ``covers`` empty is a hole in the rota."""
    return policy.book.shifts(role, minute_of(start), minute_of(end))
