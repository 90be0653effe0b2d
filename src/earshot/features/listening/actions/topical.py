"""A person's word on the topics of a post."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.listening.actions.holding import held
from earshot.features.listening.actions.posts import match_topic
from earshot.features.listening.actions.topics import tell
from earshot.features.listening.lessons import NOT_ABOUT_US, forget, teach, topic_kind
from earshot.features.listening.models import Correction, Post, Topic
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict, NotFound

_SIGNS = {"yes": "+", "no": "-", "": ""}


@transaction.atomic
def correct_topic(post: Post, actor: Membership, topic: Topic, belongs: bool | None, clock: Clock) -> bool:
    """Put a post into a topic, or take it out, whatever its query says; for later versions and for posts like it, too.
    None takes the word back, and the query decides again. Answers whether anything was changed.

    Raises:
        Conflict: the post was called not about us, and shall be in a topic.
        NotAllowed: the actor may only look.
        NotFound: the post or the topic is of another workspace, or the topic is archived or somebody else's watch.
    """
    row, topic = held(post, actor), _visible(topic, actor)
    kind, word = topic_kind(topic.pk), {True: "yes", False: "no", None: ""}[belongs]
    words = dict(Correction.objects.filter(post=row, kind__in=(kind, NOT_ABOUT_US)).values_list("kind", "value"))
    if words.get(kind, "") == word:
        return False
    if word == "yes" and NOT_ABOUT_US in words:
        raise Conflict(_("This post was called not about us."), _("Say first that it is about us after all."))
    if word:
        said = {"value": word, "by": actor, "at": clock.now(), "lesson": None}
        Correction.objects.update_or_create(post=row, kind=kind, defaults=said)
        teach(row, actor, kind, word, clock)
    else:
        Correction.objects.filter(post=row, kind=kind).delete()
        forget(row, kind)
    if NOT_ABOUT_US not in words:
        match_topic(row, topic, word)
    if word == "yes":
        _is_asked_about(row, topic, clock)
    value = f"{_SIGNS[word]}{topic.name if topic.watcher_id is None else ''}"  # the trail is read by others
    record(actor_of(actor), "post.correct", clock, row.workspace_id, "post", row.pk, kind="topic", value=value)
    tell(row.workspace_id, [row.pk], "correction")
    return True


def _visible(topic: Topic, actor: Membership) -> Topic:
    theirs = Q(watcher=None) | Q(watcher=actor)
    mine = Topic.objects.filter(theirs, pk=topic.pk, workspace_id=actor.workspace_id, archived_at=None)
    found = mine.first()
    if found is None:
        raise NotFound(_("There is no such topic in this workspace."), _("Open the list and choose one."))
    return found


def _is_asked_about(post: Post, topic: Topic, clock: Clock) -> None:
    post.matched_at = post.matched_at or clock.now()
    post.watch_only = post.watch_only and topic.watch
    post.save(update_fields=["matched_at", "watch_only"])
