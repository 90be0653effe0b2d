"""The solver's process: ``python -m earshot.engine.proofs.solving``, the only place that knows z3.

It reads JSON, one document a line. The first is the problem::

    {"variables": [[classes, ordered], ...], "chains": [[formula, ...], ...], "formulas": [formula, ...]}

where a chain is the conditions of rules in their order, and a formula is as ``encoding.as_json`` writes it. Every
other line is a list of questions, answered each by one line in their order:

    {"all": [fact, ...]}                a list with the class of every variable, or null: there is no such conversation
    {"each": [fact, ...], "chain": chain, "rules": [rule, ...]}
                                        which of the rules wins a conversation of which the facts are true: several
                                        lines ``[rule, classes]``, each rule at most once, then null
    {"cover": [chain, rule]}            the rules before this dead one that win all its conversations, fewest; a list
    {"classes": [first, second]}        of two chains with the same hands: see ``_classes``; several lines, then null

A fact is ``["wins", chain, rule]`` (the rule matches and none before it; the number behind the last is: no rule
matches), ``["matches", chain, rule]``, ``["holds", formula]`` or ``["fails", formula]``.

It lives as long as its standard input, and whoever asks ends it when the time is up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import z3

Fact = list[Any]


class Solver:
    """One problem, encoded once; questions are assumptions."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        self.solver = z3.SolverFor("QF_FD")
        self.classes = [self._variable(number, *kind) for number, kind in enumerate(problem["variables"])]
        self.named: dict[tuple[Any, ...], z3.BoolRef] = {}
        self.rounds = 0

    def _variable(self, number: int, count: int, ordered: bool) -> list[z3.BoolRef]:
        """Booleans of a variable: ordered, whether its class is at least 1, 2, ...; else whether it is 1, 2, ..."""
        bits = [z3.Bool(f"v{number}.{index}") for index in range(1, count)]
        if ordered:
            for lower, higher in pairwise(bits):
                self.solver.add(z3.Or(lower, z3.Not(higher)))
        elif len(bits) > 1:
            self.solver.add(z3.AtMost(*bits, 1))
        return bits

    def formula(self, given: list[Any]) -> z3.BoolRef:
        """A formula of the problem as one of the solver's."""
        match given:
            case ["&", *parts]:
                return z3.And([self.formula(part) for part in parts])
            case ["|", *parts]:
                return z3.Or([self.formula(part) for part in parts])
            case ["#", times, *parts]:
                return z3.AtLeast(*[self.formula(part) for part in parts], times)
            case [variable, among]:
                return self._literal(variable, among)
        raise ValueError(f"no formula: {given!r}")

    def _literal(self, variable: int, among: int) -> z3.BoolRef:
        count, ordered = self.problem["variables"][variable]
        bits = self.classes[variable]
        if ordered:
            return z3.Or([self._stretch(bits, start, end) for start, end in _stretches(among)])
        if among & 1:  # class 0 is none of the others
            return z3.And([z3.Not(bits[index - 1]) for index in range(1, count) if not among >> index & 1])
        return z3.Or([bits[index - 1] for index in range(1, count) if among >> index & 1])

    def _stretch(self, bits: list[z3.BoolRef], start: int, end: int) -> z3.BoolRef:
        """The class is one of ``[start, end)``."""
        low = [bits[start - 1]] if start else []
        return z3.And(low + ([z3.Not(bits[end - 1])] if end <= len(bits) else []))

    def assumptions(self, facts: list[Fact]) -> list[z3.BoolRef]:
        """What to assume so that the facts are true."""
        return [literal for fact in facts for literal in self._assumed(fact)]

    def _assumed(self, fact: Fact) -> list[z3.BoolRef]:
        match fact:
            case ["wins", chain, rule]:
                last = rule == len(self.problem["chains"][chain])
                return [self.nobody(chain, rule), *([] if last else [self.matches(chain, rule)])]
            case ["matches", chain, rule]:
                return [self.matches(chain, rule)]
            case ["holds", number]:
                return [self.means(("holds", number), self.problem["formulas"][number])]
            case ["fails", number]:
                return [self.fails(("fails", number), self.problem["formulas"][number])]
        raise ValueError(f"no fact: {fact!r}")

    def means(self, name: tuple[Any, ...], given: list[Any]) -> z3.BoolRef:
        """A name under which a formula can be assumed to hold."""
        if name not in self.named:
            self._name(name, self.formula(given))
        return self.named[name]

    def fails(self, name: tuple[Any, ...], given: list[Any]) -> z3.BoolRef:
        """A name under which a formula can be assumed not to hold."""
        if name not in self.named:
            self._name(name, z3.Not(self.formula(given)))
        return self.named[name]

    def _name(self, name: tuple[Any, ...], means: z3.BoolRef) -> None:
        self.named[name] = z3.Bool(".".join(map(str, name)))
        self.solver.add(z3.Implies(self.named[name], means))

    def matches(self, chain: int, rule: int) -> z3.BoolRef:
        """The rule's condition holds."""
        return self.means(("matches", chain, rule), self.problem["chains"][chain][rule])

    def passes(self, chain: int, rule: int) -> z3.BoolRef:
        """The rule's condition does not hold."""
        return self.fails(("passes", chain, rule), self.problem["chains"][chain][rule])

    def nobody(self, chain: int, before: int) -> z3.BoolRef:
        """No rule before this one matches. Each such name leans on the one before, so all together are short."""
        known = before
        while known and ("nobody", chain, known) not in self.named:
            known -= 1
        for number in range(known, before):
            earlier = [self.named["nobody", chain, number]] if number else []
            self._name(("nobody", chain, number + 1), z3.And([*earlier, self.passes(chain, number)]))
        if not before:
            self._name(("nobody", chain, 0), z3.BoolVal(True))
        return self.named["nobody", chain, before]

    def find(self, assumed: list[z3.BoolRef]) -> list[int] | None:
        """The classes of a conversation for which all this holds; None: there is none."""
        answer = self.solver.check(*assumed)
        if answer == z3.unsat:
            return None
        if answer != z3.sat:
            raise RuntimeError(self.solver.reason_unknown())
        model = self.solver.model()
        return [self._class(model, *kind) for kind in zip(self.problem["variables"], self.classes, strict=True)]

    def each(self, assumed: list[z3.BoolRef], chain: int, rules: list[int]) -> Iterator[list[Any] | None]:
        """The rules that win a conversation for which all this holds, each with one; then None."""
        wins = {rule: self.means_all(("won", chain, rule), self.assumptions([["wins", chain, rule]])) for rule in rules}
        self.rounds += 1
        one_of = z3.Bool(f"round.{self.rounds}")
        self.solver.add(z3.Implies(one_of, z3.Or([*wins.values()])))
        while (found := self.find([*assumed, one_of])) is not None:
            model = self.solver.model()
            rule = next(number for number, name in wins.items() if z3.is_true(model[name]))
            yield [rule, found]
            self.solver.add(z3.Implies(one_of, z3.Not(wins[rule])))
        yield None

    def means_all(self, name: tuple[Any, ...], given: list[z3.BoolRef]) -> z3.BoolRef:
        """A name under which several names can be assumed together."""
        if name not in self.named:
            self._name(name, z3.And(given))
        return self.named[name]

    def _class(self, model: z3.ModelRef, kind: tuple[int, bool], bits: list[z3.BoolRef]) -> int:
        true = [number for number, bit in enumerate(bits, 1) if z3.is_true(model[bit])]
        return max(true, default=0)

    def cover(self, chain: int, rule: int) -> list[int]:
        """The fewest rules that together win all that a dead rule matches, in order.

        From the last on, a rule is left out if those before it and those already kept still cover: what is kept then
        is minimal, and each one kept wins a conversation, because nothing before it has that one.
        """
        kept: list[int] = []
        wanted = [self.matches(chain, rule)]
        while self.find(wanted) is not None:
            last = self._least_cover(chain, rule, wanted)
            kept.append(last)
            wanted.append(self.passes(chain, last))
        return kept[::-1]

    def _least_cover(self, chain: int, rule: int, wanted: list[z3.BoolRef]) -> int:
        """The rule that, with all before it and what ``wanted`` excludes, covers first."""
        low, high = 0, rule - 1
        while low < high:
            middle = (low + high) // 2
            if self.find([*wanted, self.nobody(chain, middle + 1)]) is None:
                high = middle
            else:
                low = middle + 1
        return low


