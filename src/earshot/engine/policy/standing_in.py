"""Who acts for somebody who cannot: the deputy during leave, else the role, else the backstop. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from earshot.engine.policy.choosing import weighted
from earshot.engine.policy.duty import on_duty, on_leave
from earshot.engine.policy.model import Policy, Rule
from earshot.engine.policy.sifting import Sifted, sieve
from earshot.engine.rota import instant_of, minute_of


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who cannot act at ``at`` for what ``rule`` decided, in ``language``.

    ``due``: an answer is owed before they are back, so that whoever comes in must be able to act now. Where nothing
    falls due, it is enough that they are not on leave themselves: they see it when they come on duty.
    """

    person: str
    rule: Rule
    language: str
    at: datetime
    due: bool


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who acts. ``how``: kept (has done so before), deputy, role, or backstop (nobody else can)."""

    person: str
    how: str
    sifted: tuple[Sifted, ...] = ()


def stand_in(
    policy: Policy,
    absent: Absent,
    sits: Callable[[str], bool],
    can_act: Callable[[str], bool],
    load: Mapping[str, float],
    keep: str | None = None,
) -> StandIn | None:
    """Exactly one person other than the absent one; None where nobody sits on any of their seats.

    Of those who can do it, whoever does it already (``keep``) goes on; else, of those who fit (``sifting``), the deputy
    comes first, then the least loaded by weight. Nobody can: the backstop, else a deputy or a colleague who is off
    duty now.

    Args:
        sits: whether somebody has taken the person's seat.
        can_act: whether they are on duty now.
        load: person -> what they have open, and cover, already.
    """
    named = [each for each in named_for(policy, absent) if each != absent.person and sits(each)]
    able = tuple(each for each in named if can_act(each)) if absent.due else tuple(named)
    deputy = _deputy(policy, absent)
    if keep is not None and keep in able:
        return StandIn(keep, "deputy" if keep == deputy else "kept")
    if able:
        fit, sifted = sieve(policy, absent.rule, absent.language, able, load)
        if deputy is not None and deputy in fit:
            return StandIn(deputy, "deputy", sifted)
        return StandIn(min(fit, key=lambda each: weighted(policy, load, each)), "role", sifted)
    at_last = (each for each in (policy.backstop, *named) if each != absent.person and sits(each))
    return next((StandIn(each, "backstop") for each in at_last), None)


def named_for(policy: Policy, absent: Absent) -> tuple[str, ...]:
    """Everybody whom the policy names to act instead: the deputy during leave, and who is on duty for the role; where
    nothing falls due, all others of the role who are not on leave, too."""
    role, at = absent.rule.accountable, absent.at
    deputy = _deputy(policy, absent)
    first = () if deputy is None else (deputy,)
    more = () if absent.due else tuple(each for each in policy.staff(role) if not on_leave(policy, each, at))
    return tuple(dict.fromkeys((*first, *on_duty(policy, role, at), *more)))


def last_day_of_leave(policy: Policy, person: str, at: datetime) -> date | None:
    """The last whole day, on the person's wall clock, of the leave they are on; None where they are on none, or where
    it has no end."""
    minute = minute_of(at)
    ends = (end for start, end in policy.book.away_spans(person) if start <= minute < end)
    end = next(ends, None)
    if end is None or end - minute > _ENDLESS // timedelta(minutes=1):
        return None
    named = policy.people.get(person)
    zone = ZoneInfo((named.zone if named else None) or policy.zone)
    return (instant_of(end) - timedelta(minutes=1)).astimezone(zone).date()


_ENDLESS = timedelta(days=100 * 366)
"""Whoever is away for longer has left (``gone``)."""


def _deputy(policy: Policy, absent: Absent) -> str | None:
    """Of somebody who is on leave; None where there is none, or on leave too."""
    named = policy.people.get(absent.person)
    deputy = named.deputy if named else None
    if deputy is None or not on_leave(policy, absent.person, absent.at) or on_leave(policy, deputy, absent.at):
        return None
    return deputy
