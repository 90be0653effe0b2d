"""Pages about the people of a workspace."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from earshot.features.audit.queries import entries
from earshot.features.people import actions
from earshot.features.people.forms import MemberForm, SeatForm
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.queries import access_member, access_members, open_invitations
from earshot.features.people.requests import MemberRequest
from earshot.features.people.trail import act
from earshot.ports.services import services

PAGE = 100


@never_cache
@require_http_methods(["GET", "POST"])
def people(request: MemberRequest) -> HttpResponse:
    """Everybody here, with the seats that wait for somebody; administrators invite."""
    me = request.membership
    form = SeatForm(request.POST or None)
    link = request.session.pop("invitation_link", None)
    if request.method == "POST" and form.is_valid():
        seat = actions.add_seat(me, **form.cleaned_data, clock=services().clock)
        return _show_link(request, seat)
    return render(
        request,
        "people/people.html",
        {
            "members": access_members(me),
            "waiting": {one.membership_id for one in open_invitations(me, services().clock.now())},
            "form": form,
            "link": link,
            "may_invite": may(me, Role.ADMIN),
        },
    )


def _show_link(request: MemberRequest, seat: Membership) -> HttpResponse:
    token = actions.invite(seat, request.membership, services().clock)
    request.session["invitation_link"] = {
        "name": seat.name,
        "url": request.build_absolute_uri(reverse("join", args=[token])),
    }
    return redirect("people", workspace=request.membership.workspace.slug)


@needs(Role.ADMIN)
@require_http_methods(["POST"])
def invite(request: MemberRequest, member_id: int) -> HttpResponse:
    """A new link for a seat; it is shown once, to be copied."""
    return _show_link(request, access_member(request.membership, member_id))


@needs(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    """One person's role."""
    me = request.membership
    seat = access_member(me, member_id)
    form = MemberForm(request.POST or None, initial={"role": seat.role, "active": seat.active})
    if request.method == "POST" and form.is_valid():
        actions.change_member(seat, me, **form.cleaned_data, clock=services().clock)
        messages.success(request, _("Saved."))
        return redirect("people", workspace=me.workspace.slug)
    return render(request, "people/member.html", {"seat": seat, "form": form})


@needs(Role.ADMIN)
def trail(request: MemberRequest) -> HttpResponse:
    """The audit trail, a hundred acts a page."""
    before = request.GET.get("before", "")
    rows = list(entries(request.membership.workspace_id, int(before) if before.isdecimal() else None)[:PAGE])
    older = rows[-1].pk if len(rows) == PAGE else None
    return render(request, "people/trail.html", {"acts": [act(row) for row in rows], "older": older})
