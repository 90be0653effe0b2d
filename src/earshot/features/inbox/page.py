"""All that the page of one conversation shows, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.queries import (
    Draft,
    Publication,
    access_drafts,
    limit_of,
    speaking_channels,
)
from earshot.features.inbox import reasons
from earshot.features.inbox.approvals import Asked, asked_before_sending
from earshot.features.inbox.fixes import Fixes, read_fixes
from earshot.features.inbox.lists import joined
from earshot.features.inbox.rows import fuse_of, writer_of
from earshot.features.inbox.timeline import Timeline, timeline
from earshot.features.listening.lessons_told import Reason
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.features.people.queries import access_members, stand_in
from earshot.features.responsibility.escalating.naming import titled
from earshot.features.responsibility.escalating.queries import Climb
from earshot.features.responsibility.models import Assignment, Decision, HandOver
from earshot.features.responsibility.queries import claimable, involved, why
from earshot.kernel.clock import Clock
from earshot.kernel.errors import NotFound
from earshot.ports.connector import TextLimit
from earshot.web import times
from earshot.web.prepared import Prepared
from earshot.web.texts import listed


@dataclass(frozen=True, slots=True)
class Voice:
    """An account that can answer here, and how long its texts may be."""

    channel: Channel
    limit: TextLimit | None


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons, from the stored decision."""

    decision: Decision
    steps: list[reasons.Step]
    sum: reasons.Sum
    covered: str = ""
    """Who acts for whoever is accountable, and why."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: when, whom it names and whom it reached (in words), whether it is yet to come."""

    at: datetime
    to: str
    told: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Climbing:
    """The ladder that is climbed here. ``waits``: nobody has taken it up; ``next`` comes then, ``within`` says when."""

    ladder: str
    number: int
    """Of the policy version that it keeps."""
    waits: bool
    by: str
    """Who has taken it up."""
    steps: list[Rung]
    next: Rung | None
    within: str


@dataclass(slots=True)
class ConversationPage:
    """``offer`` is an open hand-over, ``asked`` whether its answer is mine to give. ``typed`` is what stands in the
    composer: my draft, or what a refused send brought back."""

    conversation: Conversation
    fuse: times.Fuse | None
    timeline: Timeline
    why: Why | None
    letters: list[tuple[str, list[str]]]
    voices: list[Voice]
    typed: str
    draft_at: datetime | None
    pending: Publication | None
    offer: HandOver | None
    asked: bool
    mine: bool
    may_act: bool
    may_claim: bool
    writer: Membership | None
    fixes: Fixes
    gone: bool = False
    """All its posts were deleted on the network: nothing is left to answer."""
    others: list[Membership] = field(default_factory=list)
    """To whom it can be handed over: those who have joined."""
    climb: Climbing | None = None
    contacts: int = 0
    """Conversations with the same author."""
    collision: Collision | None = None
    approvers: Asked | None = None
    """Who must approve what the reader writes; None where they may simply send."""

    @property
    def reasons(self) -> list[tuple[str, str, Reason]]:
        """Which findings were learnt from another post's correction: what, its value, and why."""
        found = [(fix.label, fix.word, fix.reason) for fix in self.fixes.found if fix.reason is not None]
        why = self.fixes.foreign_reason
        return [*found, (_("Not about us"), _("yes"), why)] if why is not None else found


@Prepared
def _whole(workspace_id: int, conversation_id: int) -> QuerySet[Conversation]:
    rows = joined(access_conversations(stand_in(workspace_id))).filter(pk=conversation_id)
    return rows.select_related("newest_post").defer("newest_post__native")


@Prepared
def _draft(workspace_id: int, seat: int, conversation_id: int) -> QuerySet[Draft]:
    return access_drafts(stand_in(workspace_id, seat)).filter(conversation=conversation_id)


@Prepared
def _seats(workspace_id: int) -> QuerySet[Membership]:
    return access_members(stand_in(workspace_id)).filter(active=True)


