"""Why a conversation is where it is, told at the shell: the stored decision, and what deciding now would say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earshot.engine.policy import decide
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import facts_of
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import Assignment, Decision
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.queries import why
from earshot.features.responsibility.seated import present_policy
from earshot.kernel.errors import NotFound

COMPARED = (
    "rule",
    "handling",
    "accountable",
    "responsible",
    "consulted",
    "informed",
    "deadline",
    "approve_by",
    "ladder",
)
"""What of a decision would change something; of ``accountable`` the role: the person stays while the rule does."""


@dataclass(frozen=True, slots=True)
class Explained:
    """``now`` is what the policy in force (``number``) says at this minute; ``differs`` names what is not as stored."""

    conversation: Conversation
    decision: Decision
    current: Assignment | None
    names: Mapping[str, str]
    now: Mapping[str, Any]
    number: int
    differs: tuple[str, ...]


def explained(conversation_id: int, at: datetime) -> Explained:
    """Of any conversation of this installation.

    Raises:
        NotFound: there is none of that number.
    """
    rows = Conversation.objects.select_related("workspace", "author", "channel", "accountable")
    found = rows.filter(pk=conversation_id).first()
    if found is None:
        raise NotFound(f"There is no conversation {conversation_id}.", "Its number stands in the address of its page.")
    version, _ = active_policy(found.workspace_id)
    policy = present_policy(found.workspace_id)
    since = found.turn_since.isoformat() if found.turn_since else None
    now = decide(policy, {**facts_of(found), "turn_since": since}, at).as_json()
    if since is None:
        now["deadline"] = None
    decision = why(found)
    current = (
        Assignment.objects.filter(conversation=found, ended_at=None).select_related("membership", "previous").first()
    )
    seats = Membership.objects.filter(workspace_id=found.workspace_id).values_list("handle", "name")
    differs = tuple(name for name in COMPARED if _part(decision.result, name) != _part(now, name))
    return Explained(found, decision, current, dict(seats), now, version.number, differs)


def _part(result: Mapping[str, Any], name: str) -> object:
    part = result.get(name)
    return part.get("role") if isinstance(part, dict) else part
