"""Every write of the feature. Acts of people take the conversation, who acts, the clock; each is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from earshot.features.conversations.events import ConversationsChanged, TurnEnded
from earshot.features.conversations.holding import hold, keep, tell, write_down
from earshot.features.conversations.models import Conversation, Note, State
from earshot.features.conversations.threads import cases_of
from earshot.features.conversations.writing import write
from earshot.features.listening.actions import correct_all
from earshot.features.listening.actions import correct_topic as correct_topic_of_post
from earshot.features.listening.lessons import topic_kind
from earshot.features.listening.models import Post, Topic
from earshot.features.notices.actions import News, acknowledge, notify
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict
from earshot.kernel.texts import N_, say
from earshot.ports import bus

WRITING_LASTS = timedelta(minutes=10)
"""How long after the last key somebody counts as writing."""
LONGEST_SNOOZE = timedelta(days=366)
LONGEST_TAG = 60
REMINDED = N_("You wanted to be reminded of this now.")
_TURN = ("turn_since", "deadline_at", "gap", "covering", "snoozed_until", "writer", "writing_until", "state")


@transaction.atomic
def note(conversation: Conversation, actor: Membership, text: str, clock: Clock) -> Note:
    """Keep an internal note; it is never sent. Raises BadInput where it is empty."""
    held = hold(conversation, actor)
    if not text.strip():
        raise BadInput(_("The note is empty."), _("Write a few words first."))
    kept = Note.objects.create(conversation=held, by=actor, text=text.strip(), at=clock.now())
    write_down(held, actor, "note", clock, note=kept.pk)
    tell(held, clock)
    return kept


@transaction.atomic
def tag(conversation: Conversation, actor: Membership, name: str, clock: Clock) -> None:
    """Put a tag on it, a fact of which rules may ask. Twice is once. Raises BadInput for an empty or endless tag."""
    held = hold(conversation, actor)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_TAG:
        raise BadInput(_("A tag has 1 to %d characters.") % LONGEST_TAG, _("Choose a shorter one."))
    if name.casefold() not in {each.casefold() for each in held.tags}:
        _change_tags(held, actor, "tag", sorted([*held.tags, name]), name, clock)


@transaction.atomic
def untag(conversation: Conversation, actor: Membership, name: str, clock: Clock) -> None:
    """Take a tag off. One that is not there is no error."""
    held = hold(conversation, actor)
    left = [each for each in held.tags if each.casefold() != name.strip().casefold()]
    if left != held.tags:
        _change_tags(held, actor, "untag", left, name, clock)


def _change_tags(held: Conversation, actor: Membership, verb: str, tags: list[str], name: str, clock: Clock) -> None:
    held.tags = tags
    keep(held, clock, "tags")
    write_down(held, actor, verb, clock, tag=name)
    bus.publish(ConversationsChanged(held.workspace_id, (held.pk,), "tag", clock.now()))


@transaction.atomic
def correct(conversation: Conversation, actor: Membership, words: Mapping[str, str], clock: Clock) -> tuple[str, ...]:
    """A person's words on what Earshot found (kind -> value), all or none; answers the kinds that were changed.

    They are said of the newest post. The risk of a conversation is the highest of the posts of its turn, so that a
    lower one is said of each of those that stood above it.

    Raises:
        BadInput: no such kind, or a value is not one of it.
    """
    held = hold(conversation, actor)
    newest = Post.objects.get(pk=held.newest_post_id)
    changed = correct_all(newest, actor, words, clock)
    if words.get("risk", "").strip():
        risk = Post.objects.get(pk=newest.pk).risk
        for post in _of_the_turn(held).exclude(pk=newest.pk).filter(risk__gt=risk):
            changed += correct_all(post, actor, {"risk": str(risk)}, clock)
    elif "risk" in words:
        for post in _of_the_turn(held).exclude(pk=newest.pk).filter(corrections__kind="risk"):
            changed += correct_all(post, actor, {"risk": ""}, clock)
    return tuple(dict.fromkeys(changed))


@transaction.atomic
def correct_topic(
    conversation: Conversation, actor: Membership, topic: Topic, belongs: bool | None, clock: Clock
) -> bool:
    """Put it into a topic (by its newest post) or take it out (all of its posts); None takes the word back. Answers
    whether anything was changed. Raises as ``listening.actions.correct_topic`` does."""
    held = hold(conversation, actor)
    posts = Post.objects.filter(entries__conversation=held).order_by("id")
    if belongs:
        posts = posts.filter(pk=held.newest_post_id)
    elif belongs is None:
        posts = posts.filter(corrections__kind=topic_kind(topic.pk))
    else:
        posts = posts.filter(Q(mentions__topic=topic) | Q(pk=held.newest_post_id))
    changed = [correct_topic_of_post(post, actor, topic, belongs, clock) for post in posts.distinct()]
    return any(changed)


def _of_the_turn(held: Conversation) -> QuerySet[Post]:
    """The posts since our last reply; where there are none, those that it answered."""
    since = Post.objects.filter(entries__conversation=held, entries__answered_at=None)
    if since.exists():
        return since
    last = held.entries.order_by("-answered_at").values_list("answered_at", flat=True).first()
    return Post.objects.filter(entries__conversation=held, entries__answered_at=last)


@transaction.atomic
def done(conversation: Conversation, actor: Membership, clock: Clock, revision: int | None = None) -> Conversation:
    """Done for all: nothing more is owed, whether it was answered or not. Done twice is once."""
    held = hold(conversation, actor, revision)
    if held.state == State.RESOLVED:
        return held
    held.entries.filter(answered_at=None, done_at=None).update(done_at=clock.now())
    _end(held, State.RESOLVED)
    keep(held, clock, *_TURN)
    write_down(held, actor, "done", clock)
    bus.publish(TurnEnded(held.workspace_id, held.pk, "done", clock.now()))
    return held


@transaction.atomic
def reopen(conversation: Conversation, actor: Membership, clock: Clock, revision: int | None = None) -> Conversation:
    """Take back a "done for all" (or a snooze). What was unanswered is unanswered again, with its first deadline:
    closing and opening again is no way to win time.

    Raises:
        Conflict: it is open.
    """
    held = hold(conversation, actor, revision)
    if held.state not in (State.RESOLVED, State.SNOOZED):
        raise Conflict(_("This conversation is open already."), _("There is nothing to reopen."))
    last = held.entries.filter(done_at__isnull=False).order_by("-done_at").values_list("done_at", flat=True).first()
    if held.state == State.RESOLVED and last is not None:
        held.entries.filter(done_at=last, answered_at=None).update(done_at=None)
    held.state, held.snoozed_until = State.REOPENED, None
    keep(held, clock, "state", "snoozed_until")
    write_down(held, actor, "reopen", clock)
    bus.publish(ConversationsChanged(held.workspace_id, (held.pk,), "reopened", clock.now()))
    return held


@transaction.atomic
def snooze(
    conversation: Conversation, actor: Membership, until: datetime, clock: Clock, revision: int | None = None
) -> Conversation:
    """Put it out of sight until then, or until they write again. Its deadline keeps running.

    Raises:
        BadInput: ``until`` has passed, or lies more than a year ahead.
        Conflict: it is resolved.
    """
    held = hold(conversation, actor, revision)
    if not clock.now() < until <= clock.now() + LONGEST_SNOOZE:
        raise BadInput(_("Choose a time in the future, at most a year ahead."), _("For example: tomorrow morning."))
    if held.state == State.RESOLVED:
        raise Conflict(_("This conversation is resolved."), _("Reopen it first."))
    held.state, held.snoozed_until = State.SNOOZED, until
    keep(held, clock, "state", "snoozed_until")
    write_down(held, actor, "snooze", clock, until=until.isoformat())
    return held


@transaction.atomic
def wake_due(clock: Clock) -> int:
    """Reopen what was snoozed until now, and remind whoever is accountable. Answers how many."""
    due = Conversation.objects.filter(state=State.SNOOZED, snoozed_until__lte=clock.now()).order_by("id")
    woken = list(due.select_for_update())
    for held in woken:
        held.state, held.snoozed_until = State.REOPENED, None
        keep(held, clock, "state", "snoozed_until")
        reminder = News(held.accountable_id, "snoozed", say(REMINDED), ("conversation", held.pk))
        notify(held.workspace_id, [reminder], clock)
    return len(woken)


@transaction.atomic
def end_turn(conversation: Conversation, at: datetime, clock: Clock, how: str = "reply") -> Conversation:
    """We have answered (``how``: reply, a confirmed publication; outside). Posts received until ``at`` count as
    answered; where later ones wait, the turn goes on with them."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    held.entries.filter(answered_at=None, received_at__lte=at).update(answered_at=at)
    waiting = held.entries.filter(answered_at=None, done_at=None, post__deleted_at=None)
    since = waiting.exclude(post__corrections__kind="not_about_us").order_by("received_at").first()
    held.answered_at, held.answered_how = at, how
    _end(held, _after_answer(State(held.state), owed=since is not None))
    held.turn_since = since.received_at if since else None
    keep(held, clock, *_TURN, "answered_at", "answered_how")
    bus.publish(TurnEnded(held.workspace_id, held.pk, how, at))
    bus.publish(ConversationsChanged(held.workspace_id, (held.pk,), "answered", clock.now()))
    return held


