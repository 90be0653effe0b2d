"""What people say of posts, and what we ourselves posted."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.audit.actions import record
from earshot.features.listening.actions.topics import tell
from earshot.features.listening.documents import document_of
from earshot.features.listening.exclusion import Exclusion, propose_exclusions
from earshot.features.listening.finding import load
from earshot.features.listening.models import Channel, Correction, Mention, Post, Topic
from earshot.features.listening.storing import NOT_ABOUT_US, ON_THE_POST, store
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, NotFound
from earshot.ports.envelope import Envelope, Source
from earshot.ports.heard import HeardPost

VALUES: dict[str, tuple[str, ...]] = {
    "sentiment": ("positive", "neutral", "negative"),
    "intent": ("complaint", "question", "praise", "purchase", "press", "job", "spam", "other"),
}
"""What a person may say; ``risk`` is a whole number 0..100, ``language`` a tag, ``advocate`` is ``yes``."""


@transaction.atomic
def correct(post: Post, actor: Membership, kind: str, value: str, clock: Clock) -> Post:
    """A person's word on a finding; it wins over the machine's, also for later versions. "" takes the word back.

    Raises:
        BadInput: no such kind, or the value is not one of it.
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    post = _mine(post, actor)
    value = value.strip()
    if value:
        _check(kind, value)
        Correction.objects.update_or_create(
            post=post, kind=kind, defaults={"value": value, "by": actor, "at": clock.now()}
        )
    else:
        Correction.objects.filter(post=post, kind=kind).delete()
        value = _machines_word(post, kind)
    _set(post, kind, value)
    record(actor_of(actor), "post.correct", clock, post.workspace_id, "post", post.pk, kind=kind, value=value)
    tell(post.workspace_id, [post.pk], "correction")
    return post


def _check(kind: str, value: str) -> None:
    if kind in VALUES and value not in VALUES[kind]:
        raise BadInput(
            _("It cannot be %(value)s.") % {"value": value},
            _("It is one of: %(values)s.") % {"values": ", ".join(VALUES[kind])},
        )
    if kind == "risk" and not (value.isascii() and value.isdecimal() and int(value) <= 100):
        raise BadInput(_("The risk cannot be %(value)s.") % {"value": value}, _("It is a whole number from 0 to 100."))
    if kind not in (*VALUES, "risk", "language", "advocate", NOT_ABOUT_US) or len(value) > 40:
        raise BadInput(
            _("%(kind)s cannot be corrected.") % {"kind": kind},
            _("Correct one of: %(kinds)s.") % {"kinds": ", ".join((*VALUES, "risk", "language"))},
        )


def _machines_word(post: Post, kind: str) -> str:
    version = post.versions.get(number=post.version)
    return str(version.findings.get(kind, {}).get("value", ""))


def _set(post: Post, kind: str, value: str) -> None:
    if kind == "language":
        post.lang = value or "und"
    elif kind == "risk":
        post.risk = int(value or 0)
    elif kind in ON_THE_POST:
        setattr(post, ON_THE_POST[kind], value)
    post.save(update_fields=["lang", "risk", "sentiment", "intent"])


@dataclass(frozen=True, slots=True)
class NotAboutUs:
    """What the one key did, and what it proposes: for each topic an exclusion, with the posts it would also remove."""

    post: Post
    topics: tuple[str, ...]
    proposals: tuple[Exclusion, ...]


@transaction.atomic
def not_about_us(post: Post, actor: Membership, clock: Clock) -> NotAboutUs:
    """Take the post out of its topics, remember it, and propose what would have kept it out. No topic is changed:
    ``save_topic`` with a proposal's query does that.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    post = _mine(post, actor)
    mentions = list(Mention.objects.filter(post=post).select_related("topic"))
    topics = [mention.topic for mention in mentions]
    proposals = tuple(proposal for topic in topics for proposal in propose_exclusions(topic, post))
    names = ",".join(topic.name for topic in topics)[:40]
    Correction.objects.update_or_create(
        post=post, kind=NOT_ABOUT_US, defaults={"value": names or "yes", "by": actor, "at": clock.now()}
    )
    Mention.objects.filter(post=post).delete()
    record(actor_of(actor), "post.not_about_us", clock, post.workspace_id, "post", post.pk, topics=names)
    tell(post.workspace_id, [post.pk], "correction")
    return NotAboutUs(post, tuple(topic.name for topic in topics), proposals)


@transaction.atomic
def about_us_after_all(post: Post, actor: Membership, clock: Clock) -> None:
    """Undo: the post goes back to the topics that match it. Raises NotAllowed, NotFound."""
    post = _mine(post, actor)
    Correction.objects.filter(post=post, kind=NOT_ABOUT_US).delete()
    _match_again(post)
    record(actor_of(actor), "post.about_us", clock, post.workspace_id, "post", post.pk)
    tell(post.workspace_id, [post.pk], "correction")


def _match_again(post: Post) -> None:
    ((loaded, version),) = load([post.pk])
    document, zone = document_of(loaded, version), ZoneInfo(post.workspace.zone)
    for topic in Topic.objects.filter(workspace_id=post.workspace_id, archived_at=None):
        query = parse(topic.query, fields=TOPIC_FIELDS)
        if query.matches(document, zone=zone):
            Mention.objects.get_or_create(
                post=post,
                topic=topic,
                defaults={"version": version.number, "spans": list(query.spans(document, zone=zone))},
            )


def _mine(post: Post, actor: Membership) -> Post:
    require(actor, Role.MEMBER)
    found = Post.objects.select_for_update().filter(pk=post.pk, workspace_id=actor.workspace_id).first()
    if found is None:
        raise NotFound(_("There is no such post in this workspace."), _("It may have been removed; reload the page."))
    return found


def store_own(channel: Channel, heard: HeardPost, clock: Clock) -> Post:
    """Our own reply, as soon as the network confirmed it. Idempotent by canonical id: the stream's echo is ``seen``."""
    source = Source(channel.workspace_id, channel.pk, "channel")
    envelope = Envelope(heard, source, clock.now(), ours=True, known=True, lang=heard.lang, outcome="new")
    with transaction.atomic():
        store([envelope], clock)
    post: Post = envelope.stored
    return post
