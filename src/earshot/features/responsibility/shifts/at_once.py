"""Away from now on: whoever cannot work is away, whatever the policy promises. Told before, confirmed, and shown.

Planned leave that would break a promise is refused (``absence``). Illness asks nobody: it is leave from today on that
comes into force all the same, once whoever enters it has been shown what is then uncovered and has said so. That is
kept in the audit trail, stands on the auditor's page until the leave is over (``shown_gaps``), and whoever leads a role
of theirs, comes on duty instead, or administers the workspace is told. Why somebody is away is asked and kept nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from earshot.engine.policy import Policy
from earshot.features.people.models import Membership
from earshot.features.responsibility.escalating.rungs import Rung, rungs
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts.absence import Away, check_actor, foresee, named, with_leave
from earshot.features.responsibility.shifts.changing import change, mark_of
from earshot.features.responsibility.shifts.spans import Stretch
from earshot.features.responsibility.shifts.telling_away import tell_away
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict

VERB = "leave.at_once"
"""Of its entries in the audit trail; written out where they are made, so that the trail's words are known complete."""


class NotConfirmed(Conflict):
    """Something is uncovered that whoever enters the leave has not been shown, or has not confirmed."""

    def __init__(self, away: Away) -> None:
        super().__init__(
            _("Something stays uncovered. Nothing has changed yet."), _("Read what it is, and confirm it below.")
        )
        self.away = away


@dataclass(frozen=True, slots=True)
class Climb:
    """A ladder that goes on while nobody is on duty: its name and its steps."""

    ladder: str
    steps: tuple[Rung, ...]


def today_of(policy: Policy, person: str | None, clock: Clock) -> date:
    """The day that it is on a person's wall clock (the document's, where it does not name them)."""
    known = policy.people.get(person or "")
    return clock.now().astimezone(ZoneInfo((known.zone if known else None) or policy.zone)).date()


def foresee_at_once(actor: Membership, seat: Membership, last: date, clock: Clock) -> Away:
    """What would be uncovered from now on, by whom the rest is covered, what would break. Nothing is stored.

    Raises: as ``absence.enter_leave``, but WouldBreak.
    """
    return foresee(actor, seat, _first(seat, clock), last, clock, at_once=True)


def leave_at_once(actor: Membership, seat: Membership, last: date, clock: Clock, confirmed: str = "") -> PolicyVersion:
    """Write leave from today on into the policy and put it in force, whatever breaks by it.

    Args:
        confirmed: ``seen_mark`` of what was shown and confirmed; needed where anything is uncovered or breaks.

    Raises:
        NotConfirmed: what would be uncovered is not what was confirmed; nothing has changed.
        NotAllowed, BadInput, Conflict: as ``absence.enter_leave``.
    """
    check_actor(actor, seat)
    first = _first(seat, clock)
    away = foresee(actor, seat, first, last, clock, at_once=True)
    if (away.broken or away.open) and confirmed != seen_mark(away):
        raise NotConfirmed(away)
    person = named(present_policy(actor.workspace_id), seat)
    open_roles = sorted({one.role for one in away.open})

    def edit(policy: Policy, text: str) -> str:
        return with_leave(policy, text, seat, first, last, at_once=True)

    def tell(version: PolicyVersion) -> None:
        tell_away(version, actor, seat, last, away, clock)

    detail = {
        "person": seat.name,
        "days": f"{first.isoformat()} – {last.isoformat()}",
        "leave": [person, first.isoformat(), last.isoformat()],
        "open": open_roles,
    }
    return change(actor, edit, "leave.at_once", actor.name, clock, detail, confirmed=mark_of(away.broken), then=tell)


def seen_mark(away: Away) -> str:
    """A short name of what is uncovered and what breaks, so that what is confirmed is what was shown."""
    return hashlib.sha256(f"{mark_of(away.broken)} {sorted({one.role for one in away.open})}".encode()).hexdigest()[:16]


def climbs(policy: Policy, uncovered: Iterable[Stretch]) -> tuple[Climb, ...]:
    """The ladders that are climbed for what falls to these roles meanwhile, each once."""
    roles = {one.role for one in uncovered}
    rules = (rule for rule in (*policy.rules, policy.otherwise) if rule.accountable in roles and rule.ladder)
    names = dict.fromkeys(rule.ladder for rule in rules if rule.ladder)
    return tuple(Climb(name, rungs(policy, name)) for name in names)


def _first(seat: Membership, clock: Clock) -> date:
    policy = present_policy(seat.workspace_id)
    return today_of(policy, named(policy, seat), clock)
