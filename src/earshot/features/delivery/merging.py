"""Replies and drafts move along where two conversations become one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from earshot.features.conversations.events import ConversationsMerged
from earshot.features.delivery.approving import settling
from earshot.features.delivery.models import UNDER_WAY, Draft, Publication, State
from earshot.features.delivery.moves import load, move, restore_draft
from earshot.kernel.clock import Clock, HeldClock
from earshot.kernel.errors import Conflict
from earshot.ports import bus


def subscribe() -> None:
    """Called when Django is ready. Subscribing twice is once."""
    bus.subscribe(ConversationsMerged, on_conversations_merged)


def on_conversations_merged(event: ConversationsMerged) -> None:
    """Every reply and every draft goes to the conversation that is kept.

    At most one reply of a conversation is on its way: of two, one that still waits for its undo is taken back, and
    its words return to its writer's draft.

    Raises:
        Conflict: both may already be posts on the network.
    """
    _leave_one_under_way(event, HeldClock(event.at))
    settling.on_conversations_merged(event)
    Publication.objects.filter(conversation_id=event.gone_id).update(conversation_id=event.kept_id)
    for draft in Draft.objects.filter(conversation_id=event.gone_id):
        _move_draft(draft, event.kept_id)


def _leave_one_under_way(event: ConversationsMerged, clock: Clock) -> None:
    both = (event.gone_id, event.kept_id)
    ids = Publication.objects.filter(conversation_id__in=both, state__in=UNDER_WAY).values_list("pk", flat=True)
    if len(ids) < 2:
        return
    waiting = [found for pk in ids if (found := load(pk, State.QUEUED)) is not None and not found.attempts]
    if not waiting:
        raise Conflict(
            _("A reply of each of these conversations is on its way."), _("They stay apart; answer in either.")
        )
    last = max(waiting, key=lambda each: each.pk)
    restore_draft(last, clock)
    move(last, State.TAKEN_BACK, clock)


def _move_draft(draft: Draft, kept_id: int) -> None:
    """Where its writer has one there too, both texts stand in it."""
    there = Draft.objects.filter(conversation_id=kept_id, by_id=draft.by_id).first()
    if there is None:
        draft.conversation_id = kept_id
        draft.save(update_fields=["conversation"])
        return
    there.text = f"{there.text}\n\n{draft.text}"
    there.save(update_fields=["text"])
    draft.delete()
