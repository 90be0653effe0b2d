"""Pages of the first run: one a step, plain forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.features.listening.hearing import hearing
from earshot.features.listening.queries import access_channels, access_topics
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.queries import access_members
from earshot.features.people.requests import MemberRequest
from earshot.features.start import actions, asking, queries, steps
from earshot.features.start.choices import MARKETS, SIZES, TITLES, role_title
from earshot.features.start.forms import BrandForm
from earshot.features.start.models import Beginning
from earshot.features.start.queries import Offer
from earshot.kernel.errors import BadInput
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.templatetags.earshot import grouped
from earshot.web.texts import listed, told


@needs(Role.ADMIN)
@require_GET
def start(request: MemberRequest) -> HttpResponse:
    """Goes on where one left off."""
    beginning = actions.begin(request.membership, services().clock)
    key = asking.way(beginning).first_open(beginning.passed)
    return PAGES[key](request, beginning) if key else redirect(url(request, "start-done"))


@needs(Role.ADMIN)
@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Puts the rest aside."""
    actions.end(actions.begin(request.membership, services().clock), services().clock)
    messages.info(request, _("You can go on at any time: it stands in the menu under your name."))
    return redirect(url(request, "my-turn"))


@needs(Role.ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: MemberRequest, key: str) -> HttpResponse:
    """One step, answered or skipped."""
    if key not in steps.KEYS:
        raise Http404(f"There is no step {key!r}.")
    beginning = actions.begin(request.membership, services().clock)
    if request.method == "POST" and "skip" in request.POST:
        actions.skip(beginning, key, services().clock)
        return _onward(request, beginning, key)
    return PAGES[key](request, beginning)


def _onward(request: MemberRequest, beginning: Beginning, key: str) -> HttpResponse:
    following = asking.way(beginning).behind(key)
    return redirect(url(request, "start-step", following) if following else url(request, "start-done"))


