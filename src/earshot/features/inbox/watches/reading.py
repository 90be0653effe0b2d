"""What watches have kept, newest first by id, a page at a time."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from earshot.engine.query import Query
from earshot.features.conversations.queries import conversations_of_posts
from earshot.features.inbox.models import WatchVisit
from earshot.features.listening.models import Mention, Post, Topic
from earshot.features.listening.queries import access_topics, load, search_posts
from earshot.features.people.models import Membership
from earshot.kernel.errors import NotFound
from earshot.web.marks import marked

PAGE = 30
MANY = 99
"""Unread posts are counted up to here."""
SEARCH_SECONDS = 2.0
_END = 2**62

Spans = Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A post that a watch keeps, as the page shows it. ``fresh``: it came after the reader's last visit."""

    post: Post
    title: SafeString
    text: SafeString
    watches: list[Topic]
    fresh: bool
    conversation: int | None


@dataclass(slots=True)
class Shelf:
    """One page. ``next`` (a post id) goes on behind it, 0 where it is the last; ``back_to`` where a search stopped."""

    kept: list[Kept] = field(default_factory=list)
    next: int = 0
    back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """How many posts are new to the reader; ``more`` where counting stopped."""

    number: int
    more: bool


@dataclass(slots=True)
class Found:
    """Post id -> what a search marks in it, in the order of the page; then as in :class:`Shelf`."""

    spans: dict[int, Spans] = field(default_factory=dict)
    next: int = 0
    back_to: datetime | None = None


def access_watches(membership: Membership) -> list[Topic]:
    """Everybody's watches and the member's own, by name."""
    return list(access_topics(membership).filter(watch=True))


def access_kept(membership: Membership, post_id: int) -> Post:
    """A post that one of these watches keeps. Raises NotFound."""
    seen = _mentions(access_watches(membership)).filter(post_id=post_id)
    found = Post.objects.filter(pk__in=seen.values("post_id"), workspace=membership.workspace_id).first()
    if found is None:
        raise NotFound(_("There is no such post in this workspace."), _("It may have been removed; reload the page."))
    return found


def read_to(membership: Membership, watches: Sequence[Topic]) -> dict[int, int]:
    """Topic id -> the newest post that the reader has seen of it; 0 where they have never looked."""
    rows = WatchVisit.objects.filter(membership=membership, topic__in=watches).values_list("topic_id", "seen")
    return {topic.pk: 0 for topic in watches} | dict(rows)


def unread(seen: Mapping[int, int]) -> dict[int, Unread]:
    """Topic id -> how many posts are new, of those that have any; one question for all watches."""
    if not seen:
        return {}
    new = reduce(or_, (Q(topic_id=topic_id, post_id__gt=post_id) for topic_id, post_id in seen.items()))
    rows = Mention.objects.filter(new, post__deleted_at=None).values("topic_id").annotate(number=Count("pk"))
    return {row["topic_id"]: Unread(min(row["number"], MANY), row["number"] > MANY) for row in rows.order_by()}


def shelf(
    membership: Membership, watches: Sequence[Topic], query: Query | None, seen: Mapping[int, int], below: int = 0
) -> Shelf:
    """A page of what these watches keep; ``below`` goes on behind an earlier one, ``query`` searches in it."""
    found = Found()
    if not watches:
        return Shelf()
    if query is None:
        found.spans = dict.fromkeys(_newest(watches, below or _END), ())
        found.next = list(found.spans)[PAGE - 1] if len(found.spans) > PAGE else 0
    else:
        found = _searched(membership, watches, query, below or _END)
    ids = list(found.spans)[:PAGE]
    return Shelf(_kept(membership, ids, watches, found.spans, seen), found.next, found.back_to)


def newest_of(watches: Sequence[Topic]) -> dict[int, int]:
    """Topic id -> the newest post it keeps."""
    found = {}
    for watch in watches:  # few, and each is one step into an index; grouped it would walk through all mentions
        newest = Mention.objects.filter(topic=watch).order_by("-post_id").values_list("post_id", flat=True).first()
        found[watch.pk] = newest or 0
    return found


def _mentions(watches: Sequence[Topic]) -> QuerySet[Mention]:
    return Mention.objects.filter(topic__in=watches, post__deleted_at=None)


def _newest(watches: Sequence[Topic], below: int) -> list[int]:
    rows = _mentions(watches).filter(post_id__lt=below).order_by("-post_id").values_list("post_id", flat=True)
    return list(rows.distinct()[: PAGE + 1])


def _searched(membership: Membership, watches: Sequence[Topic], query: Query, below: int) -> Found:
    """Bounded like every search: it stops after two seconds, and says how far back it has looked."""
    found = Found()
    until = time.monotonic() + SEARCH_SECONDS
    while True:
        looked = search_posts(membership, query, PAGE, below)
        spans = {post.pk: spans for post, _version, spans in looked.found}
        mine = set(_mentions(watches).filter(post_id__in=spans).values_list("post_id", flat=True))
        found.spans |= {pk: each for pk, each in spans.items() if pk in mine}
        if len(found.spans) > PAGE:
            found.next = list(found.spans)[PAGE - 1]
            return found
        if looked.complete:
            return found
        below = looked.back_to
        if time.monotonic() > until or len(spans) < PAGE:
            found.next, found.back_to = below, looked.back_to_time
            return found


def _kept(
    membership: Membership,
    ids: Sequence[int],
    watches: Sequence[Topic],
    searched: Mapping[int, Spans],
    seen: Mapping[int, int],
) -> list[Kept]:
    visible = {watch.pk: watch for watch in watches}
    conversations = conversations_of_posts(membership, ids) if ids else {}
    shown = []
    for post, version in load(ids):
        mentions = [each for each in post.mentions.all() if each.topic_id in visible]
        spans = [span for each in mentions if each.version == version.number for span in each.spans]
        spans += searched[post.pk]
        shown.append(
            Kept(
                post=post,
                title=marked(version.title, [(start, end) for part, start, end in spans if part == "title"]),
                text=marked(version.text, [(start, end) for part, start, end in spans if part == "text"]),
                watches=[visible[each.topic_id] for each in mentions],
                fresh=any(post.pk > seen.get(each.topic_id, 0) for each in mentions),
                conversation=conversations.get(post.pk),
            )
        )
    return shown
