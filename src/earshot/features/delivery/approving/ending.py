"""How a request ends, inside the caller's transaction."""

from __future__ import annotations

from django.db import transaction

from earshot.features.delivery.approving import telling
from earshot.features.delivery.models import Approval
from earshot.features.delivery.moves import restore_draft
from earshot.features.delivery.queries import under_way
from earshot.features.delivery.queueing import checked, queue
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict, EarshotError
from earshot.kernel.texts import say


def end(approval: Approval, state: str, clock: Clock, why: str = "") -> None:
    """It does not wait any more. Unless it is ``approved``, its words go back into its author's draft."""
    approval.state, approval.why, approval.ended_at = state, why, clock.now()
    approval.save(update_fields=["state", "why", "ended_at", "publication"])
    if state != "approved":
        restore_draft(approval, clock)
    telling.ended(approval, clock)


def complete(approval: Approval, last: Membership | None, clock: Clock) -> None:
    """Every entry has approved: into the outbox, under the author's name. Where it cannot be said there any more (the
    channel is gone, another reply is on its way), the request is stale and its author is told why."""
    conversation = approval.conversation
    try:
        with transaction.atomic():
            if under_way(conversation) is not None:
                raise Conflict(say("Another reply is on its way."), say("Ask again once it has arrived."))
            text = checked(approval.text, conversation, approval.channel)
            approval.publication = queue(conversation, text, approval.by, approval.channel, clock)
    except EarshotError as error:
        approval.publication = None
        stale(approval, error.message, clock)
        return
    end(approval, "approved", clock)
    telling.approved(approval, last, clock)


def stale(approval: Approval, why: str, clock: Clock) -> None:
    """What was approved, or was to be, does not hold any more: its author is told, and may ask again."""
    end(approval, "stale", clock, why)
    telling.lapsed(approval, clock)
