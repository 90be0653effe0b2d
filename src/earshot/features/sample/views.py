"""The buttons: begin, watch it come, remove."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.features.people.models import Person
from earshot.features.people.requests import MemberRequest
from earshot.features.sample.actions import begin_sample, remove_sample
from earshot.features.sample.queries import progress
from earshot.ports.services import services
from earshot.web import addresses


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make the sample company, or open the one there is."""
    assert isinstance(request.user, Person)
    workspace = begin_sample(request.user, services().clock)
    return redirect("sample", workspace=workspace.slug)


@require_safe
def watch(request: MemberRequest) -> HttpResponse:
    """How far the history has come; "my turn" once it is there (and where the workspace is no sample)."""
    found = progress(request.workspace.pk)
    if found is None or found.ready:
        return redirect(addresses.url(request, "my-turn"))
    return render(request, "sample/watch.html", {"progress": found})


@require_POST
def remove(request: MemberRequest) -> HttpResponse:
    """Remove the sample company; on to the person's own workspace."""
    remove_sample(request.membership)
    messages.success(request, _("The sample company is gone, with everything in it."))
    return redirect("home")
