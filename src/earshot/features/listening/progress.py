"""How far an import is, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.features.listening.models import Import

EARLIEST = timedelta(seconds=2)
"""Before that a rate says nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows read and in all (``about``: reckoned, not counted), per cent, and the time left (None: not known yet)."""

    done: int
    total: int
    about: bool
    percent: int
    left: timedelta | None


def progress(begun: Import, now: datetime) -> Progress:
    """Of an import, at an instant. A file that turns out longer than was reckoned never shows more than all of it."""
    about = not begun.options.get("exact", True) and begun.state != "done"
    total = max(begun.total, begun.position)
    percent = 100 if begun.state == "done" else min(99, 100 * begun.position // total) if total else 0
    return Progress(begun.position, total, about, percent, _left(begun, total, now))


def _left(begun: Import, total: int, now: datetime) -> timedelta | None:
    if begun.state != "running" or begun.reading_since is None:
        return None
    spent, read = now - begun.reading_since, begun.position - begun.reading_from
    if spent < EARLIEST or read <= 0:
        return None
    return spent * ((total - begun.position) / read)
