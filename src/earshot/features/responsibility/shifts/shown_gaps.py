"""What stays uncovered because somebody is away at once: gaps that were shown and confirmed, for the auditor's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from earshot.engine.policy import Leave, Policy
from earshot.engine.rota import day_number, instant_of, leave_spans
from earshot.features.audit.queries import entries
from earshot.features.people.models import Membership
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts.absence import LONGEST
from earshot.features.responsibility.shifts.at_once import VERB
from earshot.features.responsibility.shifts.names import Seats
from earshot.features.responsibility.shifts.spans import Stretch, stretches

LISTED = 20


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One leave at once that is not over. ``by`` confirmed it at ``at``; ``broken`` are the sentences they were shown
    (see ``sentences.in_words``); ``open`` is what is uncovered still, by what the policy says now."""

    name: str
    by: str
    at: datetime
    last: date
    broken: tuple[str, ...]
    open: tuple[Stretch, ...]


def shown_gaps(membership: Membership, now: datetime) -> list[ShownGap]:
    """Those of the workspace, the newest first; none once the leave is over or taken back."""
    policy = present_policy(membership.workspace_id)
    seats = Seats(policy, membership.workspace_id)
    rows = entries(membership.workspace_id).filter(verb=VERB, at__gt=now - LONGEST)
    kept = rows.values_list("actor_name", "at", "detail")[:LISTED]
    return [gap for by, at, detail in kept for gap in _gap(by, at, detail, policy, seats, now)]


def _gap(
    by: str, at: datetime, detail: Mapping[str, Any], policy: Policy, seats: Seats, now: datetime
) -> Iterator[ShownGap]:
    """Nothing where nothing was to be confirmed."""
    roles, broken = detail.get("open", []), tuple(detail.get("confirmed", []))
    person, first, last = detail["leave"]
    leave = Leave(person, date.fromisoformat(first), date.fromisoformat(last))
    if not (roles or broken) or leave not in policy.leave:
        return
    zone = policy.people[person].zone or policy.zone
    days = leave_spans(zone, day_number(leave.first), day_number(leave.last))
    end = instant_of(days[-1][1])
    if end <= now:
        return
    known = (role for role in roles if role in policy.roles)
    uncovered = tuple(one for role in known for one in stretches(policy, role, now, end) if not one.covers)
    yield ShownGap(seats.name(person), by, at, leave.last, broken, uncovered)
