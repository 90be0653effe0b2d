"""What the properties say, read plainly: every conversation of the space is decided, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from math import inf
from typing import Any

from earshot.engine.policy import Accepted, Claim, Decision, Guarantee, Policy, decide, fill_facts
from tests.engine.proofs.logic.documents import HOURS
from tests.oracle_policy import minutes_of

DAY = 24 * 60
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

Conversation = dict[str, Any]


class Twin:
    def __init__(self, document: dict[str, Any], policy: Policy, conversations: list[Conversation]) -> None:
        self.policy = policy
        self.rules = {rule.get("name", "otherwise"): rule for rule in (*document["rules"], document["otherwise"])}
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
            if decision.handling == "answer" and guarantee.when.holds(facts) and not self.keeps(decision, guarantee)
        }

    def keeps(self, decision: Decision, guarantee: Guarantee) -> bool:
        """Whether a decision is as the guarantee promises, at whatever time it is made."""
        within = self.rules[decision.rule].get("answer within")
        return all(
            kept(decision, claim) if claim.role else takes(within, claim.hours) <= claim.minutes
            for claim in guarantee.claims
        )

    def alone(self) -> set[str]:
        """The rules of which somebody on duty would have to approve their own words: b's lead writes for b too."""
        return {
            name
            for name, rule in self.rules.items()
            if rule.get("handling", "answer") == "answer"
            and rule.get("responsible", rule["accountable"]) == "b"
            and "b.lead" in rule.get("approve by", ())
            and self.decided_by(name)
        }

    def entries(self, finding: str, subject: str | None) -> list[Accepted]:
        """What is accepted of such a finding, once it is decided."""
        return [
            one
            for one in self.policy.accepted
            if one.finding == finding and one.subject in (None, subject) and not one.undecided
        ]

    def outside(self, among: Iterable[int], entries: list[Accepted]) -> set[int]:
        """Those that no entry takes on."""
        return {
            number
            for number in among
            if not any(entry.when is None or entry.when.holds(self.facts[number]) for entry in entries)
        }


def kept(decision: Decision, claim: Claim) -> bool:
    """Whether a decision gives a role the part that a claim promises it."""
    role = claim.role or ""
    if claim.kind == "approved":
        return role in decision.approve_by or f"{role}.lead" in decision.approve_by
    named = {
        "accountable": {decision.accountable.role},
        "responsible": {decision.responsible},
        "consulted": {*decision.consulted},
        "informed": {*decision.informed},
        "involves": {decision.accountable.role, decision.responsible, *decision.consulted, *decision.informed},
    }
    return role in named[claim.kind]


def takes(within: str | dict[str, str] | None, hours: str) -> float:
    """Minutes of the hours until an answer is due, at the worst minute of the day; every day is the same."""
    if within is None:
        return inf
    return _takes(tuple(within.items()) if isinstance(within, dict) else (("always", within),), hours)


@lru_cache
def _takes(clocks: tuple[tuple[str, str], ...], hours: str) -> int:
    longest = 0
    for start in range(DAY):
        left = {name: minutes_of(lasts) for name, lasts in clocks}
        at, counted = start, 0
        while all(left.values()):
            left = {name: rest - is_open(name, at) for name, rest in left.items()}
            counted += is_open(hours, at)
            at += 1
        longest = max(longest, counted)
    return longest


@lru_cache(maxsize=4 * DAY)
def is_open(hours: str, minute: int) -> bool:
    if hours == "always":
        return True
    begins, ends = HOURS[hours]
    now = f"{minute // 60 % 24:02}:{minute % 60:02}"
    return begins <= now < ends if begins < ends else now >= begins or now < ends
