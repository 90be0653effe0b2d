"""Properties of the rules alone, one function each, and all that rests on the solver put together.

Each looks for the conversation that would be its counterexample; where there is none the property holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from earshot.engine.policy import Rule
from earshot.engine.proofs import sentences
from earshot.engine.proofs.asking import TimeUp
from earshot.engine.proofs.exploring import Exploration, Found
from earshot.engine.proofs.finding import Finding


def owned(space: Exploration, wins: Sequence[Found]) -> Iterator[Finding]:
    """Every conversation of the declared space matches a rule, not only ``otherwise``."""
    found, line = wins[-1], space.policy.otherwise.line
    if not found.decided:
        yield sentences.undecided("owned", None, line)
    elif found.sample is not None:
        sample = space.told(found.sample, space.won(len(space.rules)).shows)
        yield Finding("owned", "error", None, sentences.unowned(sample), sample, line=line)


def winners(space: Exploration) -> list[Found]:
    """For every rule a conversation that it decides; the last is ``otherwise``."""
    return [*space.find([space.won(number) for number in range(len(space.rules) + 1)])]


class Samples(Mapping[str, Mapping[str, Any]]):
    """The rules that decide anything, and ``otherwise`` if it does, each with the facts of such a conversation; a rule
    of which that is not known may. What is told is made plain when asked for."""

    def __init__(self, space: Exploration, wins: Sequence[Found]) -> None:
        self._space = space
        self._found = {
            space.rule(number).name: (number, found)
            for number, found in enumerate(wins)
            if found.sample is not None or not found.decided
        }

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        number, found = self._found[name]
        return {} if found.sample is None else self._space.told(found.sample, self._space.won(number).shows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def reachable(space: Exploration, wins: Sequence[Found]) -> Iterator[Finding]:
    """No rule is dead; a dead one names the rules that win its conversations, or none where it has none."""
    for number, found in enumerate(wins[:-1]):
        rule = space.rule(number)
        if not found.decided:
            yield sentences.undecided("reachable", rule.name, rule.line)
        elif found.sample is None:
            yield _dead(space, number, rule)


def _dead(space: Exploration, number: int, rule: Rule) -> Finding:
    wanted = space.matched([number])
    (own,) = space.find([wanted])
    try:
        because = [space.rule(other).name for other in space.asked.cover(number)] if own.sample is not None else []
    except TimeUp:
        return sentences.undecided("reachable", rule.name, rule.line)
    sample = space.told(own.sample, wanted.shows) if own.sample is not None else {}
    message = sentences.dead(rule.name, because)
    return Finding("reachable", "error", rule.name, message, sample, tuple(because), line=rule.line)
