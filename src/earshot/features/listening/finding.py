"""Finding stored posts by a query: the index prefilters, the evaluator decides; newest first, never without a bound."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from earshot.engine.query import Query
from earshot.features.listening import search
from earshot.features.listening.documents import document_of
from earshot.features.listening.models import Channel, Post, PostVersion
from earshot.features.listening.seeing import Seeing
from earshot.features.people.models import Workspace

PAGE = 200
HIGHEST = 2**62

Spans = Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """When, and in which zone, a query is asked: what ``age:``, ``hour:`` and whole days mean."""

    at: datetime
    zone: tzinfo


def asked(workspace: Workspace, at: datetime) -> Asked:
    """In the workspace's zone."""
    return Asked(at, ZoneInfo(workspace.zone))


@dataclass(slots=True)
class Looked:
    """What a search found. ``complete`` is False where it stopped early: then it looked back to ``back_to``."""

    found: list[tuple[Post, PostVersion, Spans]] = field(default_factory=list)
    complete: bool = True
    back_to: int = 0
    """Id of the oldest post looked at; 0 where all were."""
    back_to_time: datetime | None = None
    """When that post was received: "searched back to ..."."""


def matching_posts(
    workspace_id: int,
    query: Query,
    when: Asked,
    *,
    limit: int = HIGHEST,
    scan: int = 20_000,
    below: int = HIGHEST,
    until: float = float("inf"),
    seeing: Seeing | None = None,
) -> Looked:
    """Posts that match, newest first by id: at most ``limit``, looking at no more than ``scan`` candidates and not
    beyond ``until`` (``time.monotonic``). ``below`` goes on where an earlier search stopped.
    ``seeing``: for whom; None is the machine, which sees all."""
    looked = Looked()
    expression = query.fts() if search.has_index() else None
    seen = 0
    for ids in candidates(workspace_id, expression, below):
        for post, version in load(seeing.only(ids) if seeing is not None else ids):
            document = document_of(post, version)
            if query.matches(document, at=when.at, zone=when.zone):
                looked.found.append((post, version, query.spans(document, at=when.at, zone=when.zone)))
                if len(looked.found) >= limit:
                    return _stopped(looked, post)
        seen += len(ids)
        if seen >= scan or time.monotonic() > until:
            return _stopped(looked, Post.objects.filter(pk=ids[-1]).first())
    return looked


def _stopped(looked: Looked, last: Post | None) -> Looked:
    looked.complete = False
    if last is not None:
        looked.back_to, looked.back_to_time = last.pk, last.received_at
    return looked


def candidates(workspace_id: int, expression: str | None, below: int, size: int = PAGE) -> Iterator[list[int]]:
    """Ids of candidates by pages of ``size``, newest first; tombstones are none."""
    while True:
        if expression is None:
            newest = Post.objects.filter(workspace_id=workspace_id, id__lt=below, deleted_at=None).order_by("-id")
            ids = list(newest.values_list("id", flat=True)[:size])
        else:
            ids = search.find_ids(expression, workspace_id, below, size)
        if ids:
            yield ids
            below = ids[-1]
        if len(ids) < size:
            return


def load(post_ids: Sequence[int]) -> list[tuple[Post, PostVersion]]:
    """Posts with their newest versions, author, channel and topics, in the order of the ids; five queries."""
    posts = (
        Post.objects.filter(pk__in=post_ids)
        .select_related("author")
        # Few channels, without their secrets, instead of a copy of one with every post.
        .prefetch_related("mentions__topic", Prefetch("channel", Channel.objects.defer("secrets", "cursor", "config")))
        .in_bulk()
    )
    versions: dict[int, PostVersion] = {}
    for version in PostVersion.objects.filter(post_id__in=post_ids):
        if version.number == posts[version.post_id].version:
            versions[version.post_id] = version
    return [(posts[pk], versions[pk]) for pk in post_ids if pk in versions]
