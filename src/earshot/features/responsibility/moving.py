"""Which conversations would change hands: two versions of a policy compared, in the reader's words."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from earshot.features.responsibility.policies import read
from earshot.features.responsibility.sentences import in_words

if TYPE_CHECKING:
    from earshot.engine.proofs import Difference

LISTED = 30
KEY = "moved:"
"""What names a class of conversations in the form begins like this; findings begin with their property."""

_one_at_a_time = threading.Lock()
"""Beside the one of proofs: a difference never keeps findings waiting."""


@dataclass(frozen=True, slots=True)
class Class:
    """One class of conversations that change hands: ``key`` names it in a form, ``told`` is a sentence with an example,
    ``sample`` the facts of that one."""

    key: str
    told: str
    sample: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """``more`` classes are not shown. ``decided`` is False where the time was up: there may be others."""

    shown: list[Class]
    more: int
    decided: bool

    def find(self, key: str) -> Class | None:
        """The class of that key."""
        return next((each for each in self.shown if each.key == key), None)


def what_moves(before: str, after: str, at: datetime, seconds: float) -> Moved:
    """Compare two valid documents. What others' comparisons leave no time for stays undecided.

    Raises:
        PolicyInvalid: one of them cannot be read (any more).
    """
    # To ten minutes: whoever tries what they see gets the same classes again, without another comparison.
    begin = at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)
    if not _one_at_a_time.acquire(timeout=seconds):
        return Moved([], 0, decided=False)
    try:
        found = _difference(before, after, begin, seconds)
    finally:
        _one_at_a_time.release()
    if not found.decided:
        _difference.cache_clear()  # the next try may have more time, or a quieter machine
    shown = [
        Class(f"{KEY}{number}:{each.from_rule}:{each.to_rule}", in_words(each.message), each.sample)
        for number, each in enumerate(found.handed[:LISTED])
    ]
    return Moved(shown, max(0, len(found.handed) - LISTED), found.decided)


@lru_cache(maxsize=8)
def _difference(before: str, after: str, at: datetime, seconds: float) -> Difference:
    from earshot.engine.proofs import difference  # not before somebody asks: every process loads this module

    return difference(read(before), read(after), at, seconds)
