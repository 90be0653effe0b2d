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
        self._having: dict[int, list[int]] = {}
        named = Counter(variable for own in boxes for box in own or () for variable in box)
        for number, own in enumerate(boxes):
            for box in own or ():
                wants = [variable for variable, among in box.items() if not among & 1]
                if wants:
                    self._having.setdefault(min(wants, key=named.__getitem__), []).append(number)
                else:
                    self._anyway.add(number)

    def winner(self, assignment: Assignment) -> int:
        """The number of the rule that decides; behind the last: none does."""
        looked_at = set(self._anyway)
        for variable, index in enumerate(assignment):
            if index:
                looked_at.update(self._having.get(variable, ()))
        matching = (number for number in sorted(looked_at) if holds(self._rules[number], assignment))
        return next(matching, len(self._rules))