@Prepared
def _contacts(workspace_id: int, author_id: int) -> QuerySet[Conversation, int]:
    """How many conversations with the author there are."""
    rows = access_conversations(stand_in(workspace_id)).filter(author=author_id).order_by()
    return rows.values("author").annotate(contacts=Count("*")).values_list("contacts", flat=True)


def find(membership: Membership, conversation_id: int) -> Conversation:
    """Raises NotFound; the same for a conversation of another workspace."""
    found = _whole.first(membership.workspace_id, conversation_id) if membership.active else None
    if found is None:
        raise NotFound(_("There is no such conversation in this workspace."), _("Open the inbox and choose one."))
    return found


def read_page(
    conversation: Conversation, membership: Membership, clock: Clock, everything: bool = False
) -> ConversationPage:
    """Everything for one person and one moment."""
    now = clock.now()
    members = _seats(membership.workspace_id)
    draft = _draft.first(membership.workspace_id, membership.pk, conversation.pk)
    may_act = may(membership, Role.MEMBER)
    told = timeline(conversation, membership, clock, everything)
    offer = told.offer
    return ConversationPage(
        conversation=conversation,
        fuse=fuse_of(conversation, now),
        timeline=told,
        why=_why(conversation, membership, members, told.current, now),
        letters=[(letter, roles) for letter, roles in involved(conversation).items() if roles],
        voices=[Voice(channel, limit_of(channel)) for channel in speaking_channels(conversation)],
        typed=draft.text if draft else "",
        draft_at=draft.updated_at if draft else None,
        pending=told.pending,
        offer=offer,
        asked=offer is not None and membership.pk == (offer.giver_id if offer.asks_giver else offer.taker_id),
        mine=membership.pk in (conversation.accountable_id, conversation.covering_id),
        may_act=may_act,
        may_claim=may_act and conversation.accountable_id != membership.pk and claimable(conversation),
        writer=writer_of(conversation, membership, now),
        fixes=read_fixes(conversation, membership),
        gone=told.gone,
        others=[seat for seat in members if _may_take(seat, conversation)],
        climb=_climbing(told.climb, members, now),
        approvers=asked_before_sending(conversation, membership, clock) if may_act else None,
        contacts=_contacts.first(membership.workspace_id, conversation.author_id) or 0,
    )


def _climbing(climb: Climb | None, members: list[Membership], now: datetime) -> Climbing | None:
    if climb is None:
        return None
    names = {seat.handle.casefold(): seat.name for seat in members}
    seats = {seat.pk: seat.name for seat in members}

    def called(to: str) -> str:
        return titled(to, names)

    ran = [
        Rung(step.ran_at, called(step.to), listed(seats[pk] for pk in step.reached if pk in seats))
        for step in climb.ran
    ]
    ahead = [Rung(at, called(rung.to), ahead=True) for rung, at in climb.ahead] if climb.next else []
    following = ahead[0] if ahead else None
    by = climb.row.acknowledged_by
    return Climbing(
        ladder=climb.row.ladder,
        number=climb.row.policy.number,
        waits=climb.waits,
        by=by.name if by else "",
        steps=[*ran, *ahead],
        next=following,
        within=times.duration(following.at - now) if following and following.at > now else "",
    )


def _may_take(seat: Membership, conversation: Conversation) -> bool:
    """Whether the conversation can be offered to them: whoever has not joined could not accept."""
    return seat.pk != conversation.accountable_id and seat.person_id is not None and may(seat, Role.MEMBER)


def _why(
    conversation: Conversation,
    membership: Membership,
    members: list[Membership],
    current: Assignment | None,
    now: datetime,
) -> Why | None:
    try:
        decision = why(conversation)
    except Decision.DoesNotExist:
        return None
    names = {seat.handle: seat.name for seat in members}
    steps = reasons.trace(decision, current, membership.handle, names)
    return Why(decision, steps, reasons.deadline_sum(decision, now), reasons.covered(decision, names))
