"""Tells from two clocks what became of the machine between two beats: it slept, or its clock was moved.

One clock is the wall's, which people and networks move. The other counts seconds that nobody can move, those of a sleep
included. A long beat is a sleep (or a process that was held up: for the networks that is the same); a beat in which the
two disagree is a clock that was moved.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.kernel.clock import Clock

HELD_UP = timedelta(seconds=10)
"""A beat that is longer by this much was interrupted: connections may be dead without knowing it."""
MOVED = timedelta(minutes=2)
"""Less is what the network's time service corrects by all the time."""

_SLEEPS_TOO = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux counts a sleep in this one only; macOS and the BSDs in the plain one."""


def steady_seconds() -> float:
    """Seconds since some fixed instant, sleeps included."""
    return time.clock_gettime(_SLEEPS_TOO)


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing ran from ``since`` to ``until`` (UTC, by the clock as it is now)."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock was moved by ``by``, forwards or (negative) back, and says ``at`` since."""

    by: timedelta
    at: datetime


class Rhythm:
    """Call :meth:`beat` every ``every`` seconds."""

    def __init__(self, clock: Clock, every: float, steady: Callable[[], float] = steady_seconds) -> None:
        self._clock = clock
        self._every = timedelta(seconds=every)
        self._steady = steady
        self._wall_before, self._steady_before = clock.now(), steady()

    def beat(self) -> tuple[Pause | None, Jump | None]:
        """What happened since the last beat; (None, None) nearly always."""
        wall, steady = self._clock.now(), self._steady()
        passed = timedelta(seconds=steady - self._steady_before)
        moved = wall - self._wall_before - passed
        self._wall_before, self._steady_before = wall, steady
        pause = Pause(wall - passed, wall) if passed - self._every >= HELD_UP else None
        return pause, Jump(moved, wall) if abs(moved) >= MOVED else None
