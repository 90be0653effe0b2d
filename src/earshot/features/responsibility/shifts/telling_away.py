"""Who is told that somebody is away from now on: leads, administrators, and whoever comes on duty instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from earshot.engine.policy import Policy
from earshot.engine.policy.editing_duty import moment_text
from earshot.features.notices.actions import News, notify
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.features.people.zones import zone_of
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts.absence import Away
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.shifts.rules import colleagues
from earshot.features.responsibility.shifts.spans import Stretch
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_, Said, say

KIND = "absence"
NAMED = 3
"""So many times are written out in a notice; the page that it leads to has all."""

COVERED = N_("%(name)s is away from now on. The last day is %(day)s; every shift is covered.")
UNCOVERED = N_("%(name)s is away from now on. The last day is %(day)s; nobody is on duty: %(times)s.")
BROKEN = N_("%(name)s is away from now on. The last day is %(day)s; promises of the policy break meanwhile.")
INSTEAD = N_("You are on duty instead of %(name)s: %(times)s.")


def tell_away(
    version: PolicyVersion, actor: Membership, seat: Membership, last: date, away: Away, clock: Clock
) -> None:
    """Write the notices, in the caller's transaction. Whoever entered it knows."""
    policy = present_policy(version.workspace_id)
    seats = Seats(policy, version.workspace_id)
    about = (KIND, version.pk)
    news = [
        News(each.pk, KIND, _said(each, seat, last, away), about, urgent=True)
        for each in _concerned(policy, seats, seat, version.workspace_id)
        if each.pk != actor.pk
    ]
    for person, shifts in _instead(away).items():
        stands_in = seats.of(person)
        if stands_in is not None and stands_in.pk != actor.pk:
            words = say(INSTEAD, name=seat.name, times=_times(stands_in, shifts))
            news.append(News(stands_in.pk, KIND, words, about, urgent=True))
    notify(version.workspace_id, news, clock)


def _concerned(policy: Policy, seats: Seats, seat: Membership, workspace_id: int) -> list[Membership]:
    """The leads of the person's roles, and all administrators; the person too, where somebody else enters it."""
    person = person_of(policy, seat)
    leads = (role.lead for role in policy.roles.values() if person in colleagues(policy, role.name))
    found = {found.pk: found for lead in leads if lead and (found := seats.of(lead)) is not None}
    for each in Membership.objects.filter(workspace_id=workspace_id, active=True).order_by("id"):
        if may(each, Role.ADMIN) or each.pk == seat.pk:
            found[each.pk] = each
    return list(found.values())


def _said(reader: Membership, seat: Membership, last: date, away: Away) -> Said:
    day = last.isoformat()
    if away.open:
        return say(UNCOVERED, name=seat.name, day=day, times=_times(reader, away.open))
    return say(BROKEN if away.broken else COVERED, name=seat.name, day=day)


def _instead(away: Away) -> dict[str, list[Stretch]]:
    """Who comes on duty that would not have been, and when."""
    found: dict[str, list[Stretch]] = {}
    for one in away.covered:
        for person in one.people:
            if person not in away.before.get(one, ()):
                found.setdefault(person, []).append(one)
    return found


def _times(reader: Membership, shifts: Sequence[Stretch] | Iterable[Stretch]) -> str:
    """Roles and times on the reader's wall clock."""
    zone, every = zone_of(reader).key, list(shifts)
    said = [f"{one.role}, {moment_text(one.start, zone)} – {moment_text(one.end, zone)}" for one in every[:NAMED]]
    return "; ".join(said) + (" …" if len(every) > NAMED else "")
