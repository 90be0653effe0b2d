"""How figures are taken and printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def rate(name: str, count: int, seconds: float, unit: str = "posts/s") -> None:
    """One line: how many a second."""
    print(f"{name:<64} {count / seconds:>12,.0f} {unit}   ({count:,} in {seconds:.2f} s)", flush=True)


def quantiles(name: str, seconds: Sequence[float]) -> None:
    """One line: p50 and p95 in milliseconds, with n."""
    ordered = sorted(seconds)
    p50, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:<64} p50 {p50 * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   (n = {len(ordered)})", flush=True)


def timed(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
