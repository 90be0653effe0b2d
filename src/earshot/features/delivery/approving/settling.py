"""What the machine does when a conversation changes under a request that waits."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction
from django.db.models import F, Subquery

from earshot.features.conversations.events import ConversationsMerged, TurnEnded
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import telling, words
from earshot.features.delivery.approving.ending import complete, end, stale
from earshot.features.delivery.approving.standing import seats_of, standing_of
from earshot.features.delivery.models import Approval
from earshot.kernel.clock import Clock, HeldClock
from earshot.ports import bus

log = logging.getLogger(__name__)

_WITH = ("conversation", "parent", "channel", "by")


def subscribe() -> None:
    """Called when Django is ready. Subscribing twice is once."""
    bus.subscribe(TurnEnded, on_turn_ended)


def settle_due(clock: Clock) -> int:
    """Look at the requests whose conversations have changed since: those that do not hold any more end, and their
    authors are told; where fewer approvals are needed than before and those that are given suffice, the text goes out.
    Answers how many were looked at.

    One reading of an index where nothing waits. A process that dies leaves the rest to the next look.
    """
    changed = Approval.objects.filter(state="waiting").exclude(revision=F("conversation__revision"))
    ids = list(changed.order_by("id").values_list("id", flat=True))
    for approval_id in ids:
        try:
            _settle(approval_id, clock)
        except DatabaseError:
            raise
        except Exception:  # one bad request stops neither the others nor the outbox; pages judge it anew anyway
            log.exception("The request for approval %d could not be looked at.", approval_id)
            Approval.objects.filter(pk=approval_id).update(revision=_revision_of(approval_id))
    return len(ids)


def _revision_of(approval_id: int) -> Subquery:
    """That of its conversation now: it is looked at again once that has changed."""
    return Subquery(Conversation.objects.filter(approvals=approval_id).values("revision")[:1])


@transaction.atomic
def _settle(approval_id: int, clock: Clock) -> None:
    found = Approval.objects.filter(pk=approval_id).values_list("conversation_id", flat=True).first()
    held = Conversation.objects.select_for_update().filter(pk=found or 0).first()
    rows = Approval.objects.select_for_update(of=("self",)).filter(pk=approval_id, state="waiting")
    approval = rows.select_related(*_WITH).first()
    if held is None or approval is None:
        return
    approval.revision = held.revision
    approval.save(update_fields=["revision"])
    standing = standing_of(approval, seats_of(approval.workspace_id), clock.now())
    if standing.stale:
        stale(approval, standing.stale, clock)
    elif not standing.entries:
        end(approval, "freed", clock, words.FREED)
        telling.freed(approval, clock)
    elif standing.complete:
        complete(approval, None, clock)


def on_turn_ended(event: TurnEnded) -> None:
    """What is done waits for nothing; the text stays with its author."""
    if event.how != "done":
        return
    clock = HeldClock(event.at)
    waiting = Approval.objects.filter(conversation_id=event.conversation_id, state="waiting")
    for approval in waiting.select_related(*_WITH):
        end(approval, "stale", clock, words.DONE)


def on_conversations_merged(event: ConversationsMerged) -> None:
    """Requests go to the conversation that is kept, and are looked at there. Of two that wait the later one ends."""
    clock = HeldClock(event.at)
    both = Approval.objects.filter(conversation_id__in=(event.kept_id, event.gone_id), state="waiting")
    for later in both.order_by("id").select_related(*_WITH)[1:]:
        end(later, "stale", clock, words.MERGED)
    Approval.objects.filter(conversation_id=event.gone_id).update(conversation_id=event.kept_id, revision=0)
