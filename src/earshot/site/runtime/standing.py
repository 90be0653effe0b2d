"""What the work process noticed of its machine, for the pages to tell: ``<home>/machine.json``.

A file and not a table, because it matters most when the database cannot be written. It always has the same size and is
written in place, so that it needs no room on a full disk.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "machine.json"
RIGHT = "clock.right"
"""File in the home by which a page tells the work process that somebody has looked and the clock is right now."""
SIZE = 1_024
AHEAD = timedelta(minutes=2)
"""A mark that lies further in the future than this is a clock that was set back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All times UTC. ``slept``: the last sleep. ``free``: bytes left where intake is stopped for want of room (0: the
    database refuses). ``moved``: when, and by how many seconds, the clock was moved last. ``mark``: the latest time
    that was ever seen."""

    slept: tuple[datetime, datetime] | None = None
    free: int | None = None
    moved: tuple[datetime, float] | None = None
    mark: datetime | None = None

    def behind(self, now: datetime) -> timedelta | None:
        """How far the clock has been set back, None where it was not."""
        return self.mark - now if self.mark is not None and self.mark - now > AHEAD else None


def read(folder: Path) -> Standing:
    """What was noticed; nothing where there is no such file, or it is damaged."""
    try:
        found = json.loads((folder / FILE).read_text())
        return Standing(
            _pair(found["slept"]),
            found["free"],
            (_time(found["moved"][0]), float(found["moved"][1])) if found["moved"] else None,
            _time(found["mark"]) if found["mark"] else None,
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Standing()


def write(folder: Path, standing: Standing) -> None:
    """Tell the pages. A disk that refuses even this is no reason to stop."""
    told = {
        "slept": [at.isoformat() for at in standing.slept] if standing.slept else None,
        "free": standing.free,
        "moved": [standing.moved[0].isoformat(), standing.moved[1]] if standing.moved else None,
        "mark": standing.mark.isoformat() if standing.mark else None,
    }
    try:
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, json.dumps(told).encode().ljust(SIZE), 0)
        finally:
            os.close(handle)
    except OSError as error:
        log.warning("%s cannot be written (%s).", folder / FILE, error)


def _pair(told: list[str] | None) -> tuple[datetime, datetime] | None:
    return (_time(told[0]), _time(told[1])) if told else None


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at