def _page(
    request: MemberRequest, beginning: Beginning, key: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    way = asking.way(beginning).with_(key)
    frame = {
        "key": key,
        "steps": way.steps,
        "asked": way.decisions_before(key) + 1,
        "decisions": way.decisions,
        "minutes": way.minutes_left(key),
        "back": way.before(key),
    }
    return render(request, f"start/{key}.html", frame | context, status=status)


def _who(request: MemberRequest, beginning: Beginning) -> HttpResponse:
    chosen = (request.POST.get("size", beginning.size), request.POST.get("market", beginning.market or "b2c"))
    error = ""
    if request.method == "POST":
        try:
            zone = request.POST.get("zone", "")
            actions.choose_size(beginning, request.membership, *chosen, services().clock, zone=zone)
            return _onward(request, beginning, "who")
        except BadInput as refused:
            error = told(refused)
    context = {
        "sizes": SIZES,
        "markets": MARKETS,
        "size": chosen[0] or "solo",
        "market": chosen[1],
        "policies": queries.starting_points(get_language() or "en"),
        "error": error,
    }
    return _page(request, beginning, "who", context, 422 if error else 200)


def _brand(request: MemberRequest, beginning: Beginning) -> HttpResponse:
    known = {name: getattr(beginning, name) for name in BrandForm.base_fields}
    form = BrandForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_brand(beginning, **form.cleaned_data, clock=services().clock)
        except BadInput as refused:
            form.add_error("brand", told(refused))
        else:
            return _onward(request, beginning, "brand")
    return _page(request, beginning, "brand", {"form": form}, 422 if form.errors else 200)


def _ears(request: MemberRequest, beginning: Beginning) -> HttpResponse:
    offered = queries.ears(beginning, get_language() or "en")
    if request.method == "POST":
        wanted = set(request.POST.getlist("ear"))
        opened = [(ear.kind, ear.name, ear.values) for ear in offered if ear.key in wanted]
        for failed in actions.open_ears(beginning, request.membership, opened, services().clock):
            messages.error(request, failed)
        return _onward(request, beginning, "ears")
    there = set(access_channels(request.membership).values_list("name", flat=True))
    return _page(
        request,
        beginning,
        "ears",
        {
            "ears": offered,
            "there": there,
            "brand": beginning.brand,
            "ready": bool(offered) and offered[0].name in there,
        },
    )


def _topics(request: MemberRequest, beginning: Beginning) -> HttpResponse:
    there = set(access_topics(request.membership).values_list("name", flat=True))
    rows = [
        _row(request, each, each.proposal.name in there, beginning.brand)
        for each in queries.offers(request.membership, beginning)
    ]
    error = ""
    if request.method == "POST":
        chosen = set(request.POST.getlist("topic")) - there
        wanted = [
            (row["name"], row["title"], row["query"], row["listen_only"]) for row in rows if row["name"] in chosen
        ]
        try:
            for failed in actions.take_topics(beginning, request.membership, wanted, services().clock):
                messages.error(request, failed)
            return _onward(request, beginning, "topics")
        except BadInput as refused:
            error = told(refused)
    ready = not rows or rows[0]["there"]
    context = {"rows": rows, "ready": ready, "heard": queries.heard_so_far(request.membership), "error": error}
    return _page(request, beginning, "topics", context, 422 if error else 200)


def _row(request: MemberRequest, offer: Offer, there: bool, brand: str) -> dict[str, Any]:
    proposal = offer.proposal
    return {
        "name": proposal.name,
        "kind": proposal.kind,
        "title": str(TITLES.get(proposal.kind, "")) or brand,
        "query": request.POST.get(f"query-{proposal.name}", proposal.query),
        "listen_only": proposal.listen_only,
        "count": offer.count,
        "left_out": listed(offer.left_out),
        "doubtful": offer.doubtful,
        "there": there,
        "wanted": there or offer.likely,
    }


def _people(request: MemberRequest, beginning: Beginning) -> HttpResponse:
    seats = asking.open_seats(beginning)
    error = ""
    if request.method == "POST":
        named = {seat.name: request.POST.get(f"seat-{seat.name}", "").strip() for seat in seats}
        try:
            invited = actions.fill_seats(beginning, request.membership, named, services().clock)
        except BadInput as refused:
            error = told(refused)
        else:
            request.session["start-links"] = [
                {"name": one.name, "url": request.build_absolute_uri(reverse("join", args=[one.token]))}
                for one in invited
            ]
            return _onward(request, beginning, "people")
    taken = {seat.handle: seat.name for seat in access_members(request.membership)}
    rows = [
        {
            "seat": seat,
            "leads": [role_title(role) for role in seat.leads],
            "works": [role_title(role) for role in seat.works if role not in seat.leads],
            "value": request.POST.get(f"seat-{seat.name}", ""),
            "taken": taken.get(beginning.seats.get(seat.name, ""), ""),
        }
        for seat in seats
    ]
    return _page(
        request,
        beginning,
        "people",
        {"rows": rows, "size": beginning.size, "ready": not rows or rows[0]["taken"], "error": error},
        422 if error else 200,
    )


PAGES = {"who": _who, "brand": _brand, "ears": _ears, "topics": _topics, "people": _people}


@needs(Role.ADMIN)
@require_GET
def counts(request: MemberRequest) -> HttpResponse:
    """How much has been heard and how much of it each proposal finds, while the stream runs."""
    beginning = actions.begin(request.membership, services().clock)
    found = {
        offer.proposal.name: f"{grouped(offer.count.number)}{'+' if offer.count.at_least else ''}"
        for offer in queries.offers(request.membership, beginning)
    }
    return JsonResponse({"heard": grouped(queries.heard_so_far(request.membership)), "counts": found})


@needs(Role.ADMIN)
@never_cache
@require_GET
def done(request: MemberRequest) -> HttpResponse:
    """What stands now, the invitations to copy, and what happens next."""
    beginning = actions.begin(request.membership, services().clock)
    actions.end(beginning, services().clock)
    context = {
        "links": request.session.pop("start-links", []),
        "only_here": request.get_host().rpartition(":")[0] in ("127.0.0.1", "localhost", "[::1]"),
        "channels": list(access_channels(request.membership)),
        "topics": list(access_topics(request.membership)),
        "hearing": hearing(request.membership, services().clock.now()),
    }
    return render(request, "start/done.html", context)
