"""Growing pauses with jitter, so that a network that recovers is not met by everybody at once."""

from __future__ import annotations

import random


class Backoff:
    """``first`` seconds, doubled each time up to ``longest``, each shortened by up to half at random."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._times = 0

    def next(self) -> float:
        """Seconds to wait now."""
        pause: float = min(self._longest, self._first * float(2**self._times))
        self._times = min(self._times + 1, 30)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def reset(self) -> None:
        """It worked: begin with the first pause next time."""
        self._times = 0
