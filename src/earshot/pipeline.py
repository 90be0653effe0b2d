"""The road of a post, in order, in one file.

``ROAD`` is the road; ``docs/architecture.md`` holds its diagram, generated from here by ``tools/road``.
Stages up to the first that writes run outside any transaction; from there on the batch is one transaction, and
the cursor is stored in it (data-model.md). What is worth telling is told once the transaction is through.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from earshot.features.conversations.stages import thread
from earshot.features.listening.actions import advance_cursor
from earshot.features.listening.stages import dedupe, enrich, match, normalise, receive, store
from earshot.features.responsibility.stages import assign, decide, notify
from earshot.kernel.clock import Clock
from earshot.ports.envelope import Dropped, Envelope, Source, Stage
from earshot.ports.heard import Batch

ROAD: tuple[Stage, ...] = (receive, normalise, dedupe, match, enrich, store, thread, decide, assign, notify)

_YOUNG_OBJECTS = 100_000
"""Objects made since the collector last looked, from which on it looks again: more than a batch of a thousand posts."""


@dataclass(slots=True)
class Travelled:
    """What became of a batch: those that reached the end, and the dropped with their reasons."""

    arrived: list[Envelope] = field(default_factory=list)
    dropped: list[tuple[Envelope, str]] = field(default_factory=list)


def travel(batch: Batch, source: Source, clock: Clock) -> Travelled:
    """Send one batch down the road; idempotent. Raises what the database raises, and then nothing was stored."""
    with _collecting_later():
        return _travel(batch, source, clock)


def _travel(batch: Batch, source: Source, clock: Clock) -> Travelled:
    result = Travelled()
    now = clock.now()
    waiting = [Envelope(event, source, now) for event in batch.events]
    first_writer = next(index for index, stage in enumerate(ROAD) if stage.writes)
    for stage in ROAD[:first_writer]:
        waiting = _through(stage, waiting, clock, result)
    with transaction.atomic():
        for stage in ROAD[first_writer:]:
            waiting = _through(stage, waiting, clock, result)
        advance_cursor(source, batch, kept=len(waiting), dropped=result.dropped, clock=clock)
    result.arrived = waiting
    return result


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Hold the garbage collector off: a batch makes many objects that live to its end and hardly a cycle, and looking
    for cycles among them again and again costs a quarter of the time.

    Once it is on again the batch's objects still live, until the caller lets go of the answer: with Python's own
    threshold of some hundred new objects it would look at them all after every batch, for nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        young, *older = gc.get_threshold()
        if 0 < young < _YOUNG_OBJECTS:
            gc.set_threshold(_YOUNG_OBJECTS, *older)
        if was_on:
            gc.enable()


def _through(stage: Stage, waiting: Sequence[Envelope], clock: Clock, result: Travelled) -> list[Envelope]:
    if not waiting:
        return []
    onward: list[Envelope] = []
    for envelope, answer in zip(waiting, stage(waiting, clock), strict=True):
        if isinstance(answer, Dropped):
            envelope.trace.append((stage.name, f"dropped: {answer.reason}"))
            result.dropped.append((envelope, answer.reason))
        else:
            onward.append(answer)
    return onward
