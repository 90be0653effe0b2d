"""Leave, entered and taken back by whoever is away or by an administrator; and cover for a gap. All writes of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from earshot.engine.policy import Leave, Policy, load
from earshot.engine.policy.editing_duty import add_leave, cover, moment_text, remove_leave, take_off_duty
from earshot.engine.proofs import Finding
from earshot.engine.rota import Span, day_number, instant_of, leave_spans, minute_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, require
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.proving import SECONDS, TYPING_SECONDS
from earshot.features.responsibility.seated import for_those_here
from earshot.features.responsibility.shifts.changing import breaks, change
from earshot.features.responsibility.shifts.names import person_of
from earshot.features.responsibility.shifts.rules import is_away
from earshot.features.responsibility.shifts.spans import Stretch, stretches
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Away:
    """What a leave would mean. ``covered``: where others come on duty instead; ``open``: where nobody does; ``before``:
    who would have been on duty in a covered stretch; ``broken``: what the proof would find."""

    covered: tuple[Stretch, ...]
    open: tuple[Stretch, ...]
    broken: tuple[Finding, ...]
    text: str
    before: Mapping[Stretch, tuple[str, ...]]


def enter_leave(actor: Membership, seat: Membership, first: date, last: date, clock: Clock) -> PolicyVersion:
    """Write leave into the policy and put it in force.

    Raises:
        NotAllowed: it is somebody else's, and the actor no administrator.
        BadInput: such days are no leave, or the policy does not name the person.
        Conflict: it is written there already.
        WouldBreak: the proof finds something new; nothing has changed.
    """
    check_actor(actor, seat)
    _check_days(first, last, clock)

    def edit(policy: Policy, text: str) -> str:
        return with_leave(policy, text, seat, first, last)

    days = f"{first.isoformat()} – {last.isoformat()}"
    return change(actor, edit, "leave.add", actor.name, clock, {"person": seat.name, "days": days})


def take_back_leave(actor: Membership, seat: Membership, leave: Leave, clock: Clock) -> PolicyVersion:
    """Take leave out of the policy, past or to come.

    Raises:
        NotAllowed: it is somebody else's, and the actor no administrator.
        Conflict: it is not written there any more.
        WouldBreak: the proof finds something new; nothing has changed.
    """
    check_actor(actor, seat)

    def edit(policy: Policy, text: str) -> str:
        if leave.person != person_of(policy, seat) or leave not in policy.leave:
            raise Conflict(_("This leave is not in the policy any more."), _("Look at what is there now."))
        return remove_leave(text, leave)

    days = f"{leave.first.isoformat()} – {leave.last.isoformat()}"
    return change(actor, edit, "leave.remove", actor.name, clock, {"person": seat.name, "days": days}, mending=True)


def foresee(
    actor: Membership, seat: Membership, first: date, last: date, clock: Clock, *, at_once: bool = False
) -> Away:
    """What would change by a leave: who covers, what stays open, what would break. Nothing is stored.

    Args:
        at_once: only from now on; shifts that the person has taken over fall back (see ``at_once``). It is proved as
            thoroughly as what comes into force, so that what is confirmed is what is found then.

    Raises: as :func:`enter_leave`, but WouldBreak.
    """
    check_actor(actor, seat)
    _check_days(first, last, clock)
    version, in_force = active_policy(actor.workspace_id)
    policy = for_those_here(actor.workspace_id, in_force)
    text = with_leave(policy, version.text, seat, first, last, at_once=at_once)
    person, after = named(policy, seat), for_those_here(actor.workspace_id, load(text))
    since = clock.now() if at_once else None
    mine = [one for one in _on_leave(policy, person, first, last, since) if person in one.people]
    before = {other: one.people for one in mine for other in stretches(after, one.role, one.start, one.end)}
    covered = tuple(one for one in before if one.covers)
    broken = breaks(version.text, text, clock.now(), seconds=SECONDS if at_once else TYPING_SECONDS)
    return Away(covered, tuple(one for one in before if not one.covers), tuple(broken), text, before)


def put_on_duty(
    actor: Membership, person: str, role: str, start: datetime, end: datetime, clock: Clock
) -> PolicyVersion:
    """An administrator has somebody cover a gap of a role, alone.

    Raises:
        NotAllowed: only administrators do.
        BadInput: the role is not open then, somebody is on duty already, or the person is on leave or unknown.
        WouldBreak: the proof finds something new; nothing has changed.
    """
    require(actor, Role.ADMIN)
    if seat := Membership.objects.filter(workspace=actor.workspace_id, handle__iexact=person, active=False).first():
        raise BadInput(_("%s is not here any more.") % seat.name, _("Choose somebody else."))

    def edit(policy: Policy, text: str) -> str:
        _check_gap(policy, person, role, start, end)
        return cover(text, role, person, start, end)

    zone = active_policy(actor.workspace_id)[1].zone
    shift = f"{role}, {moment_text(start, zone)} – {moment_text(end, zone)} ({zone})"
    return change(actor, edit, "shift.cover", actor.name, clock, {"shift": shift, "taker_name": person}, mending=True)


def _check_gap(policy: Policy, person: str, role: str, start: datetime, end: datetime) -> None:
    found = stretches(policy, role, start, end) if role in policy.roles and start < end else []
    if not found or any(one.covers for one in found):
        raise BadInput(_("There is no gap at that time any more."), _("Look at the rota again."))
    if person not in policy.people:
        raise BadInput(_("The policy does not name %s.") % person, _("Choose somebody from the list."))
    if is_away(policy, person, found):
        raise BadInput(_("%(name)s is on leave then.") % {"name": person}, _("Choose somebody else."))


def check_actor(actor: Membership, seat: Membership) -> None:
    """Raises NotAllowed where it is somebody else's leave, and the actor no administrator."""
    require(actor, Role.MEMBER)
    own = actor.pk == seat.pk and actor.active
    if seat.workspace_id != actor.workspace_id or not (own or may(actor, Role.ADMIN)):
        raise NotAllowed(_("You enter your own leave only."), _("Ask %s, or an administrator.") % seat.name)


