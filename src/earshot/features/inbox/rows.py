"""Conversations as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import all_deleted
from earshot.features.delivery.queries import access_drafts
from earshot.features.inbox.labels import INTENTS, TONES
from earshot.features.people.models import Membership
from earshot.features.people.queries import access_members
from earshot.web import times


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    conversation: Conversation
    fuse: times.Fuse | None
    fresh: bool
    """Nobody has looked at it, or it came back."""
    waiting: bool
    """It is our turn."""
    done: bool
    tag: str | Promise
    tone: str
    draft: bool
    """I have begun to write."""
    writer: Membership | None
    """Somebody else who is writing right now."""
    gone: bool = False
    """All its posts were deleted on the network: there are no words to show, and nothing to answer."""


def rows(conversations: Iterable[Conversation], membership: Membership, now: datetime) -> list[Row]:
    """Needs what ``lists.listed`` reads. Asks once for my drafts, and for the seats of others where there are any."""
    shown = list(conversations)
    if not shown:
        return []
    _seat(shown, membership)
    ids = [each.pk for each in shown]
    drafts = set(access_drafts(membership).filter(conversation__in=ids).values_list("conversation_id", flat=True))
    wordless = [each.pk for each in shown if not each.snippet]
    gone = all_deleted(wordless) if wordless else set()
    return [_row(each, membership, now, each.pk in drafts, each.pk in gone) for each in shown]


def _seat(conversations: Iterable[Conversation], membership: Membership) -> None:
    """Put the people who have them, or write there, beside the conversations: one query, none where all are mine."""
    wanted = {pk for each in conversations for pk in (each.accountable_id, each.writer_id) if pk is not None}
    others = wanted - {membership.pk}
    seats = {membership.pk: membership, **(access_members(membership).in_bulk(others) if others else {})}
    for each in conversations:
        each.accountable = seats[each.accountable_id]
        each.writer = seats[each.writer_id] if each.writer_id is not None else None


def _row(conversation: Conversation, membership: Membership, now: datetime, draft: bool, gone: bool) -> Row:
    intent = conversation.intent
    return Row(
        conversation=conversation,
        fuse=fuse_of(conversation, now),
        fresh=conversation.state in (State.NEW, State.REOPENED),
        waiting=conversation.turn_since is not None,
        done=conversation.state == State.RESOLVED,
        tag=INTENTS[intent] if intent != "other" and intent in INTENTS else "",
        tone=TONES.get(intent, ""),
        draft=draft,
        writer=writer_of(conversation, membership, now),
        gone=gone,
    )


def writer_of(conversation: Conversation, membership: Membership, now: datetime) -> Membership | None:
    """Who is writing here besides me."""
    until = conversation.writing_until
    if conversation.writer_id in (None, membership.pk) or until is None or until <= now:
        return None
    return conversation.writer


def fuse_of(conversation: Conversation, now: datetime) -> times.Fuse | None:
    """The sign of its deadline, or of the state in which no clock runs."""
    if conversation.state == State.RESOLVED:
        return times.met(pgettext("conversation", "done"))
    if conversation.state == State.SNOOZED and conversation.snoozed_until:
        return times.paused(_("until %(time)s") % {"time": times.short(conversation.snoozed_until, now)})
    if conversation.state == State.WAITING:
        return times.paused(pgettext("conversation", "waiting"))
    if conversation.deadline_at:
        return times.fuse(conversation.turn_since, conversation.deadline_at, now)
    return None
