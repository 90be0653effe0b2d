"""Waiting for something that other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(true: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    """Ask again and again; raises AssertionError, with ``what`` never came, when time is up."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)
