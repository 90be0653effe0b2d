"""What the proofs about time look at: a policy, the minutes proved, and the rules that decide anything."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from earshot.engine.policy import Policy, Rule
from earshot.engine.policy.names import LEAD
from earshot.engine.proofs.timely.dues import opened
from earshot.engine.rota import DAY, Shift, Span, instant_of, merged

Presence = tuple[int, int, tuple[str, ...]]
"""First minute, first minute after, and those on duty between, at least one; those of one name never overlap."""

_FURTHER = 30 * DAY


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """``[first, last)`` of a policy. What it is asked twice it reckons once."""

    policy: Policy
    first: int
    last: int
    winning: Mapping[str, Mapping[str, Any]] | None = None
    """Rule -> the facts of a conversation that it decides; None: every rule may decide, and nobody knows what."""
    _shifts: dict[tuple[str, int], list[Shift]] = field(default_factory=dict, repr=False)
    _presence: dict[str, list[Presence]] = field(default_factory=dict, repr=False)
    _staffed: dict[tuple[str, int], list[Span]] = field(default_factory=dict, repr=False)
    _while_open: dict[tuple[str, str, int], bool] = field(default_factory=dict, repr=False)

    def deciders(self) -> list[Rule]:
        """The rules that decide a conversation to be answered, in the order of the document; ``otherwise`` last."""
        live = None if self.winning is None else {*self.winning}
        rules = (*self.policy.rules, self.policy.otherwise)
        return [rule for rule in rules if rule.handling == "answer" and (live is None or rule.name in live)]

    def sample(self, rule: Rule, at: int) -> Mapping[str, Any]:
        """A conversation that the rule decides in a minute, as ``fill_facts`` reads it."""
        facts = (self.winning or {}).get(rule.name, {})
        return {**facts, "at": instant_of(at).isoformat()}

    def because(self, rule: Rule) -> tuple[str, ...]:
        """The rule's name; ``otherwise`` is no rule."""
        return () if rule is self.policy.otherwise else (rule.name,)

    def shifts(self, role: str, until: int | None = None) -> list[Shift]:
        """The role's open hours from the first minute on, cut where those on duty change; without people: a hole."""
        end = self.last if until is None else until
        found = self._shifts.get((role, end))
        if found is None:
            found = self._shifts[role, end] = self.policy.book.shifts(role, self.first, end)
        return found

    def presence(self, name: str) -> list[Presence]:
        """Who is on duty as a role or as ``ROLE.lead``, when; in order."""
        found = self._presence.get(name)
        if found is None:
            found = self._presence[name] = self._present(name)
        return found

    def _present(self, name: str) -> list[Presence]:
        role = name.removesuffix(LEAD)
        if role == name:
            return [(shift.start, shift.end, shift.people) for shift in self.shifts(role) if shift.covers]
        lead = self.policy.roles[role].lead
        if lead is None:
            return []
        hours = merged((shift.start, shift.end) for shift in self.shifts(role))
        away = self.policy.book.away_spans(lead)
        return [(start, end, (lead,)) for start, end in without(hours, away)]

    def unstaffed(self, role: str, start: int, end: int) -> int | None:
        """The first minute of ``[start, end)`` in which nobody is on duty for the role, its closed hours included."""
        spans = self._staffed_until(role, self._further(end))
        index = bisect_right(spans, start, key=_start) - 1
        if index < 0 or spans[index][1] <= start:
            return start if start < end else None
        after = spans[index][1]
        return after if after < end else None

    def staffed_while_open(self, role: str, hours: str, until: int) -> bool:
        """Whether somebody is on duty for the role in every open minute of the hours, at least up to ``until``."""
        end = self._further(until)
        question = (role, hours, end)
        if question not in self._while_open:
            spans = opened(self.policy, hours, self.first, end)
            self._while_open[question] = all(
                self.unstaffed(role, start, min(closes, end)) is None for start, closes in spans if start < end
            )
        return self._while_open[question]

    def _staffed_until(self, role: str, end: int) -> list[Span]:
        spans = self._staffed.get((role, end))
        if spans is None:
            shifts = self.shifts(role, end)
            spans = self._staffed[role, end] = merged((shift.start, shift.end) for shift in shifts if shift.covers)
        return spans

    def _further(self, minute: int) -> int:
        """A minute after ``minute`` and the last one; deadlines run past it, and one look-up serves many."""
        return self.last + -(-max(0, minute - self.last) // _FURTHER) * _FURTHER


def _start(span: Span) -> int:
    return span[0]


def without(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    """The minutes of ``spans`` that are not in ``gone``; both disjoint and in order."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for begins, ends in gone:
            if begins < end and ends > at:
                left.append((at, begins))
                at = ends
        left.append((at, end))
    return [span for span in left if span[0] < span[1]]