def _after_answer(state: State, owed: bool) -> State:
    if owed:
        return State.ASSIGNED
    return State.RESOLVED if state == State.RESOLVED else State.WAITING


def _end(held: Conversation, state: State) -> None:
    """Nothing is owed: no deadline runs, nobody covers, nobody writes."""
    held.state, held.turn_since, held.deadline_at, held.gap = state, None, None, False
    held.covering = held.writer = held.writing_until = held.snoozed_until = None


def mark_writing(conversation: Conversation, actor: Membership, clock: Clock) -> None:
    """``actor`` is writing an answer: they are asked before somebody else becomes accountable. Changes no revision."""
    Conversation.objects.filter(pk=conversation.pk, workspace_id=actor.workspace_id).update(
        writer=actor, writing_until=clock.now() + WRITING_LASTS
    )
    acknowledge(actor.pk, ("conversation", conversation.pk), clock)


@transaction.atomic
def refresh_facts(conversation: Conversation, clock: Clock) -> bool:
    """Fold its facts anew from its posts; where they differ, have it decided again."""
    cases = [case for case in cases_of(conversation.workspace_id, [conversation.pk], "refresh") if case.touched]
    if not cases:
        return False
    write(cases)
    bus.publish(ConversationsChanged(conversation.workspace_id, (conversation.pk,), "refresh", clock.now()))
    return True
