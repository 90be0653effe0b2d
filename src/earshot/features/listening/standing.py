"""The standing queries of a workspace, compiled once and kept until one of them changes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from earshot.engine.query import TOPIC_FIELDS, Document, Prefilter, Query, QueryError, parse
from earshot.features.listening.models import Topic
from earshot.ports.envelope import TopicMatch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """One topic, ready to be asked."""

    topic_id: int
    name: str
    query: Query
    literals: Prefilter
    zone: tzinfo
    """The workspace's: what ``hour:`` and whole days mean."""


Stamp = tuple[int, datetime | None, int | None, str]
_compiled: dict[int, tuple[Stamp, tuple[Standing, ...]]] = {}


def standing_queries(workspace_id: int) -> tuple[Standing, ...]:
    """The workspace's topics that are not archived. One query of the database; parsing only after a change."""
    live = Topic.objects.filter(workspace_id=workspace_id, archived_at=None)
    told = live.aggregate(count=Count("id"), changed=Max("changed_at"), newest=Max("id"), zone=Max("workspace__zone"))
    stamp: Stamp = (told["count"], told["changed"], told["newest"], told["zone"] or "UTC")
    kept = _compiled.get(workspace_id)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    compiled = tuple(_compile(live.order_by("id"), ZoneInfo(stamp[3])))
    _compiled[workspace_id] = (stamp, compiled)
    return compiled


def _compile(topics: Iterable[Topic], zone: tzinfo) -> Iterator[Standing]:
    for topic in topics:
        try:
            query = parse(topic.query, fields=TOPIC_FIELDS)
        except QueryError:
            # It was valid when it was saved: the language has changed. The other topics go on.
            log.exception("The topic %s (%s) cannot be read any more and matches nothing.", topic.name, topic.id)
            continue
        yield Standing(topic.id, topic.name, query, query.literals(), zone)


def ask(topic: Standing, document: Document) -> TopicMatch | None:
    """Whether the topic matches, and where. A topic that fails on a post does not stop the batch."""
    try:
        if topic.query.matches(document, zone=topic.zone):
            return TopicMatch(topic.topic_id, topic.name, topic.query.spans(document, zone=topic.zone))
    except (RecursionError, ValueError, ArithmeticError):
        log.exception("The topic %s (%s) failed on a post.", topic.name, topic.topic_id)
    return None
