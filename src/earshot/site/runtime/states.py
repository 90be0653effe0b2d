"""How a channel is, as people see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_ORDER = ("live", "waiting", "refused")


@dataclass(frozen=True, slots=True)
class LaneState:
    """``live``, ``waiting`` (will try again at ``retry_at``) or ``refused`` (a person has to act)."""

    state: str
    error: str = ""
    mend: str = ""
    retry_at: datetime | None = None


LIVE = LaneState("live")


def worst(states: Iterable[LaneState]) -> LaneState:
    """The one that needs attention most."""
    return max(states, key=lambda state: _ORDER.index(state.state), default=LIVE)
