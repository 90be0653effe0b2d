"""The feature's step on the road of a post."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.kernel.clock import Clock
from earshot.ports.envelope import BatchStage, Dropped, Envelope


def _later(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    return batch


thread = BatchStage("thread", _later, writes=True)
