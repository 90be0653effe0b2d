"""What waits for one person: read once, shown on "my turn"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Min, Q
from django.utils import timezone

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_conversations
from earshot.features.delivery.approving.queries import Approval, wanted_from
from earshot.features.inbox.lists import TURN, Group, count, listed, page_of, tally
from earshot.features.inbox.rows import Row, rows
from earshot.features.people.models import Membership
from earshot.features.responsibility.escalating.queries import escalated_to
from earshot.features.responsibility.models import HandOver
from earshot.features.responsibility.queries import access_hand_overs, consulted_on, duty_now
from earshot.site.axis import AHEAD, Axis, axis
from earshot.web import times

SHOWN = 30
CONSULTED = 10
ESCALATED = 10
DRAWN = 200
"""Deadlines on the line of today."""
FORESEEN = timedelta(days=7)
"""A deadline further away is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A role and who covers it now. Nobody is a fact worth showing."""

    role: str
    people: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A hand-over whose answer is mine to give."""

    hand_over: HandOver
    row: Row


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A text that waits for my approval, and the conversation that it answers."""

    approval: Approval
    row: Row


@dataclass(slots=True)
class Turn:
    """``count`` is exact; ``rows`` are the first :data:`SHOWN` by deadline. ``late`` and ``next_due`` speak of all."""

    now: datetime
    count: int = 0
    late: int = 0
    latest: str = ""
    """How long the oldest of the late ones is late."""
    next_due: str = ""
    rows: list[Row] = field(default_factory=list)
    waiting: int = 0
    """Mine too, but it is their turn."""
    escalated: list[Row] = field(default_factory=list)
    """What has climbed to me, belongs to others, and nobody has taken up."""
    consulted: list[Row] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    to_approve: list[ToApprove] = field(default_factory=list)
    """By deadline."""
    duty: list[Duty] = field(default_factory=list)
    axis: Axis | None = None


def read_turn(membership: Membership, now: datetime, groups: Sequence[Group] | None = None) -> Turn:
    """Everything on the page. ``groups``: what :func:`tally` has counted for the navigation already."""
    owed = TURN.rows(membership).filter(deadline_at__lte=now + AHEAD).order_by("deadline_at")
    drawn = [each for each in owed.values_list("deadline_at", flat=True)[:DRAWN] if each is not None]
    groups = tally(membership) if groups is None else groups
    late, next_due = _late(membership, now, drawn), _next_due(membership, now, drawn)
    return Turn(
        now=timezone.localtime(now),
        count=count(TURN, membership, groups).number,
        late=late,
        latest=times.duration(now - drawn[0]) if late else "",
        next_due=times.duration(next_due - now) if next_due and next_due - now < FORESEEN else "",
        rows=rows(page_of(TURN, membership, size=SHOWN).conversations, membership, now),
        waiting=sum(group.mine for group in groups if group.state == State.WAITING),
        escalated=rows(_escalated(membership), membership, now),
        consulted=rows(listed(consulted_on(membership))[:CONSULTED], membership, now),
        offers=_offers(membership, now),
        to_approve=_to_approve(membership, now),
        duty=[Duty(role, people) for role, people in sorted(duty_now(membership.workspace_id, now).items())],
        axis=axis(drawn, timezone.localtime(now)),
    )


def _escalated(membership: Membership) -> list[Conversation]:
    """What has climbed to me and is not in my own list anyway, the first by deadline."""
    others = listed(escalated_to(membership)).exclude(Q(accountable=membership) | Q(covering=membership))
    return list(others.order_by("deadline_at")[:ESCALATED])


def _late(membership: Membership, now: datetime, drawn: Sequence[datetime]) -> int:
    """How many are late: those drawn tell it, unless all of them are."""
    late = sum(each <= now for each in drawn)
    return TURN.rows(membership).filter(deadline_at__lte=now).count() if late == DRAWN else late


def _next_due(membership: Membership, now: datetime, drawn: Sequence[datetime]) -> datetime | None:
    """The next deadline: drawn, or the first one behind what is drawn."""
    ahead = next((each for each in drawn if each > now), None)
    if ahead is not None:
        return ahead
    found = TURN.rows(membership).filter(deadline_at__gt=now).aggregate(next=Min("deadline_at"))
    return cast("datetime | None", found["next"])


def _offers(membership: Membership, now: datetime) -> list[Offer]:
    mine = Q(giver=membership, asks_giver=True) | Q(taker=membership, asks_giver=False)
    found = access_hand_overs(membership).filter(mine, state="offered").select_related("giver", "taker")
    to_me = list(found.order_by("at"))
    shown = listed(access_conversations(membership)).in_bulk([offer.conversation_id for offer in to_me])
    lines = rows([shown[each.conversation_id] for each in to_me], membership, now)
    return [Offer(offer, row) for offer, row in zip(to_me, lines, strict=True)]


def _to_approve(membership: Membership, now: datetime) -> list[ToApprove]:
    wanted = wanted_from(membership, now)
    shown = listed(access_conversations(membership)).in_bulk([each.approval.conversation_id for each in wanted])
    lines = rows([shown[each.approval.conversation_id] for each in wanted], membership, now)
    return [ToApprove(each.approval, row) for each, row in zip(wanted, lines, strict=True)]
