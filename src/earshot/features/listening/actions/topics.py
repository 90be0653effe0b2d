"""Topics: standing queries, saved and archived by people."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.audit.actions import record
from earshot.features.listening.events import FactsChanged, TopicSaved
from earshot.features.listening.finding import asked, matching_posts
from earshot.features.listening.lessons import NOT_ABOUT_US, topic_kind
from earshot.features.listening.models import Correction, Mention, Post, Topic
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound
from earshot.ports.bus import publish
from earshot.web import live

NAME = re.compile(r"[^\W_](?:[\w-]*[^\W_])?", re.UNICODE)
REMATCHED = 5_000
"""Stored posts, newest first, in which a new query is looked for, so that its topic does not start empty."""
REMATCH_SECONDS = 3.0


@transaction.atomic
def save_topic(
    actor: Membership,
    name: str,
    query: str,
    clock: Clock,
    *,
    title: str = "",
    brand: str = "",
    topic: Topic | None = None,
    watch: bool = False,
    mine: bool = False,
) -> Topic:
    """Make a topic, or change the one given, and match it with what is stored (the newest first, for a few seconds).

    ``watch``: listen only. ``mine``: a watch that only the actor sees.

    Raises:
        QueryError: the query cannot be read; says where (a BadInput with a span).
        BadInput: the name cannot be written in a query.
        Conflict: another topic has the name.
        NotAllowed: the actor may only look.
    """
    require(actor, Role.MEMBER)
    name = name.strip()
    if not NAME.fullmatch(name) or len(name) > 80:
        raise BadInput(
            _("%(name)s cannot be the name of a topic.") % {"name": name or "-"},
            _("Use letters, digits and - without spaces: it is written topic:name."),
        )
    parse(query, fields=TOPIC_FIELDS)
    saved = _mine(topic, actor) if topic is not None else Topic(workspace_id=actor.workspace_id, created_at=clock.now())
    taken = Topic.objects.filter(workspace_id=actor.workspace_id, name__iexact=name).exclude(pk=saved.pk)
    if taken.exists():
        raise Conflict(
            _("There is already a topic %(name)s.") % {"name": name}, _("Choose another name, or change that one.")
        )
    asks_anew = saved.query != query or saved.archived_at is not None
    saved.name, saved.title, saved.query, saved.brand = name, title.strip()[:120], query, brand.strip()[:80]
    turns = saved.watch and not (watch or mine)
    saved.watch, saved.watcher = watch or mine, actor if mine else None
    saved.changed_at, saved.archived_at = clock.now(), None
    saved.save()
    told = {} if mine else {"name": name, "query": query}  # the trail is read by others
    record(actor_of(actor), "topic.save", clock, actor.workspace_id, "topic", saved.pk, **told)
    publish(TopicSaved(actor.workspace_id, saved.pk, query, actor.pk, clock.now()))
    if asks_anew or turns:
        rematch(saved, clock)
    live.publish(clock, actor.workspace_id, "topic.changed", saved.pk)
    return saved


@transaction.atomic
def archive_topic(topic: Topic, actor: Membership, clock: Clock) -> None:
    """Match nothing more. Its mentions stay, so that reports stay true. Raises NotAllowed, NotFound."""
    require(actor, Role.MEMBER)
    topic = _mine(topic, actor)
    topic.archived_at = topic.changed_at = clock.now()
    topic.save(update_fields=["archived_at", "changed_at"])
    told = {} if topic.watcher_id is not None else {"name": topic.name}
    record(actor_of(actor), "topic.archive", clock, actor.workspace_id, "topic", topic.pk, **told)
    live.publish(clock, actor.workspace_id, "topic.changed", topic.pk)


def rematch(topic: Topic, clock: Clock) -> int:
    """Make the topic's mentions anew in the newest stored posts; how many posts gained or lost it."""
    query = parse(topic.query, fields=TOPIC_FIELDS)
    until = time.monotonic() + REMATCH_SECONDS
    looked = matching_posts(topic.workspace_id, query, asked(topic.workspace, clock.now()), scan=REMATCHED, until=until)
    found = {post.pk: spans for post, _, spans in looked.found}
    before = set(Mention.objects.filter(topic=topic, post_id__gte=looked.back_to).values_list("post_id", flat=True))
    Mention.objects.filter(topic=topic, post_id__gte=looked.back_to).delete()
    into, foreign = _words_on(topic, looked.back_to, found)
    Mention.objects.bulk_create(
        Mention(post=post, topic=topic, version=post.version, spans=list(spans))
        for post, _, spans in looked.found
        if post.pk not in foreign
    )
    added = Post.objects.filter(pk__in=into - set(found))
    Mention.objects.bulk_create(Mention(post=post, topic=topic, version=post.version, spans=[]) for post in added)
    Post.objects.filter(pk__in=found, matched_at=None).update(matched_at=clock.now())
    changed = before ^ ((set(found) - foreign) | into)
    if not topic.watch:
        changed |= _no_longer_only_watched(found)
    tell(topic.workspace_id, sorted(changed), "topic")
    return len(changed)


def _words_on(topic: Topic, back_to: int, found: Collection[int]) -> tuple[set[int], set[int]]:
    """What people said of posts from ``back_to`` on: those that they put into the topic, and of those ``found`` the
    ones that they took out of it, or out of all."""
    said = Correction.objects.filter(kind=topic_kind(topic.pk))
    into = set(said.filter(value="yes", post_id__gte=back_to).values_list("post_id", flat=True))
    out = said.filter(value="no", post_id__in=found).values_list("post_id", flat=True)
    foreign = Correction.objects.filter(kind=NOT_ABOUT_US, post_id__in=[*found, *into])
    gone = set(foreign.values_list("post_id", flat=True))
    return into - gone, {*out, *gone}


def _no_longer_only_watched(found: Collection[int]) -> set[int]:
    """What a watch alone has kept so far is asked about now: somebody becomes accountable for it."""
    rows = Post.objects.filter(pk__in=found, watch_only=True)
    ids = set(rows.values_list("pk", flat=True))
    rows.update(watch_only=False)
    return ids


def tell(workspace_id: int, post_ids: Sequence[int], cause: str) -> None:
    """Whoever decided by these posts decides again."""
    if post_ids:
        publish(FactsChanged(workspace_id, tuple(post_ids), cause))


def _mine(topic: Topic, actor: Membership) -> Topic:
    found = Topic.objects.select_for_update().filter(pk=topic.pk, workspace_id=actor.workspace_id).first()
    if found is None:
        raise NotFound(_("There is no such topic in this workspace."), _("Open the list and choose one."))
    return found
