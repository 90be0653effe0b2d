"""What waits for one person: read once, shown on "my turn"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from earshot.features.conversations.models import State
from earshot.features.conversations.queries import access_conversations
from earshot.features.inbox.lists import IN_TURN, OPEN, TURN, joined, page_of
from earshot.features.inbox.rows import Row, rows
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import HandOver
from earshot.features.responsibility.queries import access_hand_overs, consulted_on, duty_now, my_conversations
from earshot.site.axis import AHEAD, Axis, axis
from earshot.web import times

SHOWN = 30
CONSULTED = 10
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
    consulted: list[Row] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    duty: list[Duty] = field(default_factory=list)
    axis: Axis | None = None


def read_turn(membership: Membership, now: datetime) -> Turn:
    """Everything on the page."""
    owed = TURN.rows(membership).filter(deadline_at__lte=now + AHEAD).order_by("deadline_at")
    drawn = [each for each in owed.values_list("deadline_at", flat=True)[:DRAWN] if each is not None]
    counted = _counted(membership, now)
    next_due = counted["next_due"]
    return Turn(
        now=timezone.localtime(now),
        count=counted["count"],
        late=counted["late"],
        latest=times.duration(now - drawn[0]) if drawn and drawn[0] <= now else "",
        next_due=times.duration(next_due - now) if next_due and next_due - now < FORESEEN else "",
        rows=rows(page_of(TURN, membership).conversations[:SHOWN], membership, now),
        waiting=counted["waiting"],
        consulted=rows(joined(consulted_on(membership))[:CONSULTED], membership, now),
        offers=_offers(membership, now),
        duty=[Duty(role, people) for role, people in sorted(duty_now(membership.workspace_id, now).items())],
        axis=axis(drawn, timezone.localtime(now)),
    )


def _counted(membership: Membership, now: datetime) -> dict[str, Any]:
    """All that is counted, by one reading of what is mine and open: the index of the lists answers it."""
    return (
        my_conversations(membership)
        .filter(state__in=OPEN)
        .aggregate(
            count=Count("pk", filter=IN_TURN),
            late=Count("pk", filter=IN_TURN & Q(deadline_at__lte=now)),
            next_due=Min("deadline_at", filter=IN_TURN & Q(deadline_at__gt=now)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
        )
    )


def _offers(membership: Membership, now: datetime) -> list[Offer]:
    mine = Q(giver=membership, asks_giver=True) | Q(taker=membership, asks_giver=False)
    found = access_hand_overs(membership).filter(mine, state="offered").select_related("giver", "taker")
    to_me = list(found.order_by("at"))
    shown = {
        each.pk: each
        for each in joined(access_conversations(membership)).filter(pk__in=[offer.conversation_id for offer in to_me])
    }
    lines = rows([shown[each.conversation_id] for each in to_me], membership, now)
    return [Offer(offer, row) for offer, row in zip(to_me, lines, strict=True)]
