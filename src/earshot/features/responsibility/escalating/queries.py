"""Every read of climbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from earshot.engine.policy import PolicyInvalid
from earshot.engine.policy.names import LEAD
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_belonging, access_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.escalating.climbing import LATE
from earshot.features.responsibility.escalating.rungs import Rung, rungs
from earshot.features.responsibility.models import Escalation, EscalationStep
from earshot.features.responsibility.policies import loaded
from earshot.web.prepared import Prepared

_WAITS = ("running", "climbed")
"""States in which nobody has taken it up."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The live climb of a conversation. ``ran`` are its steps so far; ``ahead`` those to come, with their times."""

    row: Escalation
    ran: list[EscalationStep]
    ahead: list[tuple[Rung, datetime]]

    @property
    def waits(self) -> bool:
        """Whether somebody is still to take it up."""
        return self.row.state in _WAITS

    @property
    def next(self) -> tuple[Rung, datetime] | None:
        """The step that comes next, and when; None where none does."""
        return self.ahead[0] if self.row.state == "running" and self.ahead else None


def access_escalations(membership: Membership) -> QuerySet[Escalation]:
    """The climbs of the conversations that this seat may see, oldest first."""
    return access_belonging(Escalation.objects.order_by("id"), membership)


def escalation_of(conversation: Conversation) -> Climb | None:
    """The live climb of a conversation that came through its door; None where nothing climbs."""
    return live_of(*climbs_of(conversation))


def climbs_of(conversation: Conversation) -> tuple[list[Escalation], list[EscalationStep]]:
    """Every climb of a conversation that came through its door, and every step that ran, each with its climb; oldest
    first."""
    climbs = _climbs(conversation.pk)
    by_id = {climb.pk: climb for climb in climbs}
    steps = _steps(conversation.pk) if climbs else []
    for step in steps:
        step.escalation = by_id[step.escalation_id]
    return climbs, steps


def live_of(climbs: Sequence[Escalation], steps: Sequence[EscalationStep]) -> Climb | None:
    """Of all climbs and steps of a conversation the live one; None where there is none."""
    row = next((climb for climb in climbs if climb.live), None)
    if row is None:
        return None
    ran = [step for step in steps if step.escalation_id == row.pk]
    return Climb(row, ran, _ahead(row, len(ran)))


def _ahead(row: Escalation, ran: int) -> list[tuple[Rung, datetime]]:
    try:
        way = rungs(loaded(row.policy), row.ladder)
    except PolicyInvalid:
        return []
    return [(rung, row.started_at + rung.after) for rung in way[ran:]]


@Prepared
def _climbs(conversation_id: int) -> QuerySet[Escalation]:
    return Escalation.objects.filter(conversation=conversation_id).select_related("acknowledged_by").order_by("id")


@Prepared
def _steps(conversation_id: int) -> QuerySet[EscalationStep]:
    return EscalationStep.objects.filter(escalation__conversation=conversation_id).order_by("id")


def lateness(step: EscalationStep) -> timedelta | None:
    """By how much a step came too late; None where it came in time."""
    late = step.ran_at - step.due_at
    return late if late > LATE else None


def escalated_to(membership: Membership) -> QuerySet[Conversation]:
    """What has climbed to this seat and waits for somebody to take it up."""
    steps = EscalationStep.objects.filter(
        escalation__live=True,
        escalation__state__in=_WAITS,
        escalation__conversation__workspace=membership.workspace_id,
    )
    rows = steps.values_list("escalation__conversation_id", "reached")
    mine = {pk for pk, reached in rows if membership.pk in reached}
    return access_conversations(membership).filter(pk__in=mine)


def informed_by_steps(climb_ids: Sequence[int]) -> dict[int, set[str]]:
    """Conversation id -> the roles to which these climbs have come: informed as long as the climb is live."""
    found: dict[int, set[str]] = {}
    rows = EscalationStep.objects.filter(escalation__in=climb_ids).select_related("escalation__policy")
    for step in rows:
        role = step.to.removesuffix(LEAD)
        if role in loaded(step.escalation.policy).roles:
            found.setdefault(step.escalation.conversation_id, set()).add(role)
    return found
