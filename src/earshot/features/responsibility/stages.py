"""The feature's steps on the road of a post."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.kernel.clock import Clock
from earshot.ports.envelope import BatchStage, Dropped, Envelope


def _later(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    return batch


decide = BatchStage("decide", _later, writes=True)
assign = BatchStage("assign", _later, writes=True)
notify = BatchStage("notify", _later, writes=True)
