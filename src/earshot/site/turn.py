"""What waits for one person: read once, shown on "my turn"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_conversations
from earshot.features.inbox.lists import joined
from earshot.features.inbox.rows import Row, rows
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import HandOver
from earshot.features.responsibility.queries import access_hand_overs, consulted_on, duty_now, my_conversations
from earshot.site.axis import Axis, axis
from earshot.web import times

SHOWN = 30
CONSULTED = 10
DRAWN = 500
"""Deadlines that the line of today looks at; ``late`` stops there, too."""


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


def count_mine(membership: Membership) -> int:
    """How many conversations wait for an answer of mine."""
    return _due(membership).count()


def read_turn(membership: Membership, now: datetime) -> Turn:
    """Everything on the page."""
    mine = _due(membership)
    first = joined(mine).order_by(F("deadline_at").asc(nulls_last=True), "-id")[:SHOWN]
    owed = mine.filter(deadline_at__isnull=False).order_by("deadline_at").values_list("deadline_at", flat=True)
    deadlines = [each for each in owed[:DRAWN] if each is not None]
    late = [each for each in deadlines if each <= now]
    ahead = [each for each in deadlines if each > now]
    return Turn(
        now=timezone.localtime(now),
        count=mine.count(),
        late=len(late),
        latest=times.duration(now - late[0]) if late else "",
        next_due=times.duration(ahead[0] - now) if ahead and ahead[0] - now < timedelta(days=7) else "",
        rows=rows(first, membership, now),
        waiting=my_conversations(membership).filter(state=State.WAITING).count(),
        consulted=rows(joined(consulted_on(membership))[:CONSULTED], membership, now),
        offers=_offers(membership, now),
        duty=[Duty(role, people) for role, people in sorted(duty_now(membership.workspace_id, now).items())],
        axis=axis(deadlines, timezone.localtime(now)),
    )


def _due(membership: Membership) -> QuerySet[Conversation]:
    open_ones = my_conversations(membership).filter(handling="answer")
    return open_ones.exclude(state__in=(State.RESOLVED, State.WAITING, State.SNOOZED))


def _offers(membership: Membership, now: datetime) -> list[Offer]:
    found = access_hand_overs(membership).filter(state="offered").select_related("giver", "taker").order_by("at")
    to_me = [each for each in found if membership.pk == (each.giver_id if each.asks_giver else each.taker_id)]
    shown = {
        each.pk: each
        for each in joined(access_conversations(membership)).filter(pk__in=[offer.conversation_id for offer in to_me])
    }
    lines = rows([shown[each.conversation_id] for each in to_me], membership, now)
    return [Offer(offer, row) for offer, row in zip(to_me, lines, strict=True)]
