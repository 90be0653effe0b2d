"""A correction is a lesson: what a person says of one post holds for later posts that are like it.

* *Alike* is ``engine.text.likeness``: nearly the same words, not the same matter. Precise rather than broad.
* A lesson is of one workspace. The newest :data:`lessons_standing.HELD` are held; the others rest.
* Where lessons contradict each other the newest wins, whatever it is like most.
* "Not about us" holds only for the topics that the post had left, and never for what addresses us or stands in a thread
  that is somebody's. What an import told of a post stays.
* To correct a post that took a lesson teaches a newer one, which narrows the first to what is not like this post. To
  take a correction back, or to delete the post on its network, forgets its lesson.
* What was heard before a lesson stays as it is.
"""

from __future__ import annotations

from earshot.engine.text.likeness import shape
from earshot.features.listening.models import Lesson, Post, PostVersion
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock

NOT_ABOUT_US = "not_about_us"
TOPIC = "topic:"
TAUGHT = ("sentiment", "intent", "language")
"""Findings that are learnt. The risk of a post is not: it moves people in the night, and likeness is no proof."""
BY = "lesson@"
"""What stands before the lesson's id in a finding that was taken from it."""


def teach(post: Post, actor: Membership, kind: str, value: str, clock: Clock) -> Lesson | None:
    """Remember the word for later posts like this one, instead of what was said of this post before. None where there
    are no words that others could be like."""
    forget(post, kind)
    text = PostVersion.objects.filter(post=post, number=post.version).values_list("title", "text").first()
    if text is None or not shape("\n".join(text)):
        return None
    return Lesson.objects.create(
        workspace_id=post.workspace_id,
        post=post,
        version=post.version,
        kind=kind,
        value=value,
        by=actor,
        at=clock.now(),
    )


def forget(post: Post, kind: str) -> None:
    """Later posts take nothing of this kind from the post any more."""
    Lesson.objects.filter(post=post, kind=kind).delete()


def topic_kind(topic_id: int) -> str:
    """The kind of a word about one topic."""
    return f"{TOPIC}{topic_id}"


def topic_of(kind: str) -> int:
    """The topic that a kind is about; 0 for every other kind."""
    return int(kind.removeprefix(TOPIC)) if kind.startswith(TOPIC) else 0


def lesson_of(by: str) -> int:
    """The lesson that made a finding; 0 where none did."""
    number = by.removeprefix(BY) if by.startswith(BY) else ""
    return int(number) if number.isdecimal() else 0
