"""A sleep that can be cut short, for everybody who sleeps at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Alarm:
    """Belongs to one event loop."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who sleeps now."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """So long, or until it rings."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
