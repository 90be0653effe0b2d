"""Every write of the feature."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.kernel.clock import Clock
from earshot.ports.envelope import Envelope, Source
from earshot.ports.heard import Batch


def advance_cursor(
    source: Source, batch: Batch, kept: int, dropped: Sequence[tuple[Envelope, str]], clock: Clock
) -> None:
    """Store the batch's cursor and counts with the batch itself."""
