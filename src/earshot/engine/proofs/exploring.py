"""Conversations of a policy's space: looked for by hand first, then by the solver, and told as plainly as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from earshot.engine.policy import Condition, Facts, Policy, Rule
from earshot.engine.proofs.asking import Asked, Fact, TimeUp
from earshot.engine.proofs.boxes import Box, Meeting, boxes_of, intersections, plainest
from earshot.engine.proofs.encoding import Formula, encoded
from earshot.engine.proofs.space import Assignment, Space, space_of

Shows = Callable[[Facts], bool]
"""Whether a conversation is what is looked for; the last word, asked of every one that is told."""

_TRIED = 8
"""Boxes whose plainest conversation is tried before the solver is asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A conversation that is looked for. ``facts``: for the solver, see ``solving``; ``shows``: the same, asked of the
    policy itself; ``boxes``: where it may lie, to try a few before."""

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
        self.meeting = Meeting([boxes or () for boxes in self.boxes])
        self.unboxed = sum(1 << number for number, boxes in enumerate(self.boxes) if boxes is None)
        """Rules, as bits, of which only the solver knows where they hold."""
        self._conditions = _others(policy)
        self._numbers = {id(condition): number for number, condition in enumerate(self._conditions)}
        self.formulas: list[Formula] = [encoded(condition, self.space, policy.zone) for condition in self._conditions]
        self.formula_boxes = [boxes_of(formula) for formula in self.formulas]
        self.asked = Asked(self.space, [self.rules], self.formulas, seconds)

    def formula(self, condition: Condition) -> int:
        """The number of a condition that is no rule's."""
        return self._numbers[id(condition)]

    def winner(self, facts: Facts) -> int:
        """The number of the rule that decides; behind the last: none does."""
        for number, rule in enumerate(self.policy.rules):
            if rule.when is not None and rule.when.holds(facts):
                return number
        return len(self.policy.rules)

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
        wanted = [(self._conditions[int(fact[1])], fact[0] == "holds") for fact in facts]
        return lambda given: all(condition.holds(given) == whether for condition, whether in wanted)

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
        for one, sample in zip(wanted, tried, strict=True):
            found = Found(sample) if sample is not None else next(answers)
            yield Found(self.plain(found.sample, one.shows)) if found.sample is not None else found

    def _try(self, one: Wanted) -> Assignment | None:
        """The plainest conversation of a few boxes, where that will do."""
        for box in one.boxes[:_TRIED]:
            candidate = plainest(box, len(self.space.variables))
            if one.shows(self.space.facts(candidate)):
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

    def winning(self, rules: Iterable[int], facts: Sequence[Fact] = ()) -> Iterator[tuple[int, Found]]:
        """Those of the rules that decide a conversation of which these facts are true (see ``holds``), each with one,
        in their order; last, if the time was up, those of which that is not known."""
        wanted = {rule: self.won(rule, facts) for rule in rules}
        found = {rule: sample for rule, one in wanted.items() if (sample := self._try(one)) is not None}
        late: list[int] = []
        hard = [rule for rule in wanted if rule not in found]
        try:
            for rule, sample in self.asked.each(facts, hard) if hard else ():
                found[rule] = sample  # noqa: PERF403  (what came before the time was up is kept)
        except TimeUp:
            late = [rule for rule in hard if rule not in found]
        for rule in sorted(found):
            yield rule, Found(self.plain(found[rule], wanted[rule].shows))
        yield from ((rule, Found(None, decided=False)) for rule in late)

    def won(self, rule: int, facts: Sequence[Fact] = ()) -> Wanted:
        """A conversation of which the facts are true, that the rule decides (behind the last: that none matches)."""
        has = self.holds(facts)
        return Wanted(
            (("wins", 0, rule), *facts),
            lambda given: has(given) and self.winner(given) == rule,
            self.boxes_with((rule,), facts),
        )

    def matched(self, *rules: int) -> Wanted:
        """A conversation of which the conditions of all these rules hold, whoever decides it."""
        conditions = [when for rule in rules if (when := self.rule(rule).when) is not None]
        return Wanted(
            tuple(("matches", 0, rule) for rule in rules),
            lambda given: all(condition.holds(given) for condition in conditions),
            self.boxes_with(rules),
        )

    def plain(self, sample: Assignment, shows: Shows) -> Assignment:
        """The same finding with as little as will show it: each variable gets the first class that will do."""
        found = list(sample)
        for number, index in enumerate(sample):
            for plainer in range(min(index, _TRIED)):
                found[number] = plainer
                if shows(self.space.facts(found)):
                    break
            else:
                found[number] = index
        return found


def _others(policy: Policy) -> list[Condition]:
    """The conditions that are no rule's."""
    found: Iterable[Condition | None] = (
        *(entry.when for entry in policy.also),
        *(guarantee.when for guarantee in policy.guarantees),
        *(entry.when for entry in policy.accepted),
    )
    return [condition for condition in found if condition is not None]
