"""What the tests of listening share: a workspace that hears, and a short road of the feature's own stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction

from earshot.features.listening import stages
from earshot.features.listening.actions import advance_cursor
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.clock import Clock, HeldClock
from earshot.ports.enricher import Finding, Understood
from earshot.ports.envelope import Dropped, Envelope, Mode, Source
from earshot.ports.heard import Batch, HeardAuthor, HeardEvent, HeardPost
from earshot.ports.services import provide, services
from tests.features.factories import MORNING, a_channel, a_member, a_workspace

STAGES = (stages.receive, stages.normalise, stages.dedupe, stages.match, stages.enrich, stages.store)


@dataclass(frozen=True, slots=True)
class Shouting:
    """An enricher that calls everything in capitals negative, and fails where it is told to."""

    name: str = "sentiment"
    version: str = "1"
    order: int = 10

    def enrich(self, post: Understood) -> Finding | None:
        if "explode" in post.text:
            raise RuntimeError("told to")
        value = "negative" if post.text.isupper() else "neutral"
        return Finding("sentiment", value, 0.9, "shouting@1", ("capitals",))


@dataclass(frozen=True, slots=True)
class Chinese:
    """A language enricher: Chinese where there is a Han character, else nothing to say."""

    name: str = "language"
    version: str = "1"
    order: int = 0

    def enrich(self, post: Understood) -> Finding | None:
        han = any("\u4e00" <= letter <= "\u9fff" for letter in post.text)
        return Finding("language", "zh-Hant", 1.0, "chinese@1") if han else None


@pytest.fixture(autouse=True)
def own_services(clock: HeldClock) -> Iterator[None]:
    """Tests of listening rest on enrichers that they know, and on a clock that stands still."""
    before = services()
    provide(replace(before, clock=clock, enrichers=(Chinese(), Shouting())))
    yield
    provide(before)


@dataclass
class Ear:
    """A workspace with a channel; ``hear`` sends events down the feature's stages as the pipeline does."""

    workspace: Workspace
    owner: Membership
    channel: Channel
    clock: HeldClock
    dropped: list[tuple[Envelope, str]] = field(default_factory=list)

    def hear(self, *events: HeardEvent, mode: Mode = "channel", cursor: str = "1", channel: Channel | None = None):
        channel = channel or self.channel
        source = Source(self.workspace.pk, channel.pk, mode)
        return self.travel(Batch(events, cursor), source, self.clock)

    def travel(self, batch: Batch, source: Source, clock: Clock) -> list[Envelope]:
        waiting = [Envelope(event, source, clock.now()) for event in batch.events]
        self.dropped = []
        for stage in STAGES[:-1]:
            waiting = self._through(stage, waiting)
        with transaction.atomic():
            waiting = self._through(STAGES[-1], waiting)
            advance_cursor(source, batch, kept=len(waiting), dropped=self.dropped, clock=clock)
        return waiting

    def _through(self, stage: Callable[..., Sequence[Envelope | Dropped]], waiting: list[Envelope]) -> list[Envelope]:
        onward = []
        for envelope, answer in zip(waiting, stage(waiting, self.clock) if waiting else [], strict=True):
            if isinstance(answer, Dropped):
                self.dropped.append((envelope, answer.reason))
            else:
                onward.append(answer)
        return onward

    @property
    def reasons(self) -> list[str]:
        return [reason for _, reason in self.dropped]


@pytest.fixture
def ear(db: None, clock: HeldClock) -> Ear:
    workspace = a_workspace("ears")
    return Ear(workspace, a_member(workspace, "mei", "owner"), a_channel(workspace, kind="testnet"), clock)


def said(text: str, number: int = 1, by: str = "anna", **fields: object) -> HeardPost:
    """A post as a connector hands it in."""
    values: dict[str, object] = {
        "network": "testnet",
        "canonical_id": f"test://{number}",
        "author": HeardAuthor(f"id:{by}", by),
        "text": text,
        "posted_at": MORNING,
    }
    return HeardPost(**(values | fields))  # type: ignore[arg-type]