def _check_days(first: date, last: date, clock: Clock) -> None:
    if last < first:
        raise BadInput(_("The leave ends before it begins."), _("Exchange the two."))
    if last - first > LONGEST:
        raise BadInput(_("The leave is longer than a year."), _("Ask an administrator to change the role instead."))
    if last < clock.now().date() - timedelta(days=1):
        raise BadInput(_("These days have passed."), _("Write days that are still to come."))


def with_leave(policy: Policy, text: str, seat: Membership, first: date, last: date, *, at_once: bool = False) -> str:
    """The text with that leave; ``at_once``: and without what puts the person on duty in it.

    Raises:
        BadInput: the policy does not name the person.
        Conflict: it is written there already, or the person has taken over a shift in these days.
    """
    person = named(policy, seat)
    if Leave(person, first, last) in policy.leave:
        raise Conflict(_("This leave is in the policy already."), _("Write other days."))
    if at_once:
        days = _days(policy, person, first, last)
        text = take_off_duty(text, person, instant_of(days[0][0]), instant_of(days[-1][1]))
    after = add_leave(text, person, first, last)
    if taken := next((one for one in _on_leave(load(after), person, first, last) if person in one.people), None):
        shift = f"{taken.role}, {moment_text(taken.start, policy.zone)} – {moment_text(taken.end, policy.zone)}"
        raise Conflict(
            _("%(name)s has taken over a shift in these days: %(shift)s.") % {"name": seat.name, "shift": shift},
            _("Ask a colleague to take it first."),
        )
    return after


def _on_leave(policy: Policy, person: str, first: date, last: date, since: datetime | None = None) -> Iterator[Stretch]:
    """Every stretch of every role in those days, on the person's wall clock, from ``since`` on."""
    begin = minute_of(since) if since else 0
    for start, end in _days(policy, person, first, last):
        for role in policy.roles:
            yield from stretches(policy, role, instant_of(max(start, begin)), instant_of(max(end, begin)))


def _days(policy: Policy, person: str, first: date, last: date) -> list[Span]:
    return leave_spans(policy.people[person].zone or policy.zone, day_number(first), day_number(last))


def named(policy: Policy, seat: Membership) -> str:
    """The name that the policy uses for a seat. Raises BadInput where it does not know it."""
    found = person_of(policy, seat)
    if found is None:
        raise BadInput(
            _("The policy does not name %s, so that leave would change nothing.") % seat.name,
            _("Ask an administrator to write them into a role first."),
        )
    return found
