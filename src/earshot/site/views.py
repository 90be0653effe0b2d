"""Pages composed of several features."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from earshot.features.people.models import Person
from earshot.features.people.queries import access_workspaces
from earshot.features.people.requests import MemberRequest
from earshot.ports.services import services
from earshot.site.turn import read_turn
from earshot.web import live, slots


def healthy(request: HttpRequest) -> HttpResponse:
    """For supervisors: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sends a person to their first workspace; ``?choose`` shows all of them."""
    assert isinstance(request.user, Person)
    workspaces = list(access_workspaces(request.user))
    if workspaces and "choose" not in request.GET:
        return redirect("my-turn", workspace=workspaces[0].slug)
    return render(request, "site/workspaces.html", {"workspaces": workspaces})


@require_safe
def my_turn(request: MemberRequest) -> HttpResponse:
    """Home: what I am accountable for now, in order of deadline."""
    live.mark(request)
    turn = read_turn(request.membership, services().clock.now())
    return render(request, "site/my_turn.html", {"turn": turn, "panels": slots.panels("my-turn.aside", request, None)})
