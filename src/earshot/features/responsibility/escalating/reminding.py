"""Who owes an answer is reminded no more once a ladder has reached somebody else; they are again when it has not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from earshot.features.conversations.models import Conversation
from earshot.features.notices.reminding import remind_again
from earshot.features.responsibility.models import Escalation
from earshot.kernel.clock import Clock

KIND = "conversation"


def taken_up(workspace_id: int) -> Q:
    """What somebody who is still there has taken up on a ladder, as conditions of notices."""
    climbs = Escalation.objects.filter(
        conversation__workspace=workspace_id, live=True, state="acknowledged", acknowledged_by__active=True
    )
    return Q(about_kind=KIND, about_id__in=climbs.values("conversation_id"))


def remind_who_owes(conversation_ids: Sequence[int], clock: Clock) -> None:
    """Nothing climbs any more for these conversations: whoever owes an answer there is reminded again."""
    rows = Conversation.objects.filter(pk__in=conversation_ids).order_by()
    which = Q(about_kind=KIND, about_id__in=list(conversation_ids))
    for workspace_id in set(rows.values_list("workspace_id", flat=True)):
        remind_again(workspace_id, taken_up(workspace_id), clock, which)
