"""What the policy asks of whoever answers a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist

from earshot.engine import policy as engine
from earshot.engine.policy import Accepted, Policy
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import facts_of
from earshot.features.responsibility.queries import active_policy, why


@dataclass(frozen=True, slots=True)
class Requirement:
    """``entries`` of ``approve by`` that must all approve, in the order of the policy; none where anybody may send."""

    entries: tuple[str, ...]
    rule: str
    policy: Policy
    number: int
    """Of the version in force."""
    facts: Mapping[str, Any]

    def taken_on(self) -> Accepted | None:
        """By whom it is taken on that nobody else can approve here, and why; None where nobody has."""
        for entry in self.policy.accepted:
            if entry.finding == "four_eyes" and entry.subject in (None, self.rule) and self._lies_in(entry):
                return entry
        return None

    def _lies_in(self, entry: Accepted) -> bool:
        return entry.when is None or entry.when.holds(engine.fill_facts(self.facts, self.policy.zone))


def required(conversation: Conversation, at: datetime) -> Requirement:
    """By the newest decision; where that was made under another version than the one in force (or there is none), as
    the version in force decides now: a policy that has just come into force holds for every send from then on.
    """
    version, policy = active_policy(conversation.workspace_id)
    facts = facts_of(conversation)
    stored = _stored(conversation, version.pk)
    if stored is not None:
        entries, rule = tuple(stored["approve_by"]), str(stored["rule"])
    else:
        says = engine.decide(policy, facts, at)
        entries, rule = says.approve_by, says.rule
    return Requirement(entries, rule, policy, version.number, facts)


def _stored(conversation: Conversation, version_id: int) -> Mapping[str, Any] | None:
    """What the newest decision says, if that version made it."""
    try:
        decision = why(conversation)
    except ObjectDoesNotExist:
        return None
    result = cast("Mapping[str, Any]", decision.result)
    return result if decision.policy_id == version_id and "approve_by" in result else None
