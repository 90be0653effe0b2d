"""Conversations follow their posts where threads turn out to be one (``listening.rerooting``).

A conversation is one outside author in one thread for one brand. Where its thread joins another it goes along; where
that author has one there already for the same brand, the two become one, and **the older one wins**: it keeps its
number, its accountable person and its notes. Of the younger one nothing is lost: posts with what became of them,
notes, tags, drafts, replies, and the history of decisions and assignments move over; its row is deleted, so that there
are never two for one matter. Then the older one is decided again by all its posts; a turn that is owed stays owed since
the oldest unanswered post.

Brands are compared as for a new post: the same brand, or none named by one of the two. While a reply of each is on
its way to the network at the same moment, nothing can be moved: the two then stay apart, and are both shown.
"""

from __future__ import annotations

import logging

from django.db import transaction

from earshot.features.conversations.events import ConversationsChanged, ConversationsMerged
from earshot.features.conversations.holding import keep
from earshot.features.conversations.models import Conversation, Entry, Merged, Note
from earshot.features.listening.events import ThreadsJoined
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict
from earshot.ports import bus
from earshot.ports.services import services

log = logging.getLogger(__name__)


def subscribe() -> None:
    """Called when Django is ready. Subscribing twice is once."""
    bus.subscribe(ThreadsJoined, on_threads_joined)


def on_threads_joined(event: ThreadsJoined) -> None:
    """Take the conversations of each thread along to the one that it joined."""
    clock = services().clock
    for network, old, new in event.moves:
        rows = Conversation.objects.filter(workspace_id=event.workspace_id, network=network, thread_key=old)
        for row in rows.order_by("id").select_for_update():
            _take_along(row, new, clock)


def _take_along(row: Conversation, thread_key: str, clock: Clock) -> None:
    there = list(
        Conversation.objects.filter(
            workspace_id=row.workspace_id, network=row.network, thread_key=thread_key, author_id=row.author_id
        ).select_for_update()
    )
    if row.direct and there:
        return  # it is of its channel, not of its thread; two of one author may bear the keys of two messages
    twin = _twin(row, there)
    if twin is None:
        row.thread_key = thread_key
        keep(row, clock, "thread_key")
        return
    kept, gone = sorted((row, twin), key=lambda each: each.pk)
    try:
        with transaction.atomic():
            _merge(kept, gone, thread_key, clock)
    except Conflict as why:
        log.warning("Conversations %d and %d stay apart: %s", kept.pk, gone.pk, why)


def _twin(row: Conversation, there: list[Conversation]) -> Conversation | None:
    """The conversation that a post of this one would join, as ``threads`` joins them."""
    if not row.brand:
        return max(there, key=lambda each: each.newest_at, default=None)
    fitting = [each for brand in (row.brand, "") for each in there if each.brand == brand]
    return fitting[0] if fitting else None


def _merge(kept: Conversation, gone: Conversation, thread_key: str, clock: Clock) -> None:
    at = clock.now()
    have = Entry.objects.filter(conversation=kept).values("post_id")
    Entry.objects.filter(conversation=gone).exclude(post_id__in=have).update(conversation=kept)
    Note.objects.filter(conversation=gone).update(conversation=kept)
    bus.publish(ConversationsMerged(kept.workspace_id, kept.pk, gone.pk, at))
    _take_over(kept, gone)
    kept.thread_key = thread_key
    Merged.objects.filter(into=gone).update(into=kept)
    Conversation.objects.get(pk=gone.pk).delete()
    Merged.objects.create(id=gone.pk, workspace_id=kept.workspace_id, into=kept, at=at)
    keep(kept, clock, "thread_key", "tags", "brand", "market", "writer", "writing_until")
    bus.publish(ConversationsChanged(kept.workspace_id, (kept.pk,), "merged", at))


def _take_over(kept: Conversation, gone: Conversation) -> None:
    """What the row itself says and its posts do not."""
    known = {tag.casefold() for tag in kept.tags}
    kept.tags = sorted([*kept.tags, *(tag for tag in gone.tags if tag.casefold() not in known)])
    kept.brand, kept.market = kept.brand or gone.brand, kept.market or gone.market
    if kept.writer_id is None:
        kept.writer_id, kept.writing_until = gone.writer_id, gone.writing_until
