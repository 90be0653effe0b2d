"""Answers that a policy has given before and will be asked for again.

Posts come in batches: those of one batch are owed their answers from the same minute on, under the same few rules. The
memory changes no answer, because what is remembered follows from the policy and the key alone. It is emptied when it
grows, and safe to share between threads: at worst two reckon the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

_REMEMBERED = 2_000
"""Answers kept; some hundred bytes each."""

Answer = TypeVar("Answer")


class Memory:
    """Of one policy."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def recall(self, question: Hashable, reckon: Callable[[], Answer]) -> Answer:
        """The answer to a question; ``reckon`` is asked once. The answer is shared: nobody may change it."""
        known = self._known.get(question)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[question] = reckon()
        return cast(Answer, known)
