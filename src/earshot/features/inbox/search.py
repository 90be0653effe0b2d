"""Search in the query language: the index prefilters, the evaluator decides.

Order is by time, newest first, never by rank. A form that finds little is bounded: after :data:`EXAMINED`
conversations it stops and says how far back it has looked; from there one can go on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import Min
from django.utils import timezone

from earshot.engine.query import INBOX_FIELDS, Query, QueryError, parse_lenient
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations, conversations_of_posts
from earshot.features.inbox.documents import documents
from earshot.features.inbox.lists import PAGE, read_listed
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
    """With what a row of a list shows (``lists.listed``)."""
    ids: list[int] = field(default_factory=list)
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
    by_id = read_listed(membership, found.ids)
    found.conversations = [by_id[each] for each in found.ids if each in by_id]
    return found


def _by_posts(found: Found, membership: Membership, query: Query, expression: str, below: int, now: datetime) -> None:
    """``below`` is a post id. A conversation stands where its newest matching post stands, so that it comes up once,
    on whatever page that is."""
    examined, size = 0, FIRST_CHUNK
    ids: Collection[int] = ()
    while examined < EXAMINED:
        posts = find_ids(expression, membership.workspace_id, below, size)
        ended = len(posts) < size
        lowest = 0 if ended else posts[-1]
        ids = set(conversations_of_posts(membership, posts).values())
        for place, conversation_id in _placed(ids, membership, query, now):
            if not lowest <= place < below:
                continue
            found.ids.append(conversation_id)
            if len(found.ids) == PAGE:
                found.next = str(place)
                return
        if ended:
            return
        examined, below = examined + len(posts), lowest
        size = _next_size(len(found.ids), examined)
    found.next, found.back_to = str(below), _opened_first(ids)


def _placed(ids: Collection[int], membership: Membership, query: Query, now: datetime) -> list[tuple[int, int]]:
    """(id of its newest matching post, conversation id) of those that match, the newest first."""
    zone = timezone.get_current_timezone()
    places: list[tuple[int, int]] = []
    for conversation_id, posts in (documents(ids, query, membership, now) if ids else {}).items():
        matching = [post for post, each in posts if query.matches(each, at=now, zone=zone)]
        if matching:
            places.append((max(matching), conversation_id))
    return sorted(places, reverse=True)


def _by_conversations(found: Found, membership: Membership, query: Query, below: int, now: datetime) -> None:
    """``below`` is a conversation id: where no word is necessary, all are looked at, from the newest."""
    base = access_conversations(membership).filter(narrowed(query, membership, now)).order_by("-id")
    examined, size = 0, FIRST_CHUNK
    ids: list[int] = []
    while examined < EXAMINED:
        ids = list(base.filter(id__lt=below).values_list("pk", flat=True)[:size])
        matching = {conversation_id for _, conversation_id in _placed(ids, membership, query, now)}
        for conversation_id in ids:
            if conversation_id in matching:
                found.ids.append(conversation_id)
            if len(found.ids) == PAGE:
                found.next = str(conversation_id)
                return
        if len(ids) < size:
            return
        examined, below = examined + len(ids), ids[-1]
        size = _next_size(len(found.ids), examined)
    found.next, found.back_to = str(below), _opened_first(ids)


def _next_size(found: int, examined: int) -> int:
    """How many candidates to load next: half as many again as should fill the page, as things have gone so far."""
    if not found:
        return CHUNK
    return min(CHUNK, max(SMALLEST_CHUNK, (PAGE - found) * examined * 3 // (found * 2)))


def _opened_first(ids: Collection[int]) -> datetime | None:
    """When the first of these conversations was opened: how far back was looked."""
    opened = Conversation.objects.filter(pk__in=ids).aggregate(first=Min("opened_at"))
    return cast("datetime | None", opened["first"])
