"""The standing queries of a workspace, compiled once and kept until one of them changes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

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
    watch: bool = False


Told = tuple[str, tuple[tuple[int, str, str, bool], ...]]
"""A workspace's zone and the (id, name, query, listen only) of its topics: what compiling rests on."""
_compiled: dict[int, tuple[Told, tuple[Standing, ...]]] = {}


def standing_queries(workspace_id: int) -> tuple[Standing, ...]:
    """The workspace's topics that are not archived. One query of the database; parsing only after a change."""
    live = Topic.objects.filter(workspace_id=workspace_id, archived_at=None).order_by("id")
    rows = tuple(live.values_list("id", "name", "query", "watch", "workspace__zone"))
    told: Told = (rows[0][4] if rows else "UTC", tuple(row[:4] for row in rows))
    kept = _compiled.get(workspace_id)
    if kept is not None and kept[0] == told:
        return kept[1]
    compiled = tuple(_compile(told, kept[1] if kept else ()))
    _compiled[workspace_id] = (told, compiled)
    return compiled


def _compile(told: Told, known: Iterable[Standing]) -> Iterator[Standing]:
    zone = ZoneInfo(told[0])
    read = {topic.query.text: topic.query for topic in known}
    for topic_id, name, text, watch in told[1]:
        try:
            query = read.get(text) or parse(text, fields=TOPIC_FIELDS)
        except QueryError:
            # It was valid when it was saved: the language has changed. The other topics go on.
            log.exception("The topic %s (%s) cannot be read any more and matches nothing.", name, topic_id)
            continue
        yield Standing(topic_id, name, query, query.literals(), zone, watch)


def ask(topic: Standing, document: Document) -> TopicMatch | None:
    """Whether the topic matches, and where. A topic that fails on a post does not stop the batch."""
    try:
        if topic.query.matches(document, zone=topic.zone):
            return TopicMatch(topic.topic_id, topic.name, topic.query.spans(document, zone=topic.zone), topic.watch)
    except (RecursionError, ValueError, ArithmeticError):
        log.exception("The topic %s (%s) failed on a post.", topic.name, topic.topic_id)
    return None
