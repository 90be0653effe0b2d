"""What the properties say, read plainly: every conversation of the space is decided, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from earshot.engine.policy import Accepted, Decision, Guarantee, Policy, decide, fill_facts

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

Conversation = dict[str, Any]


class Twin:
    def __init__(self, policy: Policy, conversations: list[Conversation]) -> None:
        self.policy = policy
        self.conversations = conversations
        self.facts = [fill_facts(one, policy.zone) for one in conversations]

    @cached_property
    def decisions(self) -> list[Decision]:
        return [decide(self.policy, facts, AT) for facts in self.facts]

    def matching(self, name: str) -> set[int]:
        (rule,) = (rule for rule in self.policy.rules if rule.name == name)
        assert rule.when is not None
        return {number for number, facts in enumerate(self.facts) if rule.when.holds(facts)}

    def decided_by(self, name: str) -> set[int]:
        return {number for number, decision in enumerate(self.decisions) if decision.rule == name}

    def dead(self) -> set[str]:
        return {rule.name for rule in self.policy.rules if not self.decided_by(rule.name)}

    def overlapping(self) -> dict[tuple[str, str], set[int]]:
        found = {}
        for number, first in enumerate(self.policy.rules):
            for second in self.policy.rules[number + 1 :]:
                both = self.matching(first.name) & self.matching(second.name)
                if both and first.accountable != second.accountable:
                    found[first.name, second.name] = both
        return found

    def breaking(self, guarantee: Guarantee) -> set[int]:
        return {
            number
            for number, (facts, decision) in enumerate(zip(self.facts, self.decisions, strict=True))
            if decision.handling == "answer" and guarantee.when.holds(facts) and not keeps(decision, guarantee)
        }

    def entries(self, finding: str, subject: str | None) -> list[Accepted]:
        """What is accepted of such a finding."""
        return [one for one in self.policy.accepted if one.finding == finding and one.subject in (None, subject)]

    def outside(self, among: Iterable[int], entries: list[Accepted]) -> set[int]:
        """Those that no entry takes on."""
        return {
            number
            for number in among
            if not any(entry.when is None or entry.when.holds(self.facts[number]) for entry in entries)
        }


def keeps(decision: Decision, guarantee: Guarantee) -> bool:
    for claim in guarantee.claims:
        role = claim.role or ""
        named = {
            "accountable": {decision.accountable.role},
            "responsible": {decision.responsible},
            "consulted": {*decision.consulted},
            "informed": {*decision.informed},
            "involves": {decision.accountable.role, decision.responsible, *decision.consulted, *decision.informed},
        }
        if claim.kind == "within":
            kept = decision.deadline is not None and decision.deadline - AT <= timedelta(minutes=claim.minutes)
        elif claim.kind == "approved":
            kept = role in decision.approve_by or f"{role}.lead" in decision.approve_by
        else:
            kept = role in named[claim.kind]
        if not kept:
            return False
    return True
