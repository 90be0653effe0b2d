"""How figures are taken and printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall, and of this process's CPU (what it would take on an idle machine)."""

    wall: float
    cpu: float


def rate(name: str, count: int, spent: Spent, unit: str = "posts/s") -> None:
    """One line: how many a second by the wall clock, and by CPU time."""
    print(
        f"{name:<56} {count / spent.wall:>9,.0f} {unit}, {count / spent.cpu:>9,.0f} by CPU time"
        f"   ({count:,} in {spent.wall:.2f} s, CPU {spent.cpu:.2f} s)",
        flush=True,
    )


def quantiles(name: str, seconds: Sequence[float]) -> None:
    """One line: p50, p95 and the longest in milliseconds, with n."""
    ordered = sorted(seconds)
    p50, p95, longest = (
        round(value * 1000, 1)
        for value in (statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1])
    )
    print(
        f"{name:<56} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   max {longest:7.1f} ms   (n = {len(ordered)})", flush=True
    )


def extent(name: str, seconds: Sequence[float]) -> None:
    """One line: median and longest in seconds, with n; for few and long ones."""
    print(
        f"{name:<56} median {statistics.median(seconds):6.2f} s   max {max(seconds):6.2f} s   (n = {len(seconds)})",
        flush=True,
    )


def timed(work: Callable[[], object]) -> Spent:
    """What one call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)
