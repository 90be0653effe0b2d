"""The solver's process: ``python -m earshot.engine.proofs.solving``, the only place that knows z3.

It reads JSON, one document a line. The first is the problem::

    {"variables": [[classes, ordered], ...], "chains": [[formula, ...], ...], "formulas": [formula, ...]}

where a chain is the conditions of rules in their order, and a formula is as ``encoding.as_json`` writes it. Every
other line is a list of questions, answered each by one line in their order:

    {"all": [fact, ...]}                a list with the class of every variable, or null: there is no such conversation
    {"each": [fact, ...], "chain": chain, "rules": [rule, ...], "most": count}
                                        which of the rules win a conversation of which the facts are true: at most so
                                        many lines ``[rule, classes]``, each rule at most once, then null
    {"cover": [chain, rule]}            the rules before this dead one that win all its conversations, fewest; a list
    {"classes": [first, second], "known": [[rule, rule], ...]}
                                        what two chains give into different hands, see ``Solver.classes``: several
                                        lines, then null

A fact is ``["wins", chain, rule]`` (the rule matches and none before it; the number behind the last is: no rule
matches), ``["among", chain, rule, ...]`` (one of them wins), ``["matches", chain, rule]``, ``["holds", formula]`` or
``["fails", formula]``.

It lives as long as its standard input, and whoever asks ends it when the time is up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import z3

from earshot.engine.proofs.smtlib import Script

Fact = list[Any]


class Solver:
    """One problem, encoded once; questions are assumptions."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.script = Script(problem)
        self.solver = z3.SolverFor("QF_FD")
        self.solver.from_string(self.script.text())
        self.chains = [len(chain) for chain in problem["chains"]]
        self.bits = [
            [z3.Bool(f"v{number}.{index}").decl() for index in range(1, count)]
            for number, (count, _) in enumerate(self.script.variables)
        ]
        self.rounds = 0

    def assumptions(self, facts: Sequence[Fact]) -> list[z3.BoolRef]:
        """What to assume so that the facts are true."""
        return [self._assumed(fact) for fact in facts]

    def _assumed(self, fact: Fact) -> z3.BoolRef:
        match fact:
            case ["wins", chain, rule]:
                return z3.Bool(f"w{chain}.{rule}")
            case ["matches", chain, rule]:
                return z3.Bool(f"m{chain}.{rule}")
            case ["among", chain, *rules]:
                return self._one_of([self._assumed(["wins", chain, rule]) for rule in rules])
            case ["holds" | "fails" as kind, number]:
                return z3.Bool(f"{kind}.{number}")
        raise ValueError(f"no fact: {fact!r}")

    def _one_of(self, names: Sequence[z3.BoolRef]) -> z3.BoolRef:
        """A name under which it can be assumed that one of these holds."""
        self.rounds += 1
        one_of = z3.Bool(f"round.{self.rounds}")
        self.solver.add(z3.Implies(one_of, z3.Or([*names])))
        return one_of

    def possible(self, assumed: Sequence[z3.BoolRef]) -> bool:
        """Whether there is a conversation for which all this holds."""
        answer = self.solver.check(*assumed)
        if answer == z3.unknown:
            raise RuntimeError(self.solver.reason_unknown())
        return bool(answer == z3.sat)

    def find(self, assumed: Sequence[z3.BoolRef]) -> list[int] | None:
        """The classes of a conversation for which all this holds; None: there is none."""
        return self._classes() if self.possible(assumed) else None

    def _classes(self) -> list[int]:
        """The class of every variable in the model that was found."""
        model = self.solver.model()
        return [max((n for n, bit in enumerate(bits, 1) if _is_true(model, bit)), default=0) for bits in self.bits]

    def each(self, assumed: list[z3.BoolRef], chain: int, rules: list[int], most: int) -> Iterator[list[Any] | None]:
        """The rules that win a conversation for which all this holds, each with one; then None."""
        wins = {rule: self._assumed(["wins", chain, rule]) for rule in rules}
        one_of = self._one_of([*wins.values()])
        while most and self.possible([*assumed, one_of]):
            most -= 1
            model = self.solver.model()
            rule = next(number for number, name in wins.items() if z3.is_true(model[name]))
            yield [rule, self._classes()]
            self.solver.add(z3.Implies(one_of, z3.Not(wins[rule])))
        yield None

    def cover(self, chain: int, rule: int) -> list[int]:
        """The fewest rules that together win all that a dead rule matches, in order.

        From the last on, a rule is left out if those before it and those already kept still cover: what is kept then
        is minimal, and each one kept wins a conversation, because nothing before it has that one.
        """
        kept: list[int] = []
        wanted = [self._assumed(["matches", chain, rule])]
        while self.possible(wanted):
            last = self._least_cover(chain, rule, wanted)
            kept.append(last)
            wanted.append(z3.Bool(f"x{chain}.{last}"))
        return kept[::-1]

    def _least_cover(self, chain: int, rule: int, wanted: list[z3.BoolRef]) -> int:
        """The rule that, with all before it and what ``wanted`` excludes, covers first."""
        low, high = 0, rule - 1
        while low < high:
            middle = (low + high) // 2
            if self.possible([*wanted, z3.Bool(f"n{chain}.{middle + 1}")]):
                low = middle + 1
            else:
                high = middle
        return low

    def classes(self, hands: list[list[int]], known: list[list[int]]) -> Iterator[list[Any] | None]:
        """Every pair (rule of chain 0, rule of chain 1) that decide a conversation together and give it into different
        hands: ``[first, second, classes]`` each, then None. ``hands``: a number for each rule of each chain, and for
        what no rule matches. ``known``: pairs that are not asked for."""
        wins = [[self._assumed(["wins", chain, rule]) for rule in range(len(hands[chain]))] for chain in (0, 1)]
        start = z3.Bool("classes")
        self.solver.add(z3.Implies(start, z3.And(z3.Or(wins[0]), z3.Or(wins[1]))))
        for one, hand in zip(wins[0], hands[0], strict=True):
            same = [z3.Not(other) for other, its in zip(wins[1], hands[1], strict=True) if its == hand]
            self.solver.add(z3.Implies(z3.And(start, one), z3.And(same)))
        for one, other in known:
            self.solver.add(z3.Implies(start, z3.Not(z3.And(wins[0][one], wins[1][other]))))
        while self.possible([start]):
            model = self.solver.model()
            pair = [next(n for n, one in enumerate(chain) if z3.is_true(model[one])) for chain in wins]
            yield [*pair, self._classes()]
            self.solver.add(z3.Implies(start, z3.Not(z3.And(wins[0][pair[0]], wins[1][pair[1]]))))
        yield None


def _is_true(model: z3.ModelRef, constant: z3.FuncDeclRef) -> bool:
    """What ``is_true(model[constant])`` is, without wrapping it: a model has thousands of constants."""
    context = model.ctx.ref()
    value = z3.Z3_model_get_const_interp(context, model.model, constant.ast)
    return bool(value) and z3.Z3_get_bool_value(context, value) == z3.Z3_L_TRUE


def answers(solver: Solver, question: dict[str, Any]) -> Iterator[Any]:
    """The lines that answer one question."""
    match question:
        case {"all": facts}:
            yield solver.find(solver.assumptions(facts))
        case {"each": facts, "chain": chain, "rules": rules, "most": most}:
            yield from solver.each(solver.assumptions(facts), chain, rules, most)
        case {"cover": [chain, rule]}:
            yield solver.cover(chain, rule)
        case {"classes": hands, "known": known}:
            yield from solver.classes(hands, known)


def main() -> None:
    """Answer until nobody asks any more; one that stood ready may never be asked anything."""
    problem = sys.stdin.readline()
    if not problem:
        return
    solver = Solver(json.loads(problem))
    for line in sys.stdin:
        for question in json.loads(line):
            for answer in answers(solver, question):
                sys.stdout.write(json.dumps(answer) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
