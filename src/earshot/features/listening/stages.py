"""The feature's steps on the road of a post."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.kernel.clock import Clock
from earshot.ports.envelope import BatchStage, Dropped, Envelope


def _later(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    return batch


receive = BatchStage("receive", _later)
normalise = BatchStage("normalise", _later)
dedupe = BatchStage("dedupe", _later)
match = BatchStage("match", _later)
enrich = BatchStage("enrich", _later)
store = BatchStage("store", _later, writes=True)
