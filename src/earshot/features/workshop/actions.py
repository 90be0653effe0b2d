"""Every write of the feature. Acts of people: who acts, the clock; each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.testing import Outcome, TopicTest
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict

LONGEST_TEST = 5_000
"""Characters of a test's text."""
MOST_TESTS = 200


class FailingTests(Conflict):
    """The query does not do what the topic's tests say; ``failing`` are those. The person may save it anyway."""

    def __init__(self, failing: Sequence[Outcome]) -> None:
        self.failing = tuple(failing)
        super().__init__("", "")


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
    raise NotImplementedError


def restore_version(version: TopicVersion, actor: Membership, clock: Clock, *, anyway: bool = True) -> Topic:
    """Let a topic ask again what it asked for in an earlier version, with the tests of that version; that is a version
    of its own. Raises NotFound, NotAllowed, Conflict (the topic is archived and its name taken), FailingTests."""
    raise NotImplementedError


@transaction.atomic
def label(topic: Topic, key: str, actor: Membership, right: bool | None, clock: Clock) -> Label | None:
    """Say that the post of this key (``items.Item.key``) is what the topic is about, or is not; None takes the word
    back. The newest word stands, whoever said it.

    Raises:
        NotFound: no such post or topic in this workspace (a sampled post may be gone by now).
        NotAllowed: the actor may only look.
    """
    raise NotImplementedError
