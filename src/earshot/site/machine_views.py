"""Pages and buttons about the machine: on your phone, times in another zone, the clock is right."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.features.people.models import Person, Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.people.zones import check_zone
from earshot.site.home import home
from earshot.site.launch import command, start_command
from earshot.site.runtime import standing
from earshot.site.runtime.lan import phone_urls, square
from earshot.web.addresses import safe_next, url

SHOWN = 3
"""A machine with more addresses than this has them from virtual networks, where no phone is."""


@login_required
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """Where a phone of the same network reaches the pages; without ``--lan``, how to start so."""
    squares = [(address, mark_safe(square(address))) for address in phone_urls()[:SHOWN]]  # noqa: S308  our own SVG
    link = command("link", "--url", squares[0][0]) if squares else ""
    context = {"squares": squares, "start_command": start_command("--lan"), "link_command": link}
    return render(request, "site/phone.html", context)


@login_required
@require_POST
def zone(request: HttpRequest) -> HttpResponse:
    """Show times in the zone of this device. Nothing else changes: a deadline is an instant."""
    assert isinstance(request.user, Person)
    request.user.zone = check_zone(request.POST.get("zone", ""))
    request.user.save(update_fields=["zone"])
    messages.success(request, _("Times are shown in %(zone)s now.") % {"zone": request.user.zone})
    return redirect(safe_next(request, "/"))


@needs(Role.ADMIN)
@require_POST
def clock_is_right(request: MemberRequest) -> HttpResponse:
    """Somebody has looked: the clock is right, what was seen before was not."""
    (home() / standing.RIGHT).touch()
    messages.success(request, _("Noted. The present time counts from now on."))
    return redirect(url(request, "my-turn"))
