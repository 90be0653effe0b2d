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
    """One line: p50 and p95 in milliseconds, with n."""
    ordered = sorted(seconds)
    p50, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:<64} p50 {p50 * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   (n = {len(ordered)})", flush=True)


def timed(work: Callable[[], object]) -> Spent:
    """What one call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)
