"""Which conversations would change hands: two versions of a policy compared, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from earshot.engine.policy import Policy, load
from earshot.features.responsibility.proving import one_at_a_time
from earshot.features.responsibility.sentences import in_words

LISTED = 30


@dataclass(frozen=True, slots=True)
class Moved:
    """``told``: a sentence for each class of conversations, with an example; ``more`` are not shown. ``decided`` is
    False where the time was up: there may be others."""

    told: list[str]
    more: int
    decided: bool


def what_moves(before: str, after: Policy, at: datetime, seconds: float) -> Moved:
    """Compare a valid document with a loaded one.

    Raises:
        PolicyInvalid: ``before`` cannot be read (any more).
    """
    from earshot.engine.proofs import difference  # not before somebody asks: every process loads this module

    with one_at_a_time:
        found = difference(load(before), after, at, seconds)
    told = [in_words(each.message) for each in found.handed]
    return Moved(told[:LISTED], max(0, len(told) - LISTED), found.decided)
