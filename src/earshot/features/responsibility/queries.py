"""Every read of the feature. ``access_*`` are the only doors to its rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from earshot.engine.policy import Policy, on_duty, roles
from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_belonging, access_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.auditor import Finding, audit_findings
from earshot.features.responsibility.models import (
    Assignment,
    Backtest,
    Decision,
    HandOver,
    Involvement,
    PolicyVersion,
)
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.seated import seated
from earshot.web.prepared import Prepared

__all__ = [
    "Finding",
    "access_assignments",
    "access_backtests",
    "access_decisions",
    "access_hand_overs",
    "access_policies",
    "active_policy",
    "audit_findings",
    "claimable",
    "consulted_on",
    "duty_now",
    "involved",
    "my_conversations",
    "why",
]


def access_policies(membership: Membership) -> QuerySet[PolicyVersion]:
    """Every version of the workspace's policy."""
    rows = PolicyVersion.objects.filter(workspace_id=membership.workspace_id)
    return rows if membership.active else rows.none()


def access_backtests(membership: Membership) -> QuerySet[Backtest]:
    """The backtests of the workspace that are kept. They tell how much each person would have had: for
    administrators."""
    rows = Backtest.objects.filter(workspace_id=membership.workspace_id)
    return rows if membership.active else rows.none()


def access_decisions(membership: Membership) -> QuerySet[Decision]:
    """The decisions about the conversations that this seat may see, newest first."""
    return access_belonging(Decision.objects.order_by("-id"), membership)


def access_assignments(membership: Membership) -> QuerySet[Assignment]:
    """Who was accountable for them, oldest first."""
    return access_belonging(Assignment.objects.order_by("id"), membership)


def access_hand_overs(membership: Membership) -> QuerySet[HandOver]:
    """Their hand-overs, oldest first."""
    return access_belonging(HandOver.objects.order_by("id"), membership)


def why(conversation: Conversation) -> Decision:
    """The newest stored decision: what "why me?" shows. Never computed anew.

    Raises:
        Decision.DoesNotExist: the conversation was never decided, which the road does not allow.
    """
    found = _newest_decision.first(conversation.pk)
    if found is None:
        raise Decision.DoesNotExist
    return found


@Prepared
def _newest_decision(conversation_id: int) -> QuerySet[Decision]:
    rows = Decision.objects.select_related("policy").defer("facts", "road", "policy__text")
    return rows.filter(conversation=conversation_id).order_by("-id")[:1]


def involved(conversation: Conversation) -> dict[str, list[str]]:
    """Roles by letter (R, C, I), next to the one accountable."""
    found: dict[str, list[str]] = {"R": [], "C": [], "I": []}
    for letter, role in _involvements(conversation.pk):
        found[letter].append(role)
    return found


@Prepared
def _involvements(conversation_id: int) -> QuerySet[Involvement, tuple[str, str]]:
    return Involvement.objects.filter(conversation=conversation_id).order_by("id").values_list("letter", "role")


def claimable(conversation: Conversation) -> bool:
    """Whether nobody has taken it up yet."""
    if conversation.state == State.RESOLVED:
        return False
    return Assignment.objects.filter(conversation=conversation, ended_at=None, accepted_at=None).exists()


def my_conversations(membership: Membership) -> QuerySet[Conversation]:
    """What this seat is accountable for, and what it covers for somebody who is off duty."""
    mine = Q(accountable_id=membership.pk) | Q(covering_id=membership.pk)
    return access_conversations(membership).filter(mine)


def consulted_on(membership: Membership) -> QuerySet[Conversation]:
    """Open conversations of others on which a role of this person is consulted: nobody need ask themselves."""
    _, policy = active_policy(membership.workspace_id)
    person = membership.handle.casefold()
    mine = [role for role in policy.roles if person in {each.casefold() for each in policy.staff(role)}]
    rows = access_conversations(membership).exclude(state=State.RESOLVED).exclude(accountable=membership)
    return rows.filter(pk__in=Involvement.objects.filter(letter="C", role__in=mine).values("conversation_id"))


def duty_now(workspace_id: int, at: datetime, policy: Policy | None = None) -> dict[str, tuple[Membership, ...]]:
    """Who is on duty for each role, in the order in which work goes to them; an empty tuple is a hole. ``policy``: the
    one in force, where the caller has read it."""
    seats = {seat.handle.casefold(): seat for seat in Membership.objects.filter(workspace_id=workspace_id)}
    policy = seated(policy or active_policy(workspace_id)[1], seats.values())
    return {
        role.name: tuple(
            seats[person.casefold()] for person in on_duty(policy, role.name, at) if person.casefold() in seats
        )
        for role in roles(policy)
    }
