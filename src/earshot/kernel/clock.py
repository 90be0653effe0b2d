"""Time as a thing one is given, never a thing one reaches for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """The present instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class HeldClock:
    """A clock that stands still until it is moved; for tests, backtests and ``--at``."""

    def __init__(self, at: datetime) -> None:
        self._at = as_utc(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Move to ``at`` (aware), forwards or backwards."""
        self._at = as_utc(at)

    def advance(self, by: timedelta) -> None:
        """Move by a duration, which may be negative."""
        self._at += by


def as_utc(at: datetime) -> datetime:
    """``at`` in UTC.

    Raises:
        ValueError: ``at`` has no zone; guessing one would move deadlines silently.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; give one, for example +00:00")
    return at.astimezone(UTC)
