"""The auditor: says where a promise of the policy is not kept, so that nothing is missed in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.engine.policy import Policy
from earshot.features.conversations.queries import open_conversations
from earshot.features.notices.reminding import mute
from earshot.features.responsibility.escalating.climbing import LATE
from earshot.features.responsibility.escalating.following import unclimbed
from earshot.features.responsibility.escalating.reminding import KIND, taken_up
from earshot.features.responsibility.gaps import misjudged
from earshot.features.responsibility.models import Assignment, AuditorLook, Escalation, PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.seated import present_policy

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that is not kept.

    ``kind``: ``unowned`` (no open assignment, or another person's than the column says), ``inactive`` (the accountable
    seat is deactivated), ``undecided`` (decided by a version that is no longer in force), ``gap`` (nobody is on duty at
    the deadline, and it is not shown), ``unclimbed`` (the rule asks for a ladder, and none was begun), ``ladder`` (a
    step was due more than a minute ago and has not run), ``mute`` (owed, not taken up, and nothing of it will be sent
    any more, though no ladder has reached anybody).
    """

    kind: str
    conversation_id: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look covered: open conversations, deadlines that run, ladders that are climbed; and the findings."""

    at: datetime
    conversations: int
    deadlines: int
    ladders: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each kind."""
        return dict(sorted(Counter(finding.kind for finding in self.findings).items()))


def audit_findings(workspace_id: int, at: datetime) -> tuple[Finding, ...]:
    """Everything that is not as promised, at ``at``."""
    version, policy = active_policy(workspace_id)
    present = present_policy(workspace_id)
    return (
        *_unowned(workspace_id),
        *_inactive(workspace_id),
        *_undecided(workspace_id, version),
        *_gaps(workspace_id, present),
        *_ladders(workspace_id, policy, at),
        *_mute(workspace_id),
    )


def look(workspace_id: int, at: datetime) -> Looked:
    """Look at everything that the auditor looks at."""
    rows = open_conversations(workspace_id)
    climbs = Escalation.objects.filter(conversation__workspace=workspace_id, state="running")
    return Looked(
        at,
        rows.count(),
        rows.filter(deadline_at__isnull=False).count(),
        climbs.count(),
        audit_findings(workspace_id, at),
    )


def keep_look(workspace_id: int, looked: Looked) -> None:
    """Write down that it was looked, and what for, at most once a minute unless something else was found: for the page,
    for metrics, and so that a silent auditor shows."""
    last = AuditorLook.objects.filter(pk=workspace_id).first()
    if last is not None and last.findings == looked.counts and last.at <= looked.at < last.at + _MINUTE:
        return
    AuditorLook.objects.update_or_create(
        workspace_id=workspace_id,
        defaults={
            "at": looked.at,
            "conversations": looked.conversations,
            "deadlines": looked.deadlines,
            "ladders": looked.ladders,
            "findings": looked.counts,
        },
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
    for due in misjudged(workspace_id, policy):
        if due.gap:
            yield Finding("gap", due.conversation_id, due.at.isoformat())


def _ladders(workspace_id: int, policy: Policy, at: datetime) -> Iterator[Finding]:
    for pk, ladder in unclimbed(workspace_id, policy):
        yield Finding("unclimbed", pk, ladder)
    due = Escalation.objects.filter(
        conversation__workspace=workspace_id, state="running", next_at__lte=at - LATE
    ).order_by("next_at")
    for pk, ladder in due.values_list("conversation_id", "ladder"):
        yield Finding("ladder", pk, ladder)


def _mute(workspace_id: int) -> Iterator[Finding]:
    for pk, name in mute(workspace_id, KIND, taken_up(workspace_id)):
        yield Finding("mute", pk, name)
