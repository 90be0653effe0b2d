"""Room on the disk: below a limit nothing new is taken in, so that what people do can still be stored.

The limit leaves room for months of replies, notes and decisions; only the streams are let wait, whose networks keep
what was said (architecture.md: a cursor is never ahead of what is stored).
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

from earshot.kernel.texts import N_, say
from earshot.site.runtime.gate import Gate, Reason
from earshot.site.runtime.rhythm import steady_seconds

MB = 1 << 20
LEAST = 200 * MB
"""Bytes. Below, intake stops. ``earshot doctor`` calls the disk full from here on."""
AGAIN = 250 * MB
"""From here on it goes on: not the same, or it would open and shut with every file of a browser."""
HELD = 30.0
"""Seconds until the next try after the database said that there is no room although there seemed to be (a quota)."""
LISTENS_AGAIN = N_("Make room on the disk. Earshot goes on by itself; nothing that was received is lost.")
NAME = "room"

Free = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Bytes that are free where ``folder`` lies."""
    return shutil.disk_usage(folder).free


def is_full(error: BaseException) -> bool:
    """Whether an error, of the database or of a file, says that there is no room left."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return "disk is full" in str(error)


class Room:
    """Keeps ``gate`` shut while there is too little room. :meth:`look` is called again and again."""

    def __init__(
        self, folder: Path, gate: Gate, free: Free = free_bytes, steady: Callable[[], float] = steady_seconds
    ) -> None:
        self.gate = gate
        self._folder = folder
        self._free = free
        self._steady = steady
        self._refused_at: float | None = None
        self._short = False

    @property
    def none_left(self) -> bool:
        """Whether the database has just refused to write at all: then nothing may be sent either, since what became
        of it could not be noted."""
        return self._refused_at is not None

    def ran_out(self) -> None:
        """The database could not write for want of room."""
        self._refused_at = self._steady()
        self._shut(0)

    def look(self) -> int | None:
        """Open or shut the gate. Answers the bytes that are free where that is too little, else None."""
        free = self._free(self._folder)
        if self._refused_at is not None and self._steady() - self._refused_at >= HELD:
            self._refused_at = None
        self._short = free < (AGAIN if self._short else LEAST)
        if self._short or self._refused_at is not None:
            self._shut(free if self._short else 0)
            return free if self._short else 0
        self.gate.clear(NAME)
        return None

    def _shut(self, free: int) -> None:
        self.gate.shut(NAME, Reason(said(free), say(LISTENS_AGAIN)))


def said(free: int) -> str:
    """How little room there is, as a sentence; 0 where the database has no room at all."""
    if free <= 0:
        return say("The disk is full: nothing can be stored.")
    return say("The disk is nearly full: %(free)s MB are left, so nothing new is taken in.", free=free // MB)
