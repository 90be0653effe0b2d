"""The calendar address of one person: made, renewed and revoked by them, and what it serves."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.features.people.tokens import hashed, new_token
from earshot.features.people.zones import zone_of
from earshot.features.responsibility.models import CalendarFeed
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.role_titles import role_title
from earshot.features.responsibility.seated import for_those_here
from earshot.features.responsibility.shifts.ics import Event, calendar
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.shifts.spans import Duty, duties
from earshot.kernel.clock import Clock
from earshot.kernel.errors import NotAllowed, NotFound
from earshot.web.texts import listed

BEHIND, AHEAD = timedelta(days=28), timedelta(days=180)
"""What the calendar holds, from today."""
REFRESH = timedelta(hours=1)


@transaction.atomic
def make_feed(actor: Membership, clock: Clock) -> str:
    """A new secret for the person's own address; an older one opens nothing any more. It is told once.

    Raises:
        NotAllowed: the seat is no longer used.
    """
    if not actor.active:
        raise NotAllowed(_("Your role in this workspace does not allow this."), _("Ask an owner or administrator."))
    token = new_token()
    values = {"token_hash": hashed(token), "created_at": clock.now()}
    CalendarFeed.objects.update_or_create(membership=actor, defaults=values)
    record(actor_of(actor), "calendar.make", clock, actor.workspace_id)
    return token


@transaction.atomic
def revoke_feed(actor: Membership, clock: Clock) -> bool:
    """The address opens nothing any more. Answers whether there was one."""
    found, _each = CalendarFeed.objects.filter(membership=actor).delete()
    if found:
        record(actor_of(actor), "calendar.revoke", clock, actor.workspace_id)
    return bool(found)


def seat_of(token: str) -> Membership:
    """Whose calendar an address opens.

    Raises:
        NotFound: it is unknown or revoked, or the person is no longer here; the same for all.
    """
    rows = CalendarFeed.objects.select_related("membership__person", "membership__workspace")
    found = rows.filter(token_hash=hashed(token), membership__active=True, membership__person__is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such calendar."), _("Make a new address on “My shifts”."))
    return found.membership


def calendar_of(seat: Membership, address: str, now: datetime) -> tuple[bytes, datetime]:
    """The seat's shifts and leave as a file, and since when it has said this: since a version of the policy, or a day.

    ``address`` is the page of the person's shifts. What neither begins nor ends within the time is no shift that one
    could write into a calendar, and is left out.
    """
    version, in_force = active_policy(seat.workspace_id)
    policy = for_those_here(seat.workspace_id, in_force)
    changed = version.activated_at or version.created_at
    zone, language = zone_of(seat), _language(seat)
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    person = person_of(policy, seat)
    events: list[Event] = []
    with translation.override(language), timezone.override(zone):
        if person is not None:
            seats = Seats(policy, seat.workspace_id)
            found = duties(policy, person, today - BEHIND, today + AHEAD)
            events += [_shift(each, seat, seats, address) for each in found if each.begins and each.ends]
            events += [
                Event(
                    uid=_uid(seat, "leave", leave.first.isoformat(), leave.last.isoformat()),
                    start=leave.first,
                    end=leave.last,
                    summary=_("On leave"),
                    busy=False,
                )
                for leave in policy.leave
                if leave.person == person and leave.last >= (today - BEHIND).date()
            ]
        name = _("Shifts in %(workspace)s") % {"workspace": seat.workspace.name}
        return calendar(name, language, events, changed, REFRESH), max(changed, today)


def _shift(duty: Duty, seat: Membership, seats: Seats, address: str) -> Event:
    lines = []
    if duty.beside:
        lines.append(_("Together with %(names)s") % {"names": listed(seats.names(duty.beside))})
    if duty.before:
        lines.append(_("After %(names)s") % {"names": listed(seats.names(duty.before))})
    if duty.after:
        lines.append(_("Before %(names)s") % {"names": listed(seats.names(duty.after))})
    return Event(
        uid=_uid(seat, duty.role, duty.start.isoformat()),
        start=duty.start,
        end=duty.end,
        summary=_("On duty: %(role)s") % {"role": role_title(duty.role)},
        description="\n".join(lines),
        url=address,
    )


def _uid(seat: Membership, *parts: str) -> str:
    """The same for the same shift, whatever else of it changes; it tells nobody anything."""
    words = "\n".join((str(seat.workspace_id), seat.workspace.slug, str(seat.pk), *parts))
    return f"{hashlib.sha256(words.encode()).hexdigest()[:32]}@earshot"


def _language(seat: Membership) -> str:
    own = seat.person.language if seat.person else ""
    return own or seat.workspace.language or "en"
