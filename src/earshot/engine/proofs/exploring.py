"""Conversations of a policy's space: looked for by hand first, then by the solver, and told as plainly as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from earshot.engine.policy import Condition, Policy, Rule
from earshot.engine.proofs.asking import Asked, Fact, TimeUp
from earshot.engine.proofs.boxes import Box, Meeting, boxes_of, intersections, plainest
from earshot.engine.proofs.encoding import Formula, encoded, holds
from earshot.engine.proofs.first import First
from earshot.engine.proofs.plain import Shows, plainly
from earshot.engine.proofs.space import Assignment, Space, space_of

_TRIED = 8
"""Boxes whose plainest conversation is tried before the solver is asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A conversation that is looked for. ``facts``: for the solver, see ``solving``; ``shows``: the same, asked of
    one; ``boxes``: where it may lie, to try a few before."""

    facts: tuple[Fact, ...]
    shows: Shows
    boxes: Sequence[Box] = field(default=())


@dataclass(frozen=True, slots=True)
class Found:
    """``decided`` False: the time was up. ``sample`` None: there is no such conversation."""

    sample: Assignment | None
    decided: bool = True


class Exploration:
    """All that proofs about the conversations of one policy need, made once.

    The conditions of the rules are chain 0 of the problem; those of guarantees, additions and accepted findings are
    its formulas, found by ``formula``.
    """

    def __init__(self, policy: Policy, anchor: datetime, seconds: float) -> None:
        self.policy = policy
        self.space: Space = space_of([policy], anchor)
        self.rules = [encoded(rule.when, self.space, policy.zone) for rule in policy.rules if rule.when is not None]
        self.boxes = [boxes_of(formula) for formula in self.rules]
        self._first = First(self.rules, self.boxes)
        self.meeting = Meeting([boxes or () for boxes in self.boxes])
        self.unboxed = sum(1 << number for number, boxes in enumerate(self.boxes) if boxes is None)
        """Rules, as bits, of which only the solver knows where they hold."""
        self._conditions = _others(policy)
        self._numbers = {id(condition): number for number, condition in enumerate(self._conditions)}
        self.formulas: list[Formula] = [encoded(condition, self.space, policy.zone) for condition in self._conditions]
        self.formula_boxes = [boxes_of(formula) for formula in self.formulas]
        self.asked = Asked(self.space, [self.rules], self.formulas, seconds)

    def __enter__(self) -> Exploration:
        return self

    def __exit__(self, *_: object) -> None:
        self.asked.close()

    def formula(self, condition: Condition) -> int:
        """The number of a condition that is no rule's."""
        return self._numbers[id(condition)]

    def winner(self, assignment: Assignment) -> int:
        """The number of the rule that decides; behind the last: none does."""
        return self._first.winner(assignment)

    def rule(self, number: int) -> Rule:
        """A rule by its number; behind the last is ``otherwise``."""
        rules = self.policy.rules
        return rules[number] if number < len(rules) else self.policy.otherwise

    def boxes_with(self, rules: Iterable[int], facts: Iterable[Fact] = ()) -> list[Box]:
        """A few boxes where the conditions of these rules, and these facts, may all hold, as far as boxes say."""
        own = [self.boxes[rule] for rule in rules if rule < len(self.rules)]
        more = [self.formula_boxes[int(fact[1])] for fact in facts if fact[0] == "holds"]
        found: list[Box] = [{}]
        for boxes in (*own, *more):
            found = found if boxes is None else [*islice(intersections(found, boxes), _TRIED)]
        return found

    def holds(self, facts: Iterable[Fact]) -> Shows:
        """Whether a conversation has all these facts: ``("holds", number)`` or ``("fails", number)`` of the conditions
        that are no rule's."""
        wanted = [(self.formulas[int(fact[1])], fact[0] == "holds") for fact in facts]
        return lambda given: all(holds(formula, given) == whether for formula, whether in wanted)

    def may_meet(self, condition: Condition) -> int:
        """The rules (as bits, with ``otherwise``) that may hold together with a condition; the others can not."""
        boxes = self.formula_boxes[self.formula(condition)]
        everybody = (1 << len(self.rules) + 1) - 1
        if boxes is None:
            return everybody
        return self.meeting.with_(boxes) | self.unboxed | 1 << len(self.rules)

    def find(self, wanted: Sequence[Wanted]) -> Iterator[Found]:
        """What each looks for, in their order."""
        tried = [self._try(one) for one in wanted]
        hard = [one for one, sample in zip(wanted, tried, strict=True) if sample is None]
        answers = self._solve(hard)
        for sample in tried:
            yield Found(sample) if sample is not None else next(answers)

    def _try(self, one: Wanted) -> Assignment | None:
        """The plainest conversation of a few boxes, where that will do."""
        for box in one.boxes[:_TRIED]:
            candidate = plainest(box, len(self.space.variables))
            if one.shows(candidate):
                return candidate
        return None

    def _solve(self, wanted: Sequence[Wanted]) -> Iterator[Found]:
        left = iter(wanted)
        try:
            for found in self.asked.find([one.facts for one in wanted]):
                next(left)
                yield Found(found)
        except TimeUp:
            yield from (Found(None, decided=False) for _ in left)

    def winning(self, rules: Iterable[int], facts: Sequence[Fact], most: int) -> Iterator[tuple[int, Found]]:
        """Rules that decide a conversation of which these facts are true (see ``holds``), each with one; no more than
        ``most``. Where the time was up and none is known, those of which nothing is."""
        wanted = {rule: self.won(rule, facts) for rule in rules}
        tried = ((rule, self._try(one)) for rule, one in wanted.items())
        found = dict(islice(((rule, sample) for rule, sample in tried if sample is not None), most))
        late: list[int] = []
        hard = [rule for rule in wanted if rule not in found]
        try:
            if hard and len(found) < most:
                found |= dict(self.asked.each(facts, hard, most - len(found)))
        except TimeUp:
            late = [] if found else hard
        yield from ((rule, Found(found[rule])) for rule in sorted(found))
        yield from ((rule, Found(None, decided=False)) for rule in late)

    def winners(self, facts: Sequence[Fact]) -> tuple[dict[int, Assignment], bool]:
        """Every rule that decides a conversation of which these facts are true (behind the last: that none matches),
        each with one; and whether these are all: not where the time was up."""
        wanted = {rule: self.won(rule, facts) for rule in range(len(self.rules) + 1)}
        tried = {rule: self._try(one) for rule, one in wanted.items()}
        found = {rule: sample for rule, sample in tried.items() if sample is not None}
        hard = [rule for rule, sample in tried.items() if sample is None]
        try:
            for rule, sample in self.asked.each(facts, hard, len(hard)) if hard else ():
                found[rule] = sample  # noqa: PERF403  (what was found before the time was up counts)
        except TimeUp:
            return found, False
        return found, True

    def won(self, rule: int, facts: Sequence[Fact] = ()) -> Wanted:
        """A conversation of which the facts are true, that the rule decides (behind the last: that none matches)."""
        has = self.holds(facts)
        return Wanted(
            (("wins", 0, rule), *facts),
            lambda given: has(given) and self.winner(given) == rule,
            self.boxes_with((rule,), facts),
        )

    def matched(self, rules: Sequence[int], facts: Sequence[Fact] = ()) -> Wanted:
        """A conversation of which the conditions of all these rules hold, and these facts, whoever decides it."""
        has = self.holds(facts)
        formulas = [self.rules[rule] for rule in rules]
        return Wanted(
            (*(("matches", 0, rule) for rule in rules), *facts),
            lambda given: has(given) and all(holds(formula, given) for formula in formulas),
            self.boxes_with(rules, facts),
        )

    def told(self, sample: Assignment, shows: Shows) -> dict[str, Any]:
        """The facts of a conversation that shows the same with as little as will do."""
        found = plainly(sample, shows)
        self._check(found)
        return self.space.given(found)

    def _check(self, assignment: Assignment) -> None:
        """What is told is true of the policy itself, whatever the space says: the same rule decides."""
        facts = self.space.facts(assignment)
        rules = enumerate(self.policy.rules)
        winner = next((number for number, rule in rules if rule.when and rule.when.holds(facts)), len(self.rules))
        if winner != self.winner(assignment):  # pragma: no cover - a bug
            raise AssertionError(f"the space does not say what the policy does of {facts.values}")


def _others(policy: Policy) -> list[Condition]:
    """The conditions that are no rule's."""
    found: Iterable[Condition | None] = (
        *(entry.when for entry in policy.also),
        *(guarantee.when for guarantee in policy.guarantees),
        *(entry.when for entry in policy.accepted),
    )
    return [condition for condition in found if condition is not None]
