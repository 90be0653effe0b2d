"""My shifts: what is mine, swaps, leave, and the address of my calendar."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from earshot.engine.policy import Policy
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.queries import access_members
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.actions import save_policy
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import absence, swapping, words
from earshot.features.responsibility.shifts.changing import WouldBreak
from earshot.features.responsibility.shifts.feed import make_feed, revoke_feed
from earshot.features.responsibility.shifts.forms import LeaveForm, SwapForm
from earshot.features.responsibility.shifts.listing import asked, coming, weeks_of, written_leave
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.shifts.queries import access_feed, access_swaps, waiting_swaps
from earshot.features.responsibility.shifts.rules import check_own, colleagues, is_away
from earshot.features.responsibility.shifts.spans import Stretch
from earshot.features.responsibility.tabs import tabs
from earshot.kernel.errors import BadInput, EarshotError
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url
from earshot.web.texts import told, translated

SHOWN_SWAPS = 10


@never_cache
@require_safe
def my_shifts(request: MemberRequest) -> HttpResponse:
    """The next 90 days, what I am asked and have asked, my leave, my calendar."""
    return _my_shifts(request)


def _my_shifts(request: MemberRequest, address: str = "") -> HttpResponse:
    """``address``: the calendar's address, in the one answer that tells it."""
    now, me = services().clock.now(), request.membership
    policy = present_policy(request.workspace.pk)
    seats, person = Seats(policy, request.workspace.pk), person_of(policy, me)
    swaps = list(access_swaps(me)[: 5 * SHOWN_SWAPS])
    mine = [swap for swap in swaps if swap.asker_id == me.pk]
    rows = coming(policy, seats, person, now, mine) if person else []
    today = timezone.localtime(now).date()
    context = {
        "person": person,
        "endless": [row for row in rows if row.endless],
        "weeks": weeks_of(rows),
        "to_me": asked(waiting_swaps(me, now), now),
        "by_me": asked(mine[:SHOWN_SWAPS], now),
        "leave": [row for row in written_leave(policy, seats, person, today) if not row.over] if person else [],
        "feed": access_feed(me),
        "address": address,
        "may_act": may(me, Role.MEMBER),
        "tabs": tabs(request, "my-shifts"),
    }
    return render(request, "responsibility/my_shifts.html", context)


@never_cache
@require_POST
def calendar_address(request: MemberRequest) -> HttpResponse:
    """Make, renew or revoke the address of my calendar. A new one is shown in this answer only."""
    clock = services().clock
    if "revoke" in request.POST:
        if revoke_feed(request.membership, clock):
            messages.success(request, _("The address opens nothing any more."))
        return redirect(url(request, "my-shifts"))
    token = make_feed(request.membership, clock)
    return _my_shifts(request, request.build_absolute_uri(reverse("calendar-feed", args=[token])))


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def swap(request: MemberRequest) -> HttpResponse:
    """Ask a colleague to take my shift, or part of it."""
    now = services().clock.now()
    role, start, end = _asked_time(request)
    policy = present_policy(request.workspace.pk)
    person = person_of(policy, request.membership)
    try:
        own = check_own(policy, person or "", role, start, end)
    except BadInput as error:
        messages.error(request, told(error))
        return redirect(url(request, "my-shifts"))
    free, away = _takers(request, policy, role, [one for one in own if one.end > now])
    form = SwapForm(request.POST or None, takers=free, initial={"start": start, "end": end})
    if request.method == "POST" and form.is_valid() and _ask(request, form, role):
        return redirect(url(request, "my-shifts"))
    context = {
        "form": form,
        "role": role,
        "when": words.span(start, end),
        "free": free,
        "away": away,
        "tabs": tabs(request, "my-shifts"),
    }
    return render(request, "responsibility/my_shifts_swap.html", context, status=422 if form.errors else 200)


def _asked_time(request: MemberRequest) -> tuple[str, datetime, datetime]:
    """Role and time out of the address; the beginning of time where they cannot be read, which is nobody's shift."""
    given = request.GET
    try:
        start, end = (datetime.fromisoformat(given.get(name, "")) for name in ("from", "to"))
        if start.tzinfo and end.tzinfo and abs(start - services().clock.now()) < swapping.FARTHEST:
            return given.get("role", ""), start, end
    except ValueError:
        pass
    now = services().clock.now()
    return "", now, now


def _takers(
    request: MemberRequest, policy: Policy, role: str, own: list[Stretch]
) -> tuple[list[Membership], list[tuple[str, str]]]:
    """Colleagues who can be asked, and those who cannot with the reason."""
    seats = Seats(policy, request.workspace.pk)
    free: list[Membership] = []
    away: list[tuple[str, str]] = []
    for person in colleagues(policy, role):
        seat = seats.of(person)
        if seats.gone(person) or (seat is not None and seat.pk == request.membership.pk):
            continue
        if seat is None or seat.person_id is None or not may(seat, Role.MEMBER):
            away.append((seats.name(person), _("has not joined yet")))
        elif is_away(policy, person, own):
            away.append((seat.name, _("is on leave then")))
        else:
            free.append(seat)
    return free, away


