"""Lessons in words: whose word it was, when, and of what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from earshot.features.listening.lessons import NOT_ABOUT_US, topic_kind
from earshot.features.listening.models import Correction, Lesson, Post, PostVersion, Topic
from earshot.features.people.models import Membership

WORDS = 60
"""Characters of the post that a reason shows."""
SHOWN = 20
PAGE = 50
"""Lessons on one page of their list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """ "As ``name`` corrected on ``at``": the beginning of what the post said then."""

    name: str
    at: datetime
    words: str
    lang: str
    post_id: int


@dataclass(frozen=True, slots=True)
class Likewise:
    """A post that a lesson set aside: it stands in no conversation."""

    post: Post
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """A lesson as the list shows it. ``taken``: the posts that it moved between topics, or set aside."""

    lesson: Lesson
    reason: Reason
    taken: int


def access_lessons(membership: Membership) -> QuerySet[Lesson]:
    """The workspace's lessons, the newest first; none about somebody else's own watch."""
    theirs = Topic.objects.filter(workspace=membership.workspace_id).exclude(Q(watcher=None) | Q(watcher=membership))
    hidden = [topic_kind(number) for number in theirs.values_list("pk", flat=True)]
    mine = Lesson.objects.filter(workspace=membership.workspace_id).exclude(kind__in=hidden)
    return mine.select_related("by", "post").defer("post__native").order_by("-id")


def lessons_told(membership: Membership, before: int = 0) -> tuple[list[Told], int]:
    """A page of them, those older than the lesson ``before`` (0: the newest); and where the next begins, 0: nowhere."""
    asked = access_lessons(membership).annotate(moved=Count("taken"))
    found = list((asked.filter(pk__lt=before) if before else asked)[: PAGE + 1])
    rows, more = found[:PAGE], len(found) > PAGE
    reasons = _reasons(rows)
    return [Told(each, reasons[each.pk], each.moved) for each in rows], rows[-1].pk if more else 0


def reasons_of(membership: Membership, lesson_ids: Collection[int]) -> dict[int, Reason]:
    """By lesson; a lesson that was forgotten since has none."""
    if not lesson_ids:
        return {}
    rows = Lesson.objects.filter(pk__in=lesson_ids, workspace_id=membership.workspace_id).select_related("by", "post")
    return _reasons(list(rows.defer("post__native")))


def _reasons(found: Collection[Lesson]) -> dict[int, Reason]:
    said = PostVersion.objects.filter(post__in=[each.post_id for each in found])
    texts = {(post, number): text for post, number, text in said.values_list("post_id", "number", "text")}
    return {
        each.pk: Reason(
            each.by.name, each.at, _beginning(texts.get((each.post_id, each.version), "")), each.post.lang, each.post_id
        )
        for each in found
    }


def set_aside_like(membership: Membership, post: Post) -> list[Likewise]:
    """The newest posts that are not about us because ``post`` is not."""
    taken = Correction.objects.filter(
        kind=NOT_ABOUT_US, lesson__post=post, post__workspace_id=membership.workspace_id, post__deleted_at=None
    )
    rows = taken.select_related("post__author").order_by("-post_id")[:SHOWN]
    posts = {each.post_id: each.post for each in rows}
    said = PostVersion.objects.filter(post__in=posts).order_by("number").values_list("post_id", "text")
    texts = dict(said)
    return [Likewise(each, _beginning(texts.get(pk, ""))) for pk, each in posts.items()]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"
