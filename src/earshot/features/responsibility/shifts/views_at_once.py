"""Away from now on: what is uncovered is shown, confirmed, and then so."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from earshot.engine.policy import Policy
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.queries import access_members
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.escalating.naming import spoken
from earshot.features.responsibility.role_titles import role_title
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.sentences import in_words
from earshot.features.responsibility.shifts import words
from earshot.features.responsibility.shifts.absence import Away
from earshot.features.responsibility.shifts.at_once import (
    NotConfirmed,
    climbs,
    foresee_at_once,
    leave_at_once,
    seen_mark,
    today_of,
)
from earshot.features.responsibility.shifts.changing import WouldBreak
from earshot.features.responsibility.shifts.forms import AtOnceForm
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.tabs import tabs
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web import times
from earshot.web.addresses import url
from earshot.web.texts import told, translated


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def away_at_once(request: MemberRequest) -> HttpResponse:
    """I am ill, or cannot work from now on for whatever reason; administrators say so of others, too."""
    me, clock = request.membership, services().clock
    policy, admin = present_policy(request.workspace.pk), may(me, Role.ADMIN)
    person = person_of(policy, me)
    seats = [seat for seat in access_members(me) if seat.active and person_of(policy, seat)] if admin else [me]
    form = AtOnceForm(request.POST or None, seats=seats, me=me, today=today_of(policy, person, clock))
    shown: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        seat, last = form.cleaned_data.get("person") or me, form.cleaned_data["last"]
        try:
            if "enter" in request.POST:
                leave_at_once(me, seat, last, clock, request.POST.get("seen", ""))
                messages.success(request, _("It is entered, and whoever must know is told."))
                return redirect(url(request, "rota"))
            shown = _shown(foresee_at_once(me, seat, last, clock), policy, request)
        except NotConfirmed as error:
            shown = _shown(error.away, policy, request)
            form.add_error(None, told(error))
        except WouldBreak:
            shown = _shown(foresee_at_once(me, seat, last, clock), policy, request)
            form.add_error(None, _("The policy has changed meanwhile. Read what is uncovered now."))
        except EarshotError as error:
            form.add_error(None, told(error))
    context = {"form": form, "person": person, "admin": admin, "tabs": tabs(request, "my-shifts"), **shown}
    return render(request, "responsibility/my_shifts_at_once.html", context, status=422 if form.errors else 200)


def _shown(away: Away, policy: Policy, request: MemberRequest) -> dict[str, object]:
    seats = Seats(policy, request.workspace.pk)
    names = {person.casefold(): seats.name(person) for person in policy.people}
    return {
        "away": away,
        "seen": seen_mark(away),
        "covered": [(one, words.span(one.start, one.end), seats.names(one.people)) for one in away.covered],
        "open": [(one, words.span(one.start, one.end)) for one in away.open],
        "broken": [in_words(each.message) for each in away.broken],
        "backstop": seats.name(policy.backstop),
        "climbs": [
            (climb.ladder, [(_named(step.to, names), times.duration(step.after)) for step in climb.steps])
            for climb in climbs(policy, away.open)
        ],
    }


def _named(to: str, names: Mapping[str, str]) -> str:
    """Whom a step of a ladder names, in the reader's words."""
    return role_title(translated(spoken(to, names)))
