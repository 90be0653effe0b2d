"""Search in the query language: the index prefilters, the evaluator decides.

Order is by time, newest first, never by rank. A form that finds little is bounded: after :data:`EXAMINED`
conversations it stops and says how far back it has looked; from there one can go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from earshot.engine.query import INBOX_FIELDS, Query, QueryError, parse_lenient
from earshot.features.conversations.models import Conversation, Entry
from earshot.features.conversations.queries import access_conversations
from earshot.features.inbox.documents import documents
from earshot.features.inbox.lists import PAGE, joined
from earshot.features.inbox.narrowing import narrowed
from earshot.features.listening.search import find_ids, has_index
from earshot.features.people.models import Membership

EXAMINED = 1_000
FIRST_CHUNK, CHUNK = 60, 240
"""Candidates loaded at a time: few at first, because a frequent word fills the page at once; never more than these."""
SMALLEST_CHUNK = 20
_END = 2**62


@dataclass(slots=True)
class Found:
    """``next`` goes on behind what was examined; ``back_to`` is set where the search stopped early."""

    conversations: list[Conversation] = field(default_factory=list)
    errors: list[QueryError] = field(default_factory=list)
    query: Query | None = None
    next: str = ""
    back_to: datetime | None = None


def search(membership: Membership, text: str, now: datetime, after: str = "") -> Found:
    """A page of conversations that match, newest first. Wrong queries give errors, never an exception."""
    query, errors = parse_lenient(text, INBOX_FIELDS)
    found = Found(errors=list(errors), query=query)
    if query is None:
        return found
    expression = query.fts() if has_index() else None
    below = int(after) if after.isascii() and after.isdigit() else _END
    if expression:
        _by_posts(found, membership, query, expression, below, now)
    else:
        _by_conversations(found, membership, query, below, now)
    return found


def _by_posts(found: Found, membership: Membership, query: Query, expression: str, below: int, now: datetime) -> None:
    """``below`` is a post id. A conversation stands where its newest matching post stands, so that it comes up once,
    on whatever page that is."""
    examined, size = 0, FIRST_CHUNK
    while examined < EXAMINED:
        posts = find_ids(expression, membership.workspace_id, below, size)
        ended = len(posts) < size
        lowest = 0 if ended else posts[-1]
        rows = _visible(membership, posts)
        for place, conversation in _placed(rows, membership, query, now):
            if not lowest <= place < below:
                continue
            found.conversations.append(conversation)
            if len(found.conversations) == PAGE:
                found.next = str(place)
                return
        if ended:
            return
        examined, below = examined + len(posts), lowest
        size = _next_size(len(found.conversations), examined)
    found.next, found.back_to = str(below), _time_of_last(rows)


def _placed(
    rows: list[Conversation], membership: Membership, query: Query, now: datetime
) -> list[tuple[int, Conversation]]:
    """Those that match with the id of their newest matching post, the newest first."""
    zone = timezone.get_current_timezone()
    places: list[tuple[int, Conversation]] = []
    asked = documents(rows, membership, now)
    for row in rows:
        matching = [post for post, each in asked[row.pk] if query.matches(each, at=now, zone=zone)]
        if matching:
            places.append((max(matching), row))
    return sorted(places, key=lambda pair: -pair[0])


def _by_conversations(found: Found, membership: Membership, query: Query, below: int, now: datetime) -> None:
    """``below`` is a conversation id: where no word is necessary, all are looked at, from the newest."""
    base = joined(access_conversations(membership)).filter(narrowed(query, membership, now)).order_by("-id")
    examined, size = 0, FIRST_CHUNK
    while examined < EXAMINED:
        rows = list(base.filter(id__lt=below)[:size])
        matching = {conversation.pk for _, conversation in _placed(rows, membership, query, now)}
        for conversation in rows:
            if conversation.pk in matching:
                found.conversations.append(conversation)
            if len(found.conversations) == PAGE:
                found.next = str(conversation.pk)
                return
        if len(rows) < size:
            return
        examined, below = examined + len(rows), rows[-1].pk
        size = _next_size(len(found.conversations), examined)
    found.next, found.back_to = str(below), _time_of_last(rows)


def _next_size(found: int, examined: int) -> int:
    """How many candidates to load next: half as many again as should fill the page, as things have gone so far."""
    if not found:
        return CHUNK
    return min(CHUNK, max(SMALLEST_CHUNK, (PAGE - found) * examined * 3 // (found * 2)))


def _visible(membership: Membership, posts: list[int]) -> list[Conversation]:
    """The conversations of these posts that may be seen."""
    owners = Entry.objects.filter(post__in=posts).values_list("conversation_id", flat=True)
    return list(joined(access_conversations(membership)).filter(pk__in=set(owners)))


def _time_of_last(rows: list[Conversation]) -> datetime | None:
    return min((row.opened_at for row in rows), default=None)
