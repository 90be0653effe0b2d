"""Which of many rules is the first that matches, in a few looks instead of one at each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from earshot.engine.proofs.boxes import Box
from earshot.engine.proofs.encoding import Formula, holds
from earshot.engine.proofs.space import Assignment


class First:
    """The rules of a policy as formulas, each with its boxes where it has any.

    Most boxes want something of which nothing is known by itself (a topic, a language): they are looked at only for
    conversations that have it.
    """

    def __init__(self, rules: Sequence[Formula], boxes: Sequence[Sequence[Box] | None]) -> None:
        self._rules = rules
        self._anyway: set[int] = {number for number, own in enumerate(boxes) if own is None}
        self._having: dict[tuple[int, int], list[int]] = {}
        named = Counter(pair for own in boxes for box in own or () for item in box.items() for pair in _pairs(*item))
        for number, own in enumerate(boxes):
            for box in own or ():
                wants = [_pairs(*item) for item in box.items() if not item[1] & 1]
                if not wants:
                    self._anyway.add(number)
                for pair in min(wants, key=lambda pairs: sum(named[pair] for pair in pairs), default=()):
                    self._having.setdefault(pair, []).append(number)

    def winner(self, assignment: Assignment) -> int:
        """The number of the rule that decides; behind the last: none does."""
        looked_at = set(self._anyway)
        for pair in enumerate(assignment):
            if pair[1]:
                looked_at.update(self._having.get(pair, ()))
        matching = (number for number in sorted(looked_at) if holds(self._rules[number], assignment))
        return next(matching, len(self._rules))


def _pairs(variable: int, among: int) -> list[tuple[int, int]]:
    """Each class of a set with its variable."""
    return [(variable, index) for index in range(among.bit_length()) if among >> index & 1]
