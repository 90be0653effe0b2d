"""What is told at the change of duty: who goes, who comes, what is open, what falls due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from earshot.engine.policy import Policy
from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import ShiftNote
from earshot.features.responsibility.shifts.queries import access_shift_notes
from earshot.features.responsibility.shifts.rules import colleagues
from earshot.features.responsibility.shifts.spans import Stretch, stretches

LOOK = timedelta(days=14)
LISTED = 20
NOTES = 10
READ_WITHIN = timedelta(days=7)
"""Older notes are asked of nobody any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of duty of a role. ``now``: the stretch that runs, None while it is closed; ``next``: the first one
    after it with other people; None where none comes within two weeks."""

    role: str
    now: Stretch | None
    next: Stretch | None


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """Of one role. Lists are the first by deadline; counts are exact."""

    change: Change
    open: Sequence[Conversation]
    open_count: int
    due: Sequence[Conversation]
    due_count: int
    waiting_count: int
    notes: Sequence[ShiftNote]


def change_of(policy: Policy, role: str, now: datetime) -> Change:
    """Raises KeyError where there is no such role."""
    line = stretches(policy, role, now, now + LOOK)
    runs = line[0] if line and line[0].start <= now else None
    people = set(runs.people) if runs else set()
    following = (one for one in line if one is not runs and set(one.people) != people)
    return Change(role, runs, next(following, None))


def changing_roles(policy: Policy) -> list[str]:
    """Roles whose duty passes from one to another: those with a rota first, then the others."""
    return sorted(policy.roles, key=lambda role: (policy.roles[role].rota is None, list(policy.roles).index(role)))


def first_role(policy: Policy, person: str | None) -> str:
    """The one that a person wants to see: their own with a rota, else any of their own, else the first."""
    roles = changing_roles(policy)
    own = [role for role in roles if person in colleagues(policy, role)]
    return (own or roles)[0]


def hand_over_page(membership: Membership, policy: Policy, role: str, now: datetime) -> HandOverPage:
    """Everything on the page of one role. Raises KeyError where there is none of that name."""
    change = change_of(policy, role, now)
    ours = access_conversations(membership).filter(role=role).exclude(state=State.RESOLVED)
    turn = ours.exclude(state=State.WAITING)
    by_deadline = turn.select_related("accountable", "author").order_by(F("deadline_at").asc(nulls_last=True), "id")
    due = _due(turn, change, now)
    notes = access_shift_notes(membership).filter(role=role)[:NOTES]
    return HandOverPage(
        change=change,
        open=list(by_deadline[:LISTED]),
        open_count=turn.count(),
        due=list(due.select_related("accountable", "author").order_by("deadline_at")[:LISTED]),
        due_count=due.count(),
        waiting_count=ours.filter(state=State.WAITING).count(),
        notes=list(notes),
    )


def _due(turn: QuerySet[Conversation], change: Change, now: datetime) -> QuerySet[Conversation]:
    """What falls due before the end of the next shift (of the present one where no other comes)."""
    last = change.next or change.now
    return turn.filter(deadline_at__lt=last.end if last else now + LOOK)


def unread_notes(membership: Membership, roles: Sequence[str], now: datetime) -> list[ShiftNote]:
    """Notes of the last days in these roles that this seat has not said to have read."""
    rows = access_shift_notes(membership).filter(role__in=roles, at__gt=now - READ_WITHIN).exclude(by=membership)
    return [note for note in rows[: 3 * NOTES] if membership.pk not in note.read_by]
