"""Search in the query language: the index prefilters, the evaluator decides.

Order is by time, newest first, never by rank. A form that finds little is bounded: after :data:`EXAMINED`
conversations it stops and says how far back it has looked; from there one can go on.
"""

from __future__ import annotations

from collections.abc import Iterator
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
CHUNK = 200
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
    """``below`` is a post id. A conversation comes up once for its newest candidate; older ones are passed over."""
    seen: set[int] = set()
    examined = 0
    while examined < EXAMINED:
        posts = find_ids(expression, membership.workspace_id, below, CHUNK)
        owners = dict(Entry.objects.filter(post__in=posts).order_by("id").values_list("post_id", "conversation_id"))
        fresh = list(dict.fromkeys(owners[post] for post in posts if post in owners))
        rows = _visible(membership, [each for each in fresh if each not in seen])
        newest = {owner: post for post, owner in reversed(list(owners.items()))}
        for conversation in _matching(rows, membership, query, now):
            found.conversations.append(conversation)
            if len(found.conversations) == PAGE:
                found.next = str(newest.get(conversation.pk, below))
                return
        seen.update(fresh)
        examined += len(posts)
        if len(posts) < CHUNK:
            return
        below = posts[-1]
    found.next, found.back_to = str(below), _time_of_last(rows)


def _by_conversations(found: Found, membership: Membership, query: Query, below: int, now: datetime) -> None:
    """``below`` is a conversation id: where no word is necessary, all are looked at, from the newest."""
    base = joined(access_conversations(membership)).filter(narrowed(query, membership, now)).order_by("-id")
    examined = 0
    while examined < EXAMINED:
        rows = list(base.filter(id__lt=below)[:CHUNK])
        for conversation in _matching(rows, membership, query, now):
            found.conversations.append(conversation)
            if len(found.conversations) == PAGE:
                found.next = str(conversation.pk)
                return
        examined += len(rows)
        if len(rows) < CHUNK:
            return
        below = rows[-1].pk
    found.next, found.back_to = str(below), _time_of_last(rows)


def _visible(membership: Membership, ids: list[int]) -> list[Conversation]:
    """Those of the ids that may be seen, in the order of the ids."""
    by_id = {each.pk: each for each in joined(access_conversations(membership)).filter(pk__in=ids)}
    return [by_id[each] for each in ids if each in by_id]


def _matching(rows: list[Conversation], membership: Membership, query: Query, now: datetime) -> Iterator[Conversation]:
    asked = documents(rows, membership, now)
    zone = timezone.get_current_timezone()
    return (row for row in rows if any(query.matches(each, at=now, zone=zone) for each in asked[row.pk]))


def _time_of_last(rows: list[Conversation]) -> datetime | None:
    return rows[-1].opened_at if rows else None
