"""What the feature holds of a conversation moves along where two become one."""

from __future__ import annotations

from earshot.features.conversations.events import ConversationsMerged
from earshot.features.responsibility.escalating.merging import move_climbs
from earshot.features.responsibility.handing import drop_offers
from earshot.features.responsibility.models import Assignment, Decision, HandOver
from earshot.kernel.clock import HeldClock


def on_conversations_merged(event: ConversationsMerged) -> None:
    """The history of both stands under the one that is kept; the other's accountability ends, and what was offered of
    it is withdrawn. Who is involved follows from the decision that comes next."""
    drop_offers(event.gone_id, HeldClock(event.at))
    move_climbs(event.kept_id, event.gone_id, HeldClock(event.at))
    gone = {"conversation_id": event.gone_id}
    Assignment.objects.filter(**gone, ended_at=None).update(ended_at=event.at)
    for history in (Decision, Assignment, HandOver):
        history.objects.filter(**gone).update(conversation_id=event.kept_id)
