"""The auditor: says where a promise of the policy is not kept, so that nothing is missed in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from earshot.engine.policy import Policy, on_duty
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import open_conversations
from earshot.features.responsibility.models import Assignment, Decision, Involvement, PolicyVersion
from earshot.features.responsibility.policies import active_policy

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that is not kept.

    ``kind``: ``unowned`` (no open assignment, or another person's than the column says), ``inactive`` (the accountable
    seat is deactivated), ``undecided`` (decided by a version that is no longer in force), ``gap`` (nobody is on duty at
    the deadline, and it is not shown), ``ladder`` (a step was due; ladders are not run in this release).
    """

    kind: str
    conversation_id: int
    detail: str = ""


def audit_findings(workspace_id: int, at: datetime) -> tuple[Finding, ...]:
    """Everything that is not as promised, at ``at``."""
    version, policy = active_policy(workspace_id)
    return (
        *_unowned(workspace_id),
        *_inactive(workspace_id),
        *_undecided(workspace_id, version),
        *_gaps(workspace_id, policy),
        *_ladders(workspace_id, policy, at),
    )


def _unowned(workspace_id: int) -> Iterator[Finding]:
    owners = dict(
        Assignment.objects.filter(conversation__in=open_conversations(workspace_id), ended_at=None).values_list(
            "conversation_id", "membership_id"
        )
    )
    for pk, accountable in open_conversations(workspace_id).values_list("id", "accountable_id"):
        if owners.get(pk) != accountable:
            yield Finding("unowned", pk)


def _inactive(workspace_id: int) -> Iterator[Finding]:
    rows = open_conversations(workspace_id).filter(accountable__active=False)
    for pk, name in rows.values_list("id", "accountable__name"):
        yield Finding("inactive", pk, name)


def _undecided(workspace_id: int, version: PolicyVersion) -> Iterator[Finding]:
    rows = open_conversations(workspace_id).exclude(policy_number=version.number)
    for pk, number in rows.values_list("id", "policy_number"):
        yield Finding("undecided", pk, str(number))


def _gaps(workspace_id: int, policy: Policy) -> Iterator[Finding]:
    rows = open_conversations(workspace_id).filter(deadline_at__isnull=False, gap=False)
    deadlines: dict[int, datetime] = {pk: due for pk, due in rows.values_list("id", "deadline_at") if due is not None}
    responsible = Involvement.objects.filter(letter="R", conversation__in=rows)
    roles = dict(responsible.values_list("conversation_id", "role"))
    known: dict[tuple[str, datetime], bool] = {}
    for pk, due in deadlines.items():
        role = roles.get(pk, "")
        if (role, due) not in known:
            known[role, due] = role in policy.roles and bool(on_duty(policy, role, due - _MINUTE))
        if not known[role, due]:
            yield Finding("gap", pk, due.isoformat())


def _ladders(workspace_id: int, policy: Policy, at: datetime) -> Iterator[Finding]:
    climbing = {rule.name: rule.ladder for rule in (*policy.rules, policy.otherwise) if rule.ladder}
    if not climbing:
        return
    in_turn = Q(turn_since__isnull=False, handling="answer")
    rows = open_conversations(workspace_id).filter(in_turn, rule__in=climbing)
    for conversation in rows:
        ladder = climbing[conversation.rule]
        since = _decided_at(conversation)
        steps = policy.ladders[ladder].steps if ladder in policy.ladders else ()
        due = [step.to for step in steps if since is not None and since + timedelta(minutes=step.after) <= at]
        if due:
            yield Finding("ladder", conversation.pk, ", ".join(due))


def _decided_at(conversation: Conversation) -> datetime | None:
    """When the rule that is in force now first won, as far as the decisions since the last other one tell."""
    rows = Decision.objects.filter(conversation=conversation).order_by("-id").values_list("at", "result__rule")
    since: datetime | None = None
    for at, rule in rows.iterator(chunk_size=20):
        if rule != conversation.rule:
            break
        since = at
    return since
