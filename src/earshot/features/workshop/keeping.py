"""Versions are kept, and what networks deleted is forgotten: what follows from the news of listening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from earshot.features.listening.events import AccountForgotten, PostsForgotten, TopicSaved
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.testing import TopicTest, as_json


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of the topic that is being saved, beyond its query. ``tests=None``: as they were.
    ``restores``: the number of the version that is brought back."""

    tests: Sequence[TopicTest] | None = None
    note: str = ""
    restores: int | None = None


_told: ContextVar[Told] = ContextVar("_told", default=Told())  # noqa: B039  (frozen)


@contextmanager
def telling(told: Told) -> Iterator[None]:
    """Whatever is saved within has these tests and this note."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)


def keep_version(event: TopicSaved) -> None:
    """A version more, where query or tests are others than those of the newest; in the transaction of the save."""
    before = TopicVersion.objects.filter(topic=event.topic_id).order_by("-number").first()
    told = _told.get()
    tests = as_json(told.tests) if told.tests is not None else before.tests if before is not None else []
    if before is not None and (before.query, before.tests) == (event.query, tests):
        return
    TopicVersion.objects.create(
        topic_id=event.topic_id,
        number=before.number + 1 if before is not None else 1,
        query=event.query,
        tests=tests,
        note=told.note,
        restores=told.restores,
        by_id=event.by_id,
        at=event.at,
    )


def forget(event: PostsForgotten) -> None:
    """No word of these posts stays with a label; that it was right or wrong does."""
    ids: dict[str, list[str]] = {}
    for network, canonical_id in event.posts:
        ids.setdefault(network, []).append(canonical_id)
    for network, canonical in ids.items():
        kept = Label.objects.filter(topic__workspace=event.workspace_id, network=network)
        kept.filter(canonical_id__in=canonical).exclude(text="").update(text="")


def forget_account(event: AccountForgotten) -> None:
    """The same of all posts of an account, also of those that have left the reservoir since."""
    after = event.prefix[:-1] + chr(ord(event.prefix[-1]) + 1)
    kept = Label.objects.filter(topic__workspace=event.workspace_id, network=event.network)
    within = kept.filter(canonical_id__gte=event.prefix, canonical_id__lt=after)
    within.exclude(text="").update(text="")
