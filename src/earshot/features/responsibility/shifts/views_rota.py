"""The rota as a calendar, and cover for its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.engine.policy import Policy
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.people.zones import zone_of
from earshot.features.responsibility.queries import active_policy
from earshot.features.responsibility.seated import for_those_here
from earshot.features.responsibility.shifts.absence import put_on_duty
from earshot.features.responsibility.shifts.calendar import Gap, calendar, columns, monday
from earshot.features.responsibility.shifts.forms import CoverForm
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.shifts.rules import colleagues
from earshot.features.responsibility.tabs import tabs
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url
from earshot.web.texts import told

WEEKS = (1, 2, 4)
FARTHEST = timedelta(days=3 * 366)
"""How far from today the calendar goes."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A gap, and what can be done: ``free`` are those who could cover it; ``away`` whose leave leaves it open, ``gone``
    who is not here any more."""

    gap: Gap
    free: tuple[tuple[str, str], ...]
    away: tuple[str, ...]
    gone: tuple[str, ...] = ()


@require_safe
def rota(request: MemberRequest) -> HttpResponse:
    """A week, two or four, by role."""
    now, zone = services().clock.now(), zone_of(request.membership)
    weeks = _weeks(request)
    first = _first(request, now.astimezone(zone).date())
    version, in_force = active_policy(request.workspace.pk)
    policy = for_those_here(request.workspace.pk, in_force)
    seats = Seats(policy, request.workspace.pk)
    me = person_of(policy, request.membership)
    found = calendar(policy, seats, columns(first, 7 * weeks, zone, now), me, now)
    context = {
        "calendar": found,
        "version": version,
        "weeks": weeks,
        "days": 7 * weeks,
        "mends": [_mend(gap, policy, seats) for gap in found.gaps if gap.end > now],
        "before": _address(request, first - timedelta(days=7 * weeks), weeks),
        "after": _address(request, first + timedelta(days=7 * weeks), weeks),
        "this_week": monday(now.astimezone(zone).date()) == first,
        "lengths": [(_length(number), _address(request, first, number), number == weeks) for number in WEEKS],
        "zone_of_policy": policy.zone,
        "backstop": seats.name(policy.backstop),
        "may_mend": may(request.membership, Role.ADMIN),
        "tabs": tabs(request, "rota"),
    }
    return render(request, "responsibility/rota.html", context)


def _weeks(request: MemberRequest) -> int:
    asked = request.GET.get("weeks", "1")
    return int(asked) if asked in map(str, WEEKS) else 1


def _first(request: MemberRequest, today: date) -> date:
    """The Monday that the address asks for, else that of this week."""
    try:
        wanted = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        wanted = today
    return monday(wanted if abs(wanted - today) <= FARTHEST else today)


def _address(request: MemberRequest, first: date, weeks: int) -> str:
    return f"{url(request, 'rota')}?{urlencode({'from': first.isoformat(), 'weeks': weeks})}"


def _length(weeks: int) -> str:
    return {1: _("Week"), 2: _("Two weeks"), 4: _("Four weeks")}[weeks]


def _mend(gap: Gap, policy: Policy, seats: Seats) -> Mend:
    people = [each for each in colleagues(policy, gap.role) if each not in gap.away and not seats.gone(each)]
    free = tuple((person, seats.name(person)) for person in people)
    return Mend(gap, free, tuple(seats.names(gap.away)), tuple(seats.names(gap.gone)))


@needs(Role.ADMIN)
@require_POST
def cover(request: MemberRequest) -> HttpResponse:
    """Put somebody on duty in a gap."""
    form = CoverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is no time of the rota. Choose a gap from the list."))
        return redirect(safe_next(request, url(request, "rota")))
    given = form.cleaned_data
    try:
        put_on_duty(request.membership, given["person"], given["role"], given["start"], given["end"], services().clock)
    except EarshotError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("The gap is covered."))
    return redirect(safe_next(request, url(request, "rota")))
