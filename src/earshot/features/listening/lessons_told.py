"""Lessons in words: whose word it was, when, and of what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from earshot.features.listening.lessons import NOT_ABOUT_US
from earshot.features.listening.models import Correction, Lesson, Post, PostVersion
from earshot.features.people.models import Membership

WORDS = 60
"""Characters of the post that a reason shows."""
SHOWN = 20


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


def reasons_of(membership: Membership, lesson_ids: Collection[int]) -> dict[int, Reason]:
    """By lesson; a lesson that was forgotten since has none."""
    if not lesson_ids:
        return {}
    rows = Lesson.objects.filter(pk__in=lesson_ids, workspace_id=membership.workspace_id).select_related("by", "post")
    found = list(rows.defer("post__native"))
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
