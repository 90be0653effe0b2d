"""Somebody's seat is deactivated, or activated again: what they had goes to others, and nobody is forgotten."""

from __future__ import annotations

from django.db.models import Q

from earshot.features.conversations.queries import open_conversations
from earshot.features.people.events import SeatChanged
from earshot.features.responsibility.actions import PORTION, decide_again
from earshot.features.responsibility.gaps import misjudged
from earshot.features.responsibility.handing import drop_offers_to
from earshot.features.responsibility.noticing import keep_noticed_in
from earshot.features.responsibility.seated import present_policy
from earshot.kernel.clock import HeldClock


def on_seat_changed(event: SeatChanged) -> None:
    """Decide again what the seat has or covers, and every deadline that becomes a gap, or is none any more; remind
    again whoever is not reminded because of somebody who is gone, or was gone themselves."""
    workspace_id, clock = event.workspace_id, HeldClock(event.at)
    if not event.active:
        drop_offers_to(event.membership_id, clock)
    rows = open_conversations(workspace_id)
    if not rows.exists():
        return
    theirs = rows.filter(Q(accountable=event.membership_id) | Q(covering=event.membership_id))
    due = {each.conversation_id for each in misjudged(workspace_id, present_policy(workspace_id))}
    stale = sorted({*theirs.values_list("pk", flat=True), *due})
    for start in range(0, len(stale), PORTION):
        decide_again(stale[start : start + PORTION], "seat", clock)
    keep_noticed_in(workspace_id, clock)
