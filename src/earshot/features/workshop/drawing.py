"""The small chart of matches per day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

WIDTH, HEIGHT = 300.0, 48.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its place and height in the drawing, what is said of it; ``newest`` is today."""

    x: str
    y: str
    width: str
    height: str
    day: date
    count: int
    newest: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """Days as bars, with the figures that name them."""

    bars: tuple[Bar, ...]
    days: int
    median: int
    most: int
    today: int


def spark(per_day: Sequence[tuple[date, int]]) -> Spark | None:
    """The drawing; None without days. A day without posts keeps its place; one with few shows at least a line."""
    if not per_day:
        return None
    counts = [count for _, count in per_day]
    most, step = max(counts), WIDTH / len(counts)
    bars = tuple(
        _bar(place * step, step, count / most if most else 0.0, day, count, place == len(counts) - 1)
        for place, (day, count) in enumerate(per_day)
    )
    return Spark(bars, len(counts), int(median(counts)), most, counts[-1])


def _bar(x: float, step: float, share: float, day: date, count: int, newest: bool) -> Bar:
    height = max(1.0, share * HEIGHT) if count else 0.0
    return Bar(f"{x:.1f}", f"{HEIGHT - height:.1f}", f"{step * 0.78:.1f}", f"{height:.1f}", day, count, newest)
