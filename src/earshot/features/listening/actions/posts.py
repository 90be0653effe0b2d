"""What people say of posts, and what we ourselves posted."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.audit.actions import record
from earshot.features.listening.actions.holding import held
from earshot.features.listening.actions.topics import tell
from earshot.features.listening.documents import document_of
from earshot.features.listening.exclusion import Exclusion, propose_exclusions
from earshot.features.listening.finding import load
from earshot.features.listening.lessons import NOT_ABOUT_US, forget, teach, topic_kind
from earshot.features.listening.models import Channel, Correction, Mention, Post, Topic
from earshot.features.listening.storing import store
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.ports.envelope import Envelope, Source
from earshot.ports.heard import HeardPost

LONGEST_LESSON = 200
"""Characters of the topics' ids in a lesson; a post in more topics than that teaches nothing."""


@dataclass(frozen=True, slots=True)
class NotAboutUs:
    """What the one key did, and what it proposes: for each topic an exclusion, with the posts it would also remove."""

    post: Post
    topics: tuple[str, ...]
    proposals: tuple[Exclusion, ...]


@transaction.atomic
def not_about_us(post: Post, actor: Membership, clock: Clock) -> NotAboutUs:
    """Take the post out of its topics, remember it for posts like it, and propose what would have kept it out. No topic
    is changed: ``save_topic`` with a proposal's query does that.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    post = held(post, actor)
    mentions = list(Mention.objects.filter(post=post).select_related("topic"))
    topics = [mention.topic for mention in mentions]
    proposals = tuple(proposal for topic in topics for proposal in propose_exclusions(topic, post))
    names = ",".join(topic.name for topic in topics)[:40]
    Correction.objects.update_or_create(
        post=post,
        kind=NOT_ABOUT_US,
        defaults={"value": names or "yes", "by": actor, "at": clock.now(), "lesson": None},
    )
    left = " ".join(str(topic.pk) for topic in topics)
    if left and len(left) <= LONGEST_LESSON:
        teach(post, actor, NOT_ABOUT_US, left, clock)
    Mention.objects.filter(post=post).delete()
    told = ",".join(topic.name for topic in topics if topic.watcher_id is None)[:40]  # the trail is read by others
    record(actor_of(actor), "post.not_about_us", clock, post.workspace_id, "post", post.pk, topics=told)
    tell(post.workspace_id, [post.pk], "correction")
    return NotAboutUs(post, tuple(topic.name for topic in topics), proposals)


@transaction.atomic
def about_us_after_all(post: Post, actor: Membership, clock: Clock) -> None:
    """Undo: the post goes back to the topics that match it. Where nobody had said so of this very post, but a lesson
    had, that is a newer lesson. Raises NotAllowed, NotFound."""
    post = held(post, actor)
    word = Correction.objects.filter(post=post, kind=NOT_ABOUT_US).first()
    if word is not None:
        word.delete()
    if word is not None and word.lesson_id is not None:
        teach(post, actor, NOT_ABOUT_US, "", clock)
    else:
        forget(post, NOT_ABOUT_US)
    _match_again(post)
    record(actor_of(actor), "post.about_us", clock, post.workspace_id, "post", post.pk)
    tell(post.workspace_id, [post.pk], "correction")


def _match_again(post: Post) -> None:
    words = dict(Correction.objects.filter(post=post).values_list("kind", "value"))
    for topic in Topic.objects.filter(workspace_id=post.workspace_id, archived_at=None):
        match_topic(post, topic, words.get(topic_kind(topic.pk), ""))


def match_topic(post: Post, topic: Topic, word: str = "") -> None:
    """Put the post into the topic, or take it out: by a person's ``word`` (yes, no), else by the topic's query."""
    ((loaded, version),) = load([post.pk])
    document, zone = document_of(loaded, version), ZoneInfo(post.workspace.zone)
    query = parse(topic.query, fields=TOPIC_FIELDS)
    matches = query.matches(document, zone=zone)
    if word == "no" or not (matches or word == "yes"):
        Mention.objects.filter(post=post, topic=topic).delete()
        return
    spans = list(query.spans(document, zone=zone)) if matches else []
    Mention.objects.get_or_create(post=post, topic=topic, defaults={"version": version.number, "spans": spans})


def store_own(channel: Channel, heard: HeardPost, clock: Clock) -> Post:
    """Our own reply, as soon as the network confirmed it. Idempotent by canonical id: the stream's echo is ``seen``."""
    source = Source(channel.workspace_id, channel.pk, "channel")
    envelope = Envelope(heard, source, clock.now(), ours=True, known=True, lang=heard.lang, outcome="new")
    with transaction.atomic():
        store([envelope], clock)
    post: Post = envelope.stored
    return post
