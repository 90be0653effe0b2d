"""A conversation as the query language reads it: each of its posts, with the facts of the whole.

A conversation matches where one of its posts does, as topics are matched post by post; ``late -refund`` finds the
post that says late and not refund. What is known of the whole (state, who has it, topics, risk) wins over the post's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from earshot.engine.query import Document
from earshot.features.conversations.models import Conversation, Entry, State
from earshot.features.conversations.queries import facts_of
from earshot.features.listening.queries import document_of, load
from earshot.features.people.models import Membership

OF_THE_WHOLE = ("channel", "brand", "market", "sentiment", "intent", "risk", "followers")


def documents(
    conversations: Sequence[Conversation], membership: Membership, now: datetime
) -> dict[int, list[tuple[int, Document]]]:
    """By conversation id: each of its posts (id, document)."""
    entries = Entry.objects.filter(conversation__in=[each.pk for each in conversations])
    owner = dict(entries.values_list("post_id", "conversation_id"))
    values = {each.pk: _values(each, membership, now) for each in conversations}
    found: dict[int, list[tuple[int, Document]]] = defaultdict(list)
    for post, version in load(list(owner)):
        own = document_of(post, version)
        whole = values[owner[post.pk]]
        states = frozenset(own.values.get("is") or ()) | whole["is"]  # type: ignore[arg-type]  # a set, by Document
        merged = {**own.values, **whole, "is": states}
        found[owner[post.pk]].append((post.pk, Document(own.text, own.title, own.bio, merged)))
    return found


def _values(conversation: Conversation, membership: Membership, now: datetime) -> dict[str, Any]:
    facts = facts_of(conversation)
    holds = {str(flag) for flag in facts["is"] if flag in ("addressed", "advocate", "verified")}
    if conversation.turn_since is not None:
        holds.add("unanswered")
    if conversation.deadline_at is not None and conversation.deadline_at <= now:
        holds.add("overdue")
    seats = [seat for seat in (conversation.accountable, conversation.covering) if seat is not None]
    mine = {"me"} if membership in seats else set()
    return {
        **{name: facts[name] for name in OF_THE_WHOLE if facts[name] not in ("", None)},
        "is": frozenset(holds),
        "topic": frozenset(facts["topic"]),
        "tag": frozenset(facts["tag"]),
        "state": frozenset({conversation.state, *(["open"] if conversation.state != State.RESOLVED else [])}),
        "assignee": frozenset({seat.handle for seat in seats} | mine),
        "team": conversation.role,
    }
