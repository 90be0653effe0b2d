"""The gate before everything that takes in: shut while it cannot be stored, or not with a time that can be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is shut, and what opens it: sentences for people."""

    words: str
    mend: str = ""


class Gate:
    """Open while no reason is given. Belongs to one event loop."""

    def __init__(self) -> None:
        self._reasons: dict[str, Reason] = {}
        self._open = asyncio.Event()
        self._open.set()

    @property
    def reason(self) -> Reason | None:
        """Why it is shut; None while it is open."""
        return next(iter(self._reasons.values()), None)

    def shut(self, name: str, reason: Reason) -> None:
        """Shut it, for a reason of that name."""
        self._reasons[name] = reason
        self._open.clear()

    def clear(self, name: str) -> None:
        """That reason is gone; it opens with the last one."""
        self._reasons.pop(name, None)
        if not self._reasons:
            self._open.set()

    async def wait(self) -> None:
        """Return once it is open."""
        await self._open.wait()
