"""What the features below tell, and what follows from it."""

from __future__ import annotations

from earshot.features.conversations.events import ConversationsChanged, ConversationsMerged, TurnEnded
from earshot.features.listening.events import AuthorsChanged, FactsChanged
from earshot.features.people.events import SeatChanged
from earshot.features.responsibility.actions import decide_again, decide_authors_again, decide_posts_again
from earshot.features.responsibility.escalating.following import turn_ended
from earshot.features.responsibility.handing import drop_offers
from earshot.features.responsibility.leaving import on_seat_changed
from earshot.features.responsibility.merging import on_conversations_merged
from earshot.features.responsibility.noticing import subscribe as subscribe_notices
from earshot.kernel.clock import HeldClock
from earshot.ports import bus
from earshot.ports.services import services


def subscribe() -> None:
    """Called when Django is ready. Subscribing twice is once."""
    bus.subscribe(FactsChanged, on_posts_changed)
    bus.subscribe(AuthorsChanged, on_authors_changed)
    bus.subscribe(ConversationsChanged, on_conversations_changed)
    bus.subscribe(TurnEnded, on_turn_ended)
    bus.subscribe(ConversationsMerged, on_conversations_merged)
    bus.subscribe(SeatChanged, on_seat_changed)
    subscribe_notices()


def on_posts_changed(event: FactsChanged) -> None:
    """An edit, a deletion, a correction, a topic: decide again what rests on these posts."""
    decide_posts_again(event.workspace_id, event.post_ids, event.cause, services().clock)


def on_authors_changed(event: AuthorsChanged) -> None:
    """More followers, a mark of being verified, another handle: whatever of theirs is open rests on it."""
    decide_authors_again(event.workspace_id, event.author_ids, services().clock)


def on_conversations_changed(event: ConversationsChanged) -> None:
    """A tag, a reopening, the rest of a turn."""
    decide_again(event.conversation_ids, event.cause, HeldClock(event.at))


def on_turn_ended(event: TurnEnded) -> None:
    """Nothing climbs any more; what is done can not be handed over either."""
    turn_ended(event.conversation_id, HeldClock(event.at))
    if event.how == "done":
        drop_offers(event.conversation_id, HeldClock(event.at))
