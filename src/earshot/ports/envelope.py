"""What travels the road of a post: one heard event, and what each stage has added to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from earshot.kernel.clock import Clock
from earshot.ports.enricher import Finding
from earshot.ports.heard import HeardEvent, HeardPost

Mode = Literal["stream", "channel", "work", "history"]
"""``stream``: a public stream, kept only where it matches; ``channel``: our own account's notifications, always
kept; ``work``: an import to be worked on; ``history``: an import that opens nothing and starts no clock."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a batch was heard. ``channel_id`` is a row of ``listening.Channel``."""

    workspace_id: int
    channel_id: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic that matched, with the spans (code points, end exclusive) per text field."""

    topic_id: int
    name: str
    spans: tuple[tuple[str, int, int], ...] = ()
    watch: bool = False
    """Listen only: nobody has to answer what nothing else keeps."""


@dataclass(slots=True)
class Envelope:
    """One event on its way. Stages fill in what they find and leave the rest alone.

    ``stored`` and ``conversation`` are rows of upper features, opaque here.
    """

    event: HeardEvent
    source: Source
    received_at: datetime
    document: Any = None
    """``engine.query.Document`` of the post, made by ``normalise``."""
    clamped: bool = False
    """The network's time lay in the future; ``receive`` set it to the time of receipt."""
    lang: str = ""
    matches: tuple[TopicMatch, ...] = ()
    findings: dict[str, Finding] = field(default_factory=dict)
    known: bool = False
    """Its parent, root or itself is already stored, or it addresses one of our accounts."""
    engaged: bool = False
    """What is stored of its thread is somebody's, not only watched."""
    addressed: bool = False
    ours: bool = False
    """Written by one of our own accounts."""
    stored: Any = None
    """``listening.models.Post`` once stored."""
    outcome: Literal["", "new", "edited", "deleted", "seen"] = ""
    """What storing it did: a new post, a new version, a tombstone, or nothing new."""
    conversation: Any = None
    decision: Any = None
    trace: list[tuple[str, str]] = field(default_factory=list)
    """(stage, what it did): kept for conversations, sampled for the rest."""

    @property
    def post(self) -> HeardPost:
        """The post; only for events that are one."""
        assert isinstance(self.event, HeardPost)
        return self.event


@dataclass(frozen=True, slots=True)
class Dropped:
    """The end of the road for one event, and why."""

    reason: str


class Stage(Protocol):
    """One step for a whole batch: answers, in the same order, each envelope or the reason it was dropped.

    Batches, because a database is asked once for five hundred posts, not five hundred times (ADR 0003). A stage
    marked ``writes`` runs inside the batch's one transaction, those before the first such stage run outside it, so
    that matching never holds the write lock. Every stage is idempotent.
    """

    @property
    def name(self) -> str: ...

    @property
    def writes(self) -> bool: ...

    def __call__(self, batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]: ...


@dataclass(frozen=True, slots=True)
class BatchStage:
    """A stage made of a function over the batch."""

    name: str
    run: Callable[[Sequence[Envelope], Clock], Sequence[Envelope | Dropped]]
    writes: bool = False

    def __call__(self, batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
        return self.run(batch, clock)


def each(name: str, step: Callable[[Envelope, Clock], Envelope | Dropped], *, writes: bool = False) -> BatchStage:
    """A stage made of a function over one envelope."""

    def run(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
        return [step(envelope, clock) for envelope in batch]

    return BatchStage(name, run, writes)
