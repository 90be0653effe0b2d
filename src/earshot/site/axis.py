"""The line of today's deadlines: a small drawing that says when it gets tight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH = 860
MARGIN = 20
AHEAD = timedelta(hours=8)
BEHIND = timedelta(minutes=45)
SOON = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline; ``kind``: late, soon, later."""

    x: int
    kind: str


@dataclass(frozen=True, slots=True)
class Axis:
    """All in the drawing's units, :data:`WIDTH` wide. ``now`` is where the present stands."""

    now: int
    clock: str
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    late: int
    soon: int
    later: int


def axis(deadlines: Sequence[datetime], now: datetime) -> Axis | None:
    """From a little before now to eight hours on, in the zone of ``now``; None where nothing falls into it.

    What is later stands in the list; what is overdue for longer stands at the left edge.
    """
    start, end = now - BEHIND, now + AHEAD
    shown = [each for each in deadlines if each <= end]
    if not shown:
        return None

    def x(at: datetime) -> int:
        part = (max(at, start) - start) / (end - start)
        return MARGIN + round(part * (WIDTH - 2 * MARGIN))

    marks = tuple(Mark(x(each), _kind(each, now)) for each in shown)
    first = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    hours = [first + timedelta(hours=number) for number in range(9)]
    ticks = tuple(Tick(x(hour), hour.strftime("%H:%M")) for hour in hours if hour <= end)
    kinds = [mark.kind for mark in marks]
    return Axis(
        x(now), now.strftime("%H:%M"), ticks, marks, kinds.count("late"), kinds.count("soon"), kinds.count("later")
    )


def _kind(at: datetime, now: datetime) -> str:
    if at <= now:
        return "late"
    return "soon" if at - now <= SOON else "later"
