"""What time alone changes: covers at changes of duty, snoozes, offers that lapse, a policy that is not settled yet,
ladders, and the auditor. Idempotent: any number of processes may run it, and a run that was missed is made up by the
next."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from earshot.engine.policy import next_change, on_leave
from earshot.features.conversations.actions import wake_due
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import open_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import PORTION, decide_again, settle_policy
from earshot.features.responsibility.auditor import keep_look, look
from earshot.features.responsibility.deciding import Desk
from earshot.features.responsibility.escalating.climbing import climb_due
from earshot.features.responsibility.escalating.following import begin_missing
from earshot.features.responsibility.gaps import misjudged
from earshot.features.responsibility.handing import lapse_due
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.shifts.swapping import lapse_due as lapse_swaps
from earshot.kernel.clock import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did. ``findings``: how many of each kind the auditor has."""

    woken: int = 0
    lapsed: int = 0
    covers: int = 0
    settled: int = 0
    steps: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Seen:
    """What this process knows of a workspace's duty: nothing changes before ``until``."""

    version_id: int
    until: datetime | None
    at: datetime
    seated: frozenset[int]
    """The seats on which somebody sits: who joins can act from then on, who leaves can not."""

    def still_holds(self, version_id: int, seated: frozenset[int], now: datetime) -> bool:
        """Whether nothing has changed since."""
        same = (self.version_id, self.seated) == (version_id, seated)
        return same and self.at <= now and (self.until is None or now < self.until)


_seen: dict[int, _Seen] = {}


def run_due(clock: Clock, resting: Collection[int] = ()) -> Ran:
    """Do what is due now, in every workspace. ``resting`` are those in which no time passes yet: nothing climbs there,
    and nothing is audited (a sample company whose past is still being told)."""
    woken, lapsed = wake_due(clock), lapse_due(clock) + lapse_swaps(clock)
    covers = settled = 0
    findings: Counter[str] = Counter()
    workspaces = list(PolicyVersion.objects.filter(active=True).values_list("workspace_id", flat=True))
    awake = [workspace_id for workspace_id in workspaces if workspace_id not in resting]
    for workspace_id in workspaces:
        settled += settle_policy(workspace_id, clock)
        covers += refresh_covers(workspace_id, clock)
        if workspace_id not in resting:
            begin_missing(workspace_id, clock)
    steps = climb_due(clock, resting=resting)
    for workspace_id in awake:
        looked = look(workspace_id, clock.now())
        keep_look(workspace_id, looked)
        findings.update(looked.counts)
    _tell_findings(findings)
    return Ran(woken, lapsed, covers, settled, steps, dict(findings))


_told: list[str] = [""]
"""What of the auditor stands in the log already."""


def _tell_findings(findings: Counter[str]) -> None:
    """Into the log where they differ from what stands there: it is looked every few seconds."""
    found = ", ".join(f"{kind} {count}" for kind, count in sorted(findings.items()))
    if found != _told[0]:
        _told[0] = found
        log.warning("The auditor found: %s.", found or "nothing any more")


def refresh_covers(workspace_id: int, clock: Clock) -> int:
    """Where duty has changed since this process looked last: decide again what is covered wrongly now. Accountability
    stays where it is, unless that seat is deactivated. Answers how many conversations were decided."""
    version, _policy = active_policy(workspace_id)
    now, seen = clock.now(), _seen.get(workspace_id)
    there = Membership.objects.filter(workspace_id=workspace_id, active=True, person__isnull=False)
    seated = frozenset(there.values_list("pk", flat=True))
    if seen is not None and seen.still_holds(version.pk, seated, now):
        return 0
    desk = Desk(workspace_id, now)
    stale = _covered_wrongly(desk)
    decided = 0
    for start in range(0, len(stale), PORTION):
        decided += decide_again(stale[start : start + PORTION], "duty", clock)
    _seen[workspace_id] = _Seen(version.pk, next_change(desk.policy, now), now, seated)
    return decided


def forget() -> None:
    """Forget what this process knows of duty, so that the next run looks at everything."""
    _seen.clear()


def _covered_wrongly(desk: Desk) -> list[int]:
    rows = open_conversations(desk.workspace_id)
    left = rows.filter(accountable__active=False) if desk.presence.seats_somebody() else rows.none()
    misjudged_there = (each.conversation_id for each in misjudged(desk.workspace_id, desk.policy))
    matters = Q(deadline_at__isnull=False) | Q(covering__isnull=False) | Q(accountable__in=_on_leave(desk))
    owed = rows.filter(matters, handling="answer", turn_since__isnull=False).order_by("id")
    covered = [row.pk for row in owed.only(*_READ) if _is_stale(row, desk)]
    return sorted({*covered, *left.values_list("pk", flat=True), *misjudged_there})


def _on_leave(desk: Desk) -> list[int]:
    return [seat for seat, person in desk.person_of.items() if on_leave(desk.policy, person, desk.at)]


_READ = ("accountable_id", "covering_id", "role", "rule", "lang", "deadline_at")


def _is_stale(row: Conversation, desk: Desk) -> bool:
    """Whether somebody must cover who does not, or covers who need not, or cannot any more."""
    rule = desk.rule_of(row)
    absent = desk.absent(desk.person_of[row.accountable_id], rule, row.lang, row.deadline_at)
    if absent is None or row.covering_id is None:
        return row.covering_id is not None or (
            absent is not None and desk.presence.cover(absent, desk.at_work) is not None
        )
    return not desk.goes_on(absent, desk.person_of[row.covering_id])
