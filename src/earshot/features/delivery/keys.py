"""Keys of publications: fixed for life, usable as an idempotency key and as an AT Protocol record key (TID)."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_CLOCK_BITS = 10


class KeyMaker:
    """Makes 13 characters of sortable base 32: 53 bits of microseconds, then 10 bits that name this maker.

    Keys of one maker strictly grow, even while the clock stands still or runs backwards; those of different makers
    differ by their ten random bits, and the database's unique constraint has the last word.
    """

    def __init__(self, name: int | None = None) -> None:
        self._name = secrets.randbits(_CLOCK_BITS) if name is None else name
        self._last = 0
        self._lock = threading.Lock()

    def make(self, at: datetime) -> str:
        """A new key for the instant ``at``."""
        with self._lock:
            self._last = max(int(at.timestamp() * 1_000_000), self._last + 1)
            return _encode(self._last << _CLOCK_BITS | self._name)


def _encode(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
