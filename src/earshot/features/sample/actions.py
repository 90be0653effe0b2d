"""Every write of the feature: begin, tell on, try the draft, remove."""

from __future__ import annotations

import time
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.notices.actions import told_in_the_past
from earshot.features.people.models import Membership, Person, Role, Workspace
from earshot.features.people.permissions import require
from earshot.features.people.queries import access_membership
from earshot.features.responsibility.escalating.climbing import climb_until
from earshot.features.responsibility.timers import forget
from earshot.features.sample.acting import Stage, Travel, act, stage_of
from earshot.features.sample.company import EDITION
from earshot.features.sample.drafting import begin_backtest
from earshot.features.sample.founding import found_company, proved_policy
from earshot.features.sample.models import Sample
from earshot.features.sample.queries import sample_of, untold
from earshot.features.sample.removing import erase
from earshot.features.sample.story import BEFORE, Step, story
from earshot.kernel.clock import Clock, HeldClock
from earshot.kernel.errors import NotFound
from earshot.web import live

__all__ = ["begin_backtest", "begin_sample", "drip_due", "remove_sample", "tell_on"]

SLICE = 0.4
"""Seconds that one slice of the history takes the writer; a live post never waits for more than that."""


def begin_sample(person: Person, clock: Clock, travel: Travel | None = None) -> Workspace:
    """A sample company for this person; the one they have, if they have one.

    With ``travel`` its history is told before this returns; without, the work process tells it (``tell_on``).
    """
    begun_at = clock.now().replace(microsecond=0)
    founded = HeldClock(begun_at - BEFORE)
    if sample_of(person) is None:
        proved_policy(person, begun_at, founded)  # here, so that no writer waits for the proof
    with transaction.atomic():
        found = sample_of(person)
        if found is None:
            owner = found_company(person, begun_at, founded)
            found = Sample.objects.create(workspace=owner.workspace, person=person, begun_at=begun_at, edition=EDITION)
    while travel is not None and tell_on(found.pk, clock, travel):
        pass
    return found.workspace


def tell_on(workspace_id: int, clock: Clock, travel: Travel, seconds: float = SLICE) -> bool:
    """Tell the history on for about ``seconds``; whether there is more of it. False where the sample is gone."""
    until, stages = time.monotonic() + seconds, Stages()
    while time.monotonic() < until:
        if not _tell_step(workspace_id, clock, travel, stages, arriving=False):
            return False
    live.publish(clock, workspace_id, "import.changed", 0)
    return True


def drip_due(clock: Clock, travel: Travel) -> int:
    """Let those posts arrive whose time has come, in every sample whose history has been told. Answers how many."""
    arrived, stages = 0, Stages()
    for workspace_id in untold():
        while _tell_step(workspace_id, clock, travel, stages, arriving=True):
            arrived += 1
    return arrived


class Stages:
    """The stages of one run of steps, each read once."""

    def __init__(self) -> None:
        self._read: dict[int, Stage] = {}

    def of(self, sample: Sample) -> Stage:
        """The stage of that sample."""
        if sample.pk not in self._read:
            self._read[sample.pk] = stage_of(access_membership(sample.person, sample.workspace.slug))
        return self._read[sample.pk]


@transaction.atomic
def _tell_step(workspace_id: int, clock: Clock, travel: Travel, stages: Stages, *, arriving: bool) -> bool:
    """Tell the next step and keep the place behind it, in one transaction; whether there was one to tell."""
    rows = Sample.objects.select_for_update(of=("self",)).select_related("workspace", "person")
    found = rows.filter(pk=workspace_id).first()
    step = _next(found, clock, arriving) if found is not None else None
    if found is None or step is None:
        return False
    with nullcontext() if arriving else told_in_the_past():
        if not arriving:
            _climb(found, step.at)
        act(step, stages.of(found), clock if arriving else HeldClock(step.at), travel)
        if found.told + 1 == len(story(found.begun_at).history):
            _climb(found, found.begun_at)
            forget()  # duty was last looked at in the middle of the story: the timers look anew
    Sample.objects.filter(pk=workspace_id, told=found.told).update(told=found.told + 1)
    return True


def _climb(sample: Sample, until: datetime) -> None:
    """What had climbed by then had climbed: in the past, so that nobody is rung for it now."""
    climb_until(sample.pk, until)


def _next(sample: Sample, clock: Clock, arriving: bool) -> Step | None:
    """The next step of the history, or of what arrives and is due; none of a story that another edition began."""
    if sample.edition != EDITION:
        return None
    tale = story(sample.begun_at)
    if arriving == (sample.told < len(tale.history)) or sample.told >= len(tale.steps):
        return None
    step = tale.steps[sample.told]
    return step if step.at <= clock.now() else None


@transaction.atomic
def remove_sample(actor: Membership) -> None:
    """Take the actor's workspace, a sample, away with everything in it.

    Raises:
        NotAllowed: only its owner removes it.
        NotFound: the workspace is no sample.
    """
    require(actor, Role.OWNER)
    if not Sample.objects.filter(pk=actor.workspace_id).exists():
        raise NotFound(_("This workspace is no sample."), _("Only sample data can be removed like this."))
    erase(actor.workspace_id)
