""" "Not about us": what could be added to a topic's query so that a post, and what is like it, stays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from earshot.engine.query import TOPIC_FIELDS, Document, QueryError, parse
from earshot.engine.text import tokenise
from earshot.features.listening.documents import document_of
from earshot.features.listening.finding import load
from earshot.features.listening.lessons import NOT_ABOUT_US
from earshot.features.listening.models import Correction, Lesson, Mention, Post, PostVersion, Topic

COMPARED = 500
"""The newest mentions of the topic that a proposal is tried on."""
PROPOSED = 3
SHOWN = 20
LONGEST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One proposal. ``query`` is the topic's query with ``excluded`` taken out; ``removes`` are posts (newest first, at
    most 20) that it would also remove, ``count`` in all among the ``compared`` newest mentions; ``foreign`` posts that
    people called not about us before would stay out, too."""

    topic: Topic
    excluded: str
    query: str
    removes: tuple[Post, ...]
    count: int
    compared: int
    foreign: int


def proposed_for(post: Post) -> tuple[Exclusion, ...]:
    """Of a post that was called not about us: for each of the topics that it left."""
    lesson = Lesson.objects.filter(post=post, kind=NOT_ABOUT_US).first()
    left = [int(number) for number in lesson.value.split()] if lesson is not None else []
    topics = Topic.objects.filter(pk__in=left, archived_at=None).order_by("id")
    return tuple(proposal for topic in topics for proposal in propose_exclusions(topic, post))


def propose_exclusions(topic: Topic, post: Post) -> tuple[Exclusion, ...]:
    """The best few exclusions for this post: those that take most of what is not about us and least of the rest."""
    found_post = load([post.pk])
    if not found_post:
        return ()
    post, version = found_post[0]
    others = _mentions(topic, post)
    foreign = _foreign(topic)
    ranked = sorted(
        (_tried(topic, term, post, version, others, foreign) for term in _candidates(topic, post, version, others)),
        key=lambda found: (found.count - 3 * found.foreign, len(found.excluded)) if found else (0, 0),
    )
    return tuple(found for found in ranked if found is not None)[:PROPOSED]


def _mentions(topic: Topic, post: Post) -> list[tuple[Post, Document]]:
    newest = Mention.objects.filter(topic=topic).exclude(post=post).order_by("-post_id")
    return [
        (each, document_of(each, version))
        for each, version in load(list(newest.values_list("post_id", flat=True)[:COMPARED]))
    ]


def _foreign(topic: Topic) -> list[tuple[Post, Document]]:
    """Posts that people called not about us before."""
    rows = Correction.objects.filter(
        post__workspace_id=topic.workspace_id, kind=NOT_ABOUT_US, value__icontains=topic.name[:40]
    ).order_by("-post_id")
    return [
        (each, document_of(each, version)) for each, version in load(list(rows.values_list("post_id", flat=True)[:100]))
    ]


def _candidates(topic: Topic, post: Post, version: PostVersion, others: list[tuple[Post, Document]]) -> Iterator[str]:
    """The author, and the words of the post that are rarest among the topic's other mentions."""
    if post.author.handle:
        yield f"author:{post.author.handle}" if " " not in post.author.handle else f'author:"{post.author.handle}"'
    common: Counter[str] = Counter()
    for _, document in others:
        common.update(set(_words(f"{document.title} {document.text}")))
    own = set(_words(topic.query))
    words = [word for word in dict.fromkeys(_words(f"{version.title} {version.text}")) if word not in own]
    words.sort(key=lambda word: (common[word], -len(word)))
    for word in words[:LONGEST_CANDIDATES]:
        yield f'"{word}"'


def _words(text: str) -> list[str]:
    """Words of spaced scripts from four letters on, and pairs of neighbouring CJK characters."""
    tokens = tokenise(text)
    words = [each.text for each in tokens if each.kind == "word" and len(each.text) >= 4 and not each.text.isdigit()]
    pairs = [
        one.text + two.text for one, two in pairwise(tokens) if one.kind == two.kind == "cjk" and one.end == two.start
    ]
    return [*words, *pairs]


def _tried(
    topic: Topic,
    excluded: str,
    post: Post,
    version: PostVersion,
    others: list[tuple[Post, Document]],
    foreign: list[tuple[Post, Document]],
) -> Exclusion | None:
    """The proposal with what it would do; None where it would not keep this post out."""
    text = f"({topic.query}) AND NOT {excluded}"
    try:
        query = parse(text, fields=TOPIC_FIELDS)
    except QueryError:
        return None
    zone = ZoneInfo(topic.workspace.zone)
    if query.matches(document_of(post, version), zone=zone):
        return None
    removes = [each for each, document in others if not query.matches(document, zone=zone)]
    known = {each.pk for each, document in foreign if each.pk != post.pk and not query.matches(document, zone=zone)}
    return Exclusion(topic, excluded, text, tuple(removes[:SHOWN]), len(removes), len(others), len(known))
