"""Watches the machine once a second: did it sleep, was its clock moved, is there room, can its time be right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_, say
from earshot.site.runtime import standing, year
from earshot.site.runtime.gate import Gate, Reason
from earshot.site.runtime.rhythm import Jump, Pause, Rhythm, steady_seconds
from earshot.site.runtime.room import Room

EVERY = 1.0
MARK_EVERY = timedelta(seconds=60)
SETTLES = 60.0
"""Seconds after which a clock that was moved is believed: time services correct a wrong start within a minute."""
SILENT = timedelta(seconds=60)
"""A beat that is older is a time in which no work process ran."""
MOVED = N_("The clock of this machine was just moved.")
NAME = "moved"


def silent_since(beat: Path, now: datetime) -> datetime | None:
    """Since when no work process ran, by the file that the last one touched; None where that is no time worth naming
    (or the clock was set back meanwhile, so that nobody can tell)."""
    try:
        last = datetime.fromtimestamp(beat.stat().st_mtime, UTC)
    except OSError:
        return None
    return last if now - last > SILENT else None


class Watcher:
    """Tells ``woken`` and ``moved`` what happened, keeps the gates, and writes down what the pages tell people.

    ``settled`` is shut for a minute after the clock was moved: what time alone decides waits for it.
    """

    def __init__(
        self,
        clock: Clock,
        folder: Path,
        room: Room,
        settled: Gate,
        woken: Callable[[Pause], Awaitable[None]],
        moved: Callable[[Jump], Awaitable[None]],
        steady: Callable[[], float] = steady_seconds,
    ) -> None:
        self._clock = clock
        self._folder = folder
        self._room = room
        self._settled = settled
        self._woken = woken
        self._moved = moved
        self._steady = steady
        self._rhythm = Rhythm(clock, EVERY, steady)
        self._told = standing.read(folder)
        self._moved_at: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """One look, and what follows from it."""
        pause, jump = self._rhythm.beat()
        now = self._clock.now()
        year.watch(now, self._room.gate)
        self._settle(jump)
        self._tell(pause, jump, now)
        if jump is not None:
            await self._moved(jump)
        if pause is not None:
            await self._woken(pause)

    def _settle(self, jump: Jump | None) -> None:
        if jump is not None:
            self._moved_at = self._steady()
            self._settled.shut(NAME, Reason(say(MOVED)))
        elif self._moved_at is not None and self._steady() - self._moved_at >= SETTLES:
            self._moved_at = None
            self._settled.clear(NAME)

    def _tell(self, pause: Pause | None, jump: Jump | None, now: datetime) -> None:
        """Written only where it differs; the mark once a minute."""
        found = replace(self._told, free=self._room.look(), mark=self._mark(now))
        if pause is not None:
            found = replace(found, slept=(pause.since, pause.until))
        if jump is not None:
            found = replace(found, moved=(jump.at, jump.by.total_seconds()))
        if found != self._told:
            self._told = found
            standing.write(self._folder, found)

    def _mark(self, now: datetime) -> datetime | None:
        """The latest time that was ever seen, unless somebody said that the clock is right now."""
        right = self._folder / standing.RIGHT
        if right.exists():
            right.unlink(missing_ok=True)
            return now
        mark = self._told.mark
        if not year.is_possible(now):
            return mark
        return now if mark is None or now - mark >= MARK_EVERY else mark
