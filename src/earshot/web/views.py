"""Pages of the kit itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from earshot.ports.services import services
from earshot.web import times
from earshot.web.addresses import safe_next
from earshot.web.icons import ICONS
from earshot.web.sample_form import SampleForm

YEAR_S = 365 * 24 * 60 * 60


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language that somebody chose before signing in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    response = redirect(safe_next(request, "/"))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_S, samesite="Lax", httponly=True)
    return response


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in each state; screenshots and accessibility checks run here."""
    now = services().clock.now()
    form = SampleForm({"name": "", "every": "5", "kind": "a", "note": "", "on": "on"})
    form.is_valid()
    return render(
        request,
        "web/styleguide.html",
        {
            "fuses": [
                times.fuse(now - timedelta(hours=1), now - timedelta(minutes=4), now),
                times.fuse(now - timedelta(minutes=24), now + timedelta(minutes=6, seconds=30), now),
                times.fuse(now - timedelta(minutes=22), now + timedelta(minutes=38, seconds=30), now),
            ],
            "now": timezone.localtime(now),
            "form": form,
            "icons": ICONS,
            "risks": (12, 58, 84),
            "letters": ("A", "R", "C", "I", "-"),
            "steps": (5, 25, 60, 90, 100),
        },
    )
