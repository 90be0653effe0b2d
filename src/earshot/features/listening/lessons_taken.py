"""What a post takes from lessons, on its road: findings by ``lesson@<id>``, and topics that it joins or leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earshot.engine.text.likeness import Shape, shape, shape_of
from earshot.features.listening.lessons import BY, NOT_ABOUT_US, TAUGHT, topic_of
from earshot.features.listening.lessons_standing import Taught, standing_lessons
from earshot.features.listening.models import Correction, Lesson
from earshot.features.listening.standing import standing_queries
from earshot.ports.enricher import Finding
from earshot.ports.envelope import Envelope, TopicMatch
from earshot.web import bulk

CORRECTION = ("post_id", "kind", "value", "by_id", "at", "lesson_id")


def take_lessons(batch: Sequence[Envelope]) -> None:
    """For new posts and new texts of others. One small query a batch where the workspace was taught nothing."""
    standing = standing_lessons(batch[0].source.workspace_id)
    if not len(standing.shapes):
        return
    for envelope in batch:
        if envelope.outcome in ("new", "edited") and not envelope.ours:
            found = standing.like(_shape(envelope))
            if found:
                _take(envelope, found)


def _shape(envelope: Envelope) -> Shape:
    """Of the words as queries have already cut them, where they have."""
    post = envelope.post
    if envelope.document is not None and not post.title:
        words = envelope.document.words("text")
        return shape_of(words.terms, words.tags)
    return shape(f"{post.title}\n{post.text}")


def _take(envelope: Envelope, found: Iterable[tuple[Taught, float]]) -> None:
    """The newest of each kind. What is said of one topic comes before what is said of all of them."""
    newest: dict[str, tuple[Taught, float]] = {}
    me = (envelope.post.network, envelope.post.canonical_id)
    for taught, much in found:
        if taught.post == me or _told_otherwise(envelope, taught.kind):
            continue
        if taught.kind != NOT_ABOUT_US or _concerns(envelope, taught):
            newest.setdefault(taught.kind, (taught, much))
    foreign = newest.pop(NOT_ABOUT_US, None)
    for taught, much in newest.values():
        finding = Finding(taught.kind, taught.value, round(much, 3), f"{BY}{taught.lesson_id}")
        if topic_of(taught.kind):
            _move(envelope, finding)
        elif taught.kind in TAUGHT:
            envelope.findings[taught.kind] = finding
            if taught.kind == "language":
                envelope.lang = taught.value
    if foreign is not None:
        _set_aside(envelope, *foreign)


def _told_otherwise(envelope: Envelope, kind: str) -> bool:
    finding = envelope.findings.get(kind)
    return finding is not None and finding.by.startswith("import@")


def _move(envelope: Envelope, finding: Finding) -> None:
    """Into the topic, or out of it; nothing where it is there already, or where the topic is archived."""
    topic_id = topic_of(finding.kind)
    inside = any(match.topic_id == topic_id for match in envelope.matches)
    if finding.value == "no" and inside:
        envelope.matches = tuple(match for match in envelope.matches if match.topic_id != topic_id)
        envelope.findings[finding.kind] = finding
    elif finding.value == "yes" and not inside:
        topics = standing_queries(envelope.source.workspace_id)
        topic = next((each for each in topics if each.topic_id == topic_id), None)
        if topic is not None:
            envelope.matches = (*envelope.matches, TopicMatch(topic_id, topic.name, watch=topic.watch))
            envelope.findings[finding.kind] = finding


def _concerns(envelope: Envelope, taught: Taught) -> bool:
    """Whether a "not about us" says something of this post: it matches one of the topics that were left, or somebody
    took such a word back of a post like it."""
    return not taught.value or bool(_left(taught) & {match.topic_id for match in envelope.matches})


def _left(taught: Taught) -> set[int]:
    return {int(number) for number in taught.value.split()}


def _set_aside(envelope: Envelope, taught: Taught, much: float) -> None:
    """Out of the topics that the lesson names; where no other is left it is not about us, but for what speaks to us."""
    if not taught.value or envelope.addressed or envelope.engaged:
        return
    left = _left(taught)
    envelope.matches, gone = (
        tuple(match for match in envelope.matches if (match.topic_id in left) == inside) for inside in (False, True)
    )
    by, sure = f"{BY}{taught.lesson_id}", round(much, 3)
    if envelope.matches:
        for match in gone:
            kind = f"topic:{match.topic_id}"
            envelope.findings[kind] = Finding(kind, "no", sure, by)
    else:
        names = " ".join(match.name for match in gone)
        envelope.findings[NOT_ABOUT_US] = Finding(NOT_ABOUT_US, names, sure, by)


def write_down(stored: Sequence[Envelope]) -> None:
    """Where a lesson moved a post between topics, or out of all, that holds like a correction: through edits and new
    queries, until somebody says otherwise. ``stored``: posts of which nothing of the kind stands written."""
    taken = [
        (envelope, kind, finding.value, int(finding.by.removeprefix(BY)))
        for envelope in stored
        for kind, finding in envelope.findings.items()
        if finding.by.startswith(BY) and (kind == NOT_ABOUT_US or topic_of(kind))
    ]
    if not taken:
        return
    lessons = Lesson.objects.in_bulk([lesson_id for *_, lesson_id in taken])
    rows = [
        (envelope.stored.id, kind, value[:40] or "yes", lessons[lesson_id].by_id, envelope.received_at, lesson_id)
        for envelope, kind, value, lesson_id in taken
        if lesson_id in lessons
    ]
    bulk.insert(Correction, CORRECTION, rows, ignore=True)
