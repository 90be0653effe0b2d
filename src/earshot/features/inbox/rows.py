"""Conversations as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from earshot.features.conversations.models import Conversation, State
from earshot.features.delivery.queries import access_drafts
from earshot.features.inbox.labels import INTENTS, TONES
from earshot.features.people.models import Membership
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


def rows(conversations: Iterable[Conversation], membership: Membership, now: datetime) -> list[Row]:
    """Needs the joins of ``lists.joined``; asks once for my drafts."""
    shown = list(conversations)
    ids = [each.pk for each in shown]
    drafts = set(access_drafts(membership).filter(conversation__in=ids).values_list("conversation_id", flat=True))
    return [_row(each, membership, now, each.pk in drafts) for each in shown]


def _row(conversation: Conversation, membership: Membership, now: datetime, draft: bool) -> Row:
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
