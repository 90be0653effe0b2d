"""How often somebody may ask, for addresses that stand outside any session."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil


class Pace:
    """At most ``most`` askings of one key ``within`` a time. Windows that stand one after the other: at their border
    twice as many may follow each other, which is no harm, and each key costs one line of memory.

    Counts what this process was asked. Any thread may ask; at most ``KEYS`` are remembered, the oldest are forgotten.
    """

    KEYS = 10_000

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._windows: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, now: datetime) -> None:
        """Somebody has asked."""
        with self._lock:
            begun, asked = self._window(key, now)
            self._windows[key] = (begun, asked + 1)
            if len(self._windows) > self.KEYS:
                self._windows.popitem(last=False)

    def wait(self, key: str, now: datetime) -> int:
        """Whole seconds until ``key`` may ask again; 0 where it may now."""
        with self._lock:
            begun, asked = self._window(key, now)
        return ceil((begun + self._within - now).total_seconds()) if asked >= self._most else 0

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._windows.clear()

    def _window(self, key: str, now: datetime) -> tuple[datetime, int]:
        begun, asked = self._windows.get(key, (now, 0))
        if not begun <= now < begun + self._within:  # over; or the clock was moved back
            self._windows.pop(key, None)  # the next one stands at the end of the line
            return now, 0
        return begun, asked
