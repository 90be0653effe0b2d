"""Climbs move along where two conversations become one."""

from __future__ import annotations

from earshot.features.responsibility.escalating.following import retire
from earshot.features.responsibility.models import Escalation
from earshot.kernel.clock import Clock


def move_climbs(kept_id: int, gone_id: int, clock: Clock) -> None:
    """The history of both stands under the one that is kept. Where something climbs in both, that of the one that is
    kept goes on, else the other's; the decision that comes next says whether it is still asked for."""
    live = {
        climb.conversation_id: climb
        for climb in Escalation.objects.filter(live=True, conversation__in=(kept_id, gone_id))
    }
    if kept_id in live and gone_id in live:
        retire([live[gone_id]], clock)
    Escalation.objects.filter(conversation=gone_id).update(conversation=kept_id)