def _stretches(among: int) -> Iterator[tuple[int, int]]:
    """The runs of a set of classes, half-open."""
    index = 0
    while among >> index:
        if among >> index & 1:
            start = index
            while among >> index & 1:
                index += 1
            yield start, index
        index += 1


def _classes(solver: Solver, hands: list[list[int]]) -> Iterator[list[Any] | None]:
    """Every pair (rule of chain 0, rule of chain 1) that decide a conversation together and give it into different
    hands: ``[first, second, classes]`` each, then null. ``hands``: a number for each rule of each chain, and for what
    no rule matches."""
    first, second = (
        [
            solver.means_all(("won", chain, rule), solver.assumptions([["wins", chain, rule]]))
            for rule in range(len(hands[chain]))
        ]
        for chain in (0, 1)
    )
    start = z3.Bool("classes")
    solver.solver.add(z3.Implies(start, z3.And(z3.Or(first), z3.Or(second))))
    for one, hand in zip(first, hands[0], strict=True):
        same = [z3.Not(other) for other, its in zip(second, hands[1], strict=True) if its == hand]
        solver.solver.add(z3.Implies(z3.And(start, one), z3.And(same)))
    while (found := solver.find([start])) is not None:
        model = solver.solver.model()
        pair = [next(n for n, one in enumerate(chosen) if z3.is_true(model[one])) for chosen in (first, second)]
        yield [*pair, found]
        solver.solver.add(z3.Not(z3.And(first[pair[0]], second[pair[1]])))
    yield None


def answers(solver: Solver, question: dict[str, Any]) -> Iterator[Any]:
    """The lines that answer one question."""
    match question:
        case {"all": facts}:
            yield solver.find(solver.assumptions(facts))
        case {"each": facts, "chain": chain, "rules": rules}:
            yield from solver.each(solver.assumptions(facts), chain, rules)
        case {"cover": [chain, rule]}:
            yield solver.cover(chain, rule)
        case {"classes": hands}:
            yield from _classes(solver, hands)


def main() -> None:
    """Answer until nobody asks any more."""
    solver = Solver(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        for question in json.loads(line):
            for answer in answers(solver, question):
                sys.stdout.write(json.dumps(answer) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
