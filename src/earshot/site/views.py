"""Pages composed of several features."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from earshot.features.inbox.panels import tallied
from earshot.features.people.actions import found_workspace
from earshot.features.people.forms import WorkspaceForm
from earshot.features.people.models import Person
from earshot.features.people.queries import access_membership, access_workspaces, owners_seat
from earshot.features.people.requests import MemberRequest
from earshot.features.start.queries import is_due
from earshot.kernel.errors import BadInput, Conflict
from earshot.ports.services import services
from earshot.site.turn import read_turn
from earshot.web import live, slots


def healthy(request: HttpRequest) -> HttpResponse:
    """For supervisors: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sends a person to their first workspace; ``?choose`` shows all of them, and the form for another."""
    assert isinstance(request.user, Person)
    workspaces = list(access_workspaces(request.user))
    if workspaces and "choose" not in request.GET:
        return redirect(_first_page(request.user, workspaces[0].slug), workspace=workspaces[0].slug)
    seat = owners_seat(request.user)
    first = {"zone": seat.workspace.zone, "language": seat.workspace.language} if seat else {}
    return _workspaces(request, request.user, WorkspaceForm(initial=first) if seat else None)


def _first_page(person: Person, slug: str) -> str:
    """The first run where nothing is set up yet, else what waits for the person."""
    return "start" if is_due(access_membership(person, slug)) else "my-turn"


@login_required
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Makes another workspace and opens it."""
    assert isinstance(request.user, Person)
    form = WorkspaceForm(request.POST)
    if form.is_valid():
        try:
            owner = found_workspace(request.user, **form.cleaned_data, clock=services().clock)
        except (BadInput, Conflict) as error:
            form.add_error("slug", f"{error.message} {error.mend}")
        else:
            return redirect("start", workspace=owner.workspace.slug)
    return _workspaces(request, request.user, form if owners_seat(request.user) else None)


def _workspaces(request: HttpRequest, person: Person, form: WorkspaceForm | None) -> HttpResponse:
    workspaces = list(access_workspaces(person))
    status = 400 if form and form.errors else 200
    return render(request, "site/workspaces.html", {"workspaces": workspaces, "form": form}, status=status)


@require_safe
def my_turn(request: MemberRequest) -> HttpResponse:
    """Home: what I am accountable for now, in order of deadline."""
    live.mark(request)
    turn = read_turn(request.membership, services().clock.now(), tallied(request))
    return render(request, "site/my_turn.html", {"turn": turn, "panels": slots.panels("my-turn.aside", request, None)})
