"""Working time: when a clock that runs only in its own hours has counted a duration."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.engine.rota.hours import Hours, open_spans
from earshot.engine.rota.spans import DAY, Span

_WINDOW = 14 * DAY

HORIZON = 131 * _WINDOW
"""A clock that has not counted its duration five years on never will (hours that are all holidays)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """``due``: the earliest minute by which the duration has been counted; ``waits``: the closed spans before it."""

    due: int
    waits: tuple[Span, ...]


def count(hours: Hours, since: int, minutes: int) -> Counted | None:
    """Let the clock ``hours`` count ``minutes`` (at least 1) from the beginning of the minute ``since``.

    17:00 plus 60 minutes of hours that close at 18:00 is 18:00 the same day. None: not within ``HORIZON``.
    """
    if hours.always:
        return Counted(since + minutes, ())
    left, at, waits = minutes, since, []
    for window in range(since, since + HORIZON, _WINDOW):
        for start, end in open_spans(hours, window, window + _WINDOW):
            if start > at:
                waits.append((at, start))
            if end - start >= left:
                return Counted(start + left, tuple(waits))
            left -= end - start
            at = end
    return None
