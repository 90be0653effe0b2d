"""Taking a lesson back from the list of all of them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.listening.actions.correcting import correct_all
from earshot.features.listening.actions.holding import held
from earshot.features.listening.actions.posts import about_us_after_all
from earshot.features.listening.actions.topical import correct_topic
from earshot.features.listening.lessons import NOT_ABOUT_US, forget, topic_of
from earshot.features.listening.lessons_told import access_lessons
from earshot.features.listening.models import Correction, Lesson, Post, Topic
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import NotFound


@transaction.atomic
def unlearn(lesson_id: int, actor: Membership, clock: Clock) -> None:
    """Take the word back that the lesson rests on: its post is again what Earshot found, and later posts learn nothing
    of it. What was heard meanwhile stays as it is.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: it was taken back before, or is nothing that the actor may see.
    """
    lesson = access_lessons(actor).filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound(_("This was taken back already."), _("Open the list again."))
    post = held(lesson.post, actor)
    if not _said_otherwise(lesson, post, actor, clock):
        forget(post, lesson.kind)
        record(actor_of(actor), "post.unlearn", clock, post.workspace_id, "post", post.pk, kind=lesson.kind)


def _said_otherwise(lesson: Lesson, post: Post, actor: Membership, clock: Clock) -> bool:
    """Takes back the correction itself; False where none of the post stands any more, or where its topic is over."""
    if not Correction.objects.filter(post=post, kind=lesson.kind).exists():
        return False
    if lesson.kind == NOT_ABOUT_US:
        about_us_after_all(post, actor, clock)
        return True
    number = topic_of(lesson.kind)
    if not number:
        return bool(correct_all(post, actor, {lesson.kind: ""}, clock))
    topic = Topic.objects.filter(pk=number, archived_at=None).first()
    return topic is not None and correct_topic(post, actor, topic, None, clock)
