"""Every write of the feature. Acts of people: who acts, the clock; each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.audit.actions import record
from earshot.features.listening.actions import save_topic
from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.features.workshop.keeping import Told, telling
from earshot.features.workshop.labelling import named
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.queries import newest_version, topic_tests
from earshot.features.workshop.testing import Outcome, TopicTest, from_json, run_tests
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound

LONGEST_TEST = 5_000
"""Characters of a test's text."""
MOST_TESTS = 200


class FailingTests(Conflict):
    """The query does not do what the topic's tests say; ``failing`` are those. The person may save it anyway."""

    def __init__(self, failing: Sequence[Outcome]) -> None:
        self.failing = tuple(failing)
        message = ngettext("%(count)d test of the topic fails.", "%(count)d tests of the topic fail.", len(failing))
        super().__init__(
            message % {"count": len(failing)}, _("Change the query or the tests, or save the topic anyway.")
        )


@transaction.atomic
def save(
    actor: Membership,
    name: str,
    query: str,
    clock: Clock,
    *,
    topic: Topic | None = None,
    title: str = "",
    brand: str = "",
    watch: bool = False,
    mine: bool = False,
    tests: Sequence[TopicTest] | None = None,
    note: str = "",
    anyway: bool = False,
    seen: int | None = None,
) -> Topic:
    """Save a topic with its tests (``listening.actions.save_topic`` does the rest). A version is kept where query or
    tests are other than before. ``tests=None`` leaves them as they are; ``seen`` is the number of the version that the
    person began from (None: not asked).

    Raises:
        FailingTests: a test fails, and not ``anyway``.
        Conflict: another topic has the name, or somebody else has saved another version since.
        QueryError, BadInput, NotAllowed: as of ``save_topic``; BadInput also for tests that are empty, too long or too
            many.
    """
    require(actor, Role.MEMBER)
    if topic is not None:
        topic = _held(topic, actor)
        _check_seen(topic, seen)
    asked = tests if tests is not None else topic_tests(topic) if topic is not None else ()
    _check_tests(tests or ())
    if not anyway:
        _check_passing(actor, query, asked, clock)
    with telling(Told(tests, note.strip()[:300])):
        return save_topic(actor, name, query, clock, title=title, brand=brand, topic=topic, watch=watch, mine=mine)


@transaction.atomic
def restore_version(version: TopicVersion, actor: Membership, clock: Clock, *, anyway: bool = True) -> Topic:
    """Let a topic ask again what it asked for in an earlier version, with the tests of that version; that is a version
    of its own. Raises NotFound, NotAllowed; FailingTests where not ``anyway``."""
    require(actor, Role.MEMBER)
    topic = _held(version.topic, actor)
    tests = from_json(version.tests)
    if not anyway:
        _check_passing(actor, version.query, tests, clock)
    record(actor_of(actor), "topic.restore", clock, actor.workspace_id, "topic", topic.pk,
           name=topic.name, number=version.number)  # fmt: skip
    mine = topic.watcher_id is not None
    with telling(Told(tests, restores=version.number)):
        return save_topic(
            actor, topic.name, version.query, clock, title=topic.title, brand=topic.brand, topic=topic,
            watch=topic.watch and not mine, mine=mine,
        )  # fmt: skip


@transaction.atomic
def label(topic: Topic, key: str, actor: Membership, right: bool | None, clock: Clock) -> Label | None:
    """Say that the post of this key (``items.Item.key``, or ``label:17`` of a label) is what the topic is about, or is
    not; None takes the word back. The newest word stands, whoever said it.

    Raises:
        NotFound: no such post or topic in this workspace (a sampled post may be gone by now).
        NotAllowed: the actor may only look.
    """
    require(actor, Role.MEMBER)
    topic = _held(topic, actor)
    post = named(actor, topic, key)
    name: dict[str, Any] = {"topic": topic, "network": post.network, "canonical_id": post.canonical_id}
    record(actor_of(actor), "topic.label", clock, actor.workspace_id, "topic", topic.pk, name=topic.name)
    if right is None:
        Label.objects.filter(**name).delete()
        return None
    said = {"post_id": post.post_id, "text": post.text, "right": right, "by": actor, "at": clock.now()}
    return Label.objects.update_or_create(**name, defaults=said)[0]


def _held(topic: Topic, actor: Membership) -> Topic:
    """The topic as it stands, nobody else changing it meanwhile; of personal watches only the actor's own."""
    found = access_topics(actor).select_for_update().filter(pk=topic.pk).first()
    if found is None:
        raise NotFound(_("There is no such topic in this workspace."), _("Open the list and choose one."))
    return found


def _check_seen(topic: Topic, seen: int | None) -> None:
    newest = newest_version(topic)
    if seen is not None and newest is not None and newest.number != seen:
        raise Conflict(
            _("Somebody has saved version %(number)d of this topic since you opened it.") % {"number": newest.number},
            _("Open it in another tab to see what changed; your text is still here."),
        )


def _check_tests(tests: Sequence[TopicTest]) -> None:
    if len(tests) > MOST_TESTS:
        raise BadInput(_("A topic has at most %(most)d tests.") % {"most": MOST_TESTS}, _("Keep those that differ."))
    for test in tests:
        if not test.text.strip():
            raise BadInput(_("A test has no text."), _("Write one, or remove the test."))
        if len(test.text) > LONGEST_TEST:
            raise BadInput(
                _("The text of a test is longer than %(most)d characters.") % {"most": LONGEST_TEST}, _("Shorten it.")
            )


def _check_passing(actor: Membership, query: str, tests: Sequence[TopicTest], clock: Clock) -> None:
    zone = ZoneInfo(actor.workspace.zone)
    outcomes = run_tests(parse(query, fields=TOPIC_FIELDS), tests, at=clock.now(), zone=zone)
    failing = [outcome for outcome in outcomes if not outcome.passed]
    if failing:
        raise FailingTests(failing)
