"""Steps that are due run: exactly once each, however many processes look, and whatever dies in between.

1. Rows that are due are read (on databases that can, past those that another process holds).
2. One statement moves ``next_at`` on, if it still stands where it was read: whoever changed the row runs the step.
3. In the same transaction the step, who is told, and the notices are written.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from earshot.engine.policy import PolicyInvalid
from earshot.engine.policy.names import LEAD
from earshot.features.conversations.holding import tell
from earshot.features.notices import actions as notices
from earshot.features.notices.actions import News
from earshot.features.people.models import Membership
from earshot.features.responsibility.escalating.following import KIND, retire
from earshot.features.responsibility.escalating.reaching import Reach
from earshot.features.responsibility.escalating.rungs import Rung, rungs
from earshot.features.responsibility.models import Escalation, EscalationStep, Involvement
from earshot.features.responsibility.policies import loaded
from earshot.kernel.clock import Clock, HeldClock
from earshot.kernel.texts import Said, say
from earshot.web import bulk

log = logging.getLogger(__name__)

PORTION = 200
"""Steps in one transaction, so that a storm of them never keeps the stream waiting for long."""

LATE = timedelta(minutes=1)
"""A step that runs later than this after its time says so; the auditor waits as long."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that runs now. ``gap``: nobody whom it names could be told."""

    climb: Escalation
    rung: Rung
    seats: Sequence[Membership]
    gap: bool
    called: str
    """Whom it names, in words."""


def climb_due(clock: Clock, *, resting: Collection[int] = (), workspace_id: int | None = None) -> int:
    """Run every step that is due. Answers how many.

    Args:
        resting: workspaces in which no time passes yet.
        workspace_id: only there.
    """
    ran = 0
    while taken := _portion(clock, resting, workspace_id):
        ran += taken
    return ran


def climb_until(workspace_id: int, until: datetime) -> None:
    """Run what was due by ``until``, each step at its own time: for a past that is told, in which nothing slept."""
    due = Escalation.objects.filter(state="running", conversation__workspace=workspace_id, next_at__lte=until)
    while (at := due.order_by("next_at").values_list("next_at", flat=True).first()) is not None:
        climb_due(HeldClock(at), workspace_id=workspace_id)


@transaction.atomic
def _portion(clock: Clock, resting: Collection[int], workspace_id: int | None) -> int:
    """The next step of up to PORTION climbs. Answers how many rows were dealt with."""
    due = Escalation.objects.filter(state="running", next_at__lte=clock.now())
    if workspace_id is not None:
        due = due.filter(conversation__workspace=workspace_id)
    if resting:
        due = due.exclude(conversation__workspace__in=list(resting))
    rows = due.order_by("next_at", "id").select_related("conversation__author", "policy")
    climbs = list(rows.select_for_update(of=("self",), skip_locked=True)[:PORTION])
    climbs.sort(key=lambda climb: climb.conversation.workspace_id)
    for workspace, group in groupby(climbs, key=lambda climb: climb.conversation.workspace_id):
        reach = Reach(workspace, clock.now())
        steps = [step for climb in group if (step := _take(climb, reach, clock)) is not None]
        _write(workspace, steps, clock)
    return len(climbs)


def _take(climb: Escalation, reach: Reach, clock: Clock) -> Step | None:
    """Move a climb on to its next step; None where another process has, or where its ladder cannot be read any more:
    then it ends, and climbs anew by the version in force."""
    try:
        own = loaded(climb.policy)
    except PolicyInvalid:
        log.error("The policy v%d of climb %d cannot be read any more.", climb.policy.number, climb.pk)
        retire([climb], clock)
        return None
    way = rungs(own, climb.ladder)
    rung = next((each for each in way if climb.started_at + each.after == climb.next_at), None)
    if rung is None or climb.next_at is None:
        retire([climb], clock)
        return None
    if not _move_on(climb, way[rung.number] if rung.number < len(way) else None):
        return None
    seats, gap = reach.whom(rung.to, own)
    return Step(climb, rung, seats, gap, reach.called(rung.to))


def _move_on(climb: Escalation, following: Rung | None) -> bool:
    """To the time of the step that follows, or to the end. Whether nobody else has."""
    row = Escalation.objects.filter(pk=climb.pk, state="running", next_at=climb.next_at)
    if following is not None:
        return bool(row.update(next_at=climb.started_at + following.after))
    return bool(row.update(next_at=None, state="climbed"))


def _write(workspace_id: int, steps: Sequence[Step], clock: Clock) -> None:
    """What runs, who knows now, and their notices; open pages are told."""
    bulk.insert(
        EscalationStep,
        ("escalation_id", "number", "to", "due_at", "ran_at", "reached", "gap"),
        [
            (
                step.climb.pk, step.rung.number, step.rung.to, step.climb.next_at, clock.now(),
                [seat.pk for seat in step.seats], step.gap,
            )
            for step in steps
        ],
    )  # fmt: skip
    bulk.insert(
        Involvement,
        ("conversation_id", "letter", "role"),
        [(step.climb.conversation_id, "I", role) for step in steps if (role := role_of(step.rung.to, step.climb))],
        ignore=True,
    )
    for step in steps:
        about = ("conversation", step.climb.conversation_id)
        notices.settle(about, clock, kinds=(KIND,))
        tell(step.climb.conversation, clock)
        news = [News(seat.pk, KIND, _said(step), about, True, True) for seat in step.seats]
        notices.notify(workspace_id, news, clock)


def role_of(to: str, climb: Escalation) -> str | None:
    """The role that a step names, as it stands in involvement; None where it names a person."""
    role = to.removesuffix(LEAD)
    return role if role in loaded(climb.policy).roles else None


def _said(step: Step) -> Said:
    parts = {"to": step.called, "author": str(step.climb.conversation.author), "ladder": step.climb.ladder}
    if step.gap:
        return say(
            "Nobody has taken up what %(author)s wrote, and %(to)s cannot be reached: it comes to you. "
            "(Ladder “%(ladder)s”)",
            **parts,
        )
    return say("Nobody has taken up what %(author)s wrote. It has climbed to %(to)s. (Ladder “%(ladder)s”)", **parts)
