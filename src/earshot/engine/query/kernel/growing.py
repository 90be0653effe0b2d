"""Arrays that grow at their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


class Growing:
    """An array and how much of it is written; what is behind is zero. ``array`` is another one after it grew."""

    __slots__ = ("_length", "array")

    def __init__(self, kind: Any = np.int32) -> None:
        self.array: Any = np.zeros(64, dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, value: object) -> None:
        """Add one value."""
        if self._length == len(self.array):
            self._grow(1)
        self.array[self._length] = value
        self._length += 1

    def extend(self, values: Sequence[int]) -> None:
        """Add some."""
        end = self._length + len(values)
        if end > len(self.array):
            self._grow(len(values))
        self.array[self._length : end] = values
        self._length = end

    def _grow(self, by: int) -> None:
        longer = np.zeros(max(2 * len(self.array), self._length + by), dtype=self.array.dtype)
        longer[: self._length] = self.array[: self._length]
        self.array = longer