def _ask(request: MemberRequest, form: SwapForm, role: str) -> bool:
    given = form.cleaned_data
    try:
        swapping.ask(
            request.membership, given["taker"], role, given["start"], given["end"], services().clock, given["note"]
        )
    except EarshotError as error:
        form.add_error(None, told(error))
        return False
    messages.success(
        request, _("%(name)s is asked. It is your shift until they accept.") % {"name": given["taker"].name}
    )
    return True


@needs(Role.MEMBER)
@require_POST
def swap_answer(request: MemberRequest, swap_id: int) -> HttpResponse:
    """Accept, decline or withdraw."""
    found = access_swaps(request.membership).filter(pk=swap_id).first()
    if found is None:
        raise Http404("There is no such swap.")
    act, said = {
        "accept": (swapping.accept, _("The shift is yours. The rota says so from now on.")),
        "decline": (swapping.decline, _("Declined.")),
        "withdraw": (swapping.withdraw, _("The question is taken back.")),
    }.get(request.POST.get("answer", ""), (None, ""))
    if act is None:
        raise BadInput(_("This is no answer."), _("Accept or decline."))
    try:
        act(found, request.membership, services().clock)
    except EarshotError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, said)
    return redirect(safe_next(request, url(request, "my-shifts")))


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """My leave, and for administrators everybody's: what it would change is shown before it is entered."""
    me, admin, clock = request.membership, may(request.membership, Role.ADMIN), services().clock
    policy = present_policy(request.workspace.pk)
    seats = [seat for seat in access_members(me) if seat.active and person_of(policy, seat)] if admin else [me]
    form = LeaveForm(request.POST or None, seats=seats, me=me)
    shown: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        seat = form.cleaned_data.get("person") or me
        days = (form.cleaned_data["first"], form.cleaned_data["last"])
        try:
            if "keep" in request.POST:
                return _keep(request, absence.foresee(me, seat, *days, clock).text)
            if "enter" in request.POST:
                absence.enter_leave(me, seat, *days, clock)
                messages.success(request, _("The leave is entered. The rota says so from now on."))
                return redirect(url(request, "leave"))
            shown = _foreseen(absence.foresee(me, seat, *days, clock), policy, request)
        except WouldBreak as error:
            shown = _foreseen(absence.foresee(me, seat, *days, clock), policy, request)
            form.add_error(None, told(error))
        except EarshotError as error:
            form.add_error(None, told(error))
    names, today = Seats(policy, request.workspace.pk), timezone.localtime(clock.now()).date()
    person = person_of(policy, me)
    context = {
        "form": form,
        "person": person,
        "rows": written_leave(policy, names, None if admin else person, today) if admin or person else [],
        "admin": admin,
        "tabs": tabs(request, "my-shifts"),
        **shown,
    }
    return render(request, "responsibility/my_shifts_leave.html", context, status=422 if form.errors else 200)


def _foreseen(away: absence.Away, policy: Policy, request: MemberRequest) -> dict[str, object]:
    seats = Seats(policy, request.workspace.pk)
    return {
        "away": away,
        "covered": [(one, words.span(one.start, one.end), seats.names(one.people)) for one in away.covered],
        "open": [(one, words.span(one.start, one.end)) for one in away.open],
        "broken": [translated(each.message) for each in away.broken],
        "backstop": seats.name(policy.backstop),
    }


def _keep(request: MemberRequest, text: str) -> HttpResponse:
    """An administrator takes the text on to the policy's page, where findings can be mended or taken on."""
    version = save_policy(request.workspace, request.membership, text, services().clock)
    return redirect(f"{url(request, 'policy')}?version={version.number}")


@needs(Role.MEMBER)
@require_POST
def leave_remove(request: MemberRequest) -> HttpResponse:
    """Take leave out of the policy."""
    given = request.POST
    policy = present_policy(request.workspace.pk)
    seat = Seats(policy, request.workspace.pk).of(given.get("person", ""))
    wanted = [
        one
        for one in policy.leave
        if (one.person, one.first.isoformat(), one.last.isoformat())
        == (given.get("person"), given.get("first"), given.get("last"))
    ]
    if seat is None or not wanted:
        messages.error(request, _("This leave is not in the policy any more."))
        return redirect(url(request, "leave"))
    try:
        absence.take_back_leave(request.membership, seat, wanted[0], services().clock)
    except EarshotError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("The leave is taken out."))
    return redirect(url(request, "leave"))
