"""What a rule decides, so that what two rules decide can be compared whatever ladders and hours are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from earshot.engine.policy import Ladder, Policy, Rule
from earshot.engine.proofs.boxes import boxes_of, plainest
from earshot.engine.proofs.encoding import Formula, encoded
from earshot.engine.proofs.first import First
from earshot.engine.proofs.space import Assignment, Space
from earshot.engine.rota import Span, open_spans

Way = tuple[tuple[int, str], ...]
"""The steps of a ladder with those of the ladders that continue it: minutes after the one before begins, and to whom.
"""

_TRIED = 4
"""Boxes of a rule whose plainest conversation is tried."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a rule alone decides. Clocks and ladders by what they say, not by their names.

    ``clocks``: the open minutes of the hours within the time looked at, and how many of them; only of what is to be
    answered.
    """

    accountable: str
    responsible: str
    handling: str
    approve_by: frozenset[str]
    clocks: frozenset[tuple[tuple[Span, ...], int]]
    ladder: tuple[Way, ...]
    consulted: frozenset[str]
    informed: frozenset[str]
    skill: str | None


@dataclass(eq=False)
class Version:
    """A policy over the space of both. ``minutes``: the time looked at, half-open."""

    policy: Policy
    space: Space
    minutes: Span
    rules: list[Formula] = field(init=False)

    def __post_init__(self) -> None:
        zone = self.policy.zone
        self.rules = [encoded(rule.when, self.space, zone) for rule in self.policy.rules if rule.when is not None]
        self.also = [encoded(entry.when, self.space, zone) for entry in self.policy.also]
        self._boxes = [boxes_of(formula) for formula in self.rules]
        self._first = First(self.rules, self._boxes)
        self._opened: dict[str, tuple[Span, ...]] = {}

    def rule(self, number: int) -> Rule:
        """A rule by its number; behind the last is ``otherwise``."""
        return self.policy.rules[number] if number < len(self.rules) else self.policy.otherwise

    @cached_property
    def terms(self) -> list[Terms]:
        """Those of every rule; the last are those of ``otherwise``."""
        return [self._terms(rule) for rule in (*self.policy.rules, self.policy.otherwise)]

    def winner(self, assignment: Assignment) -> int:
        """The number of the rule that decides."""
        return self._first.winner(assignment)

    def plain(self) -> Iterator[list[int]]:
        """A few plain conversations of every rule, to be tried before a solver is asked."""
        count = len(self.space.variables)
        yield [0] * count
        for boxes in self._boxes:
            yield from (plainest(box, count) for box in (boxes or ())[:_TRIED])

    def opened(self, hours: str) -> tuple[Span, ...]:
        """The open minutes of some hours within the time looked at."""
        if hours not in self._opened:
            self._opened[hours] = tuple(open_spans(self.policy.hours[hours], *self.minutes))
        return self._opened[hours]

    def away(self, person: str) -> tuple[Span, ...]:
        """When somebody is on leave within the time looked at."""
        first, last = self.minutes
        spans = self.policy.book.away_spans(person)
        return tuple((max(start, first), min(end, last)) for start, end in spans if start < last and end > first)

    def way(self, ladder: str) -> tuple[Way, ...]:
        """What a ladder says; of one that goes round in a circle also where it begins again."""
        found: list[Ladder] = [self.policy.ladders[ladder]]
        while (name := found[-1].continues) and self.policy.ladders[name] not in found:
            found.append(self.policy.ladders[name])
        ways = [tuple((step.after, step.to) for step in one.steps) for one in found]
        again = [((found.index(self.policy.ladders[name]), ""),)] if name else []
        return (*ways, *again)

    def _terms(self, rule: Rule) -> Terms:
        answered = rule.within if rule.handling == "answer" else ()
        return Terms(
            accountable=rule.accountable,
            responsible=rule.responsible,
            handling=rule.handling,
            approve_by=frozenset(rule.approve_by),
            clocks=frozenset((self.opened(clock.hours), clock.minutes) for clock in answered),
            ladder=self.way(rule.ladder) if rule.ladder else (),
            consulted=frozenset(rule.consulted),
            informed=frozenset(rule.informed),
            skill=rule.skill,
        )
