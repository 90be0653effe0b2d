"""Pages of the kit itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from earshot.ports.services import services
from earshot.web import times
from earshot.web.addresses import safe_next
from earshot.web.context import Page
from earshot.web.icons import ICONS
from earshot.web.sample_form import SampleForm

COLOURS = (
    *("paper", "side", "sunk", "raise", "hover", "line", "edge", "line-2", "ink-3", "ink-2", "ink", "accent", "pick"),
    *("bad", "bad-soft", "warn", "warn-soft", "good", "good-soft", "mark"),
)
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
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to put Earshot on its home screen."""
    told = {
        "name": "Earshot",
        "short_name": "Earshot",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": [{"src": static("web/logo.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in each state; screenshots and accessibility checks run here.

    ``?language=zh-hant&theme=dark&density=compact`` shows it in that language, theme and density.
    """
    wanted = request.GET.get("language", "")
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()):
        page = Page(request)
        page.theme = request.GET.get("theme", page.theme)
        page.density = request.GET.get("density", page.density)
        return render(request, "web/styleguide.html", {"page": page, **_samples(services().clock.now())})


def _samples(now: datetime) -> dict[str, Any]:
    form = SampleForm({"name": "", "every": "5", "kind": "a", "note": "", "on": "on"})
    form.is_valid()
    return {
        "fuses": [
            times.fuse(now - timedelta(hours=1), now - timedelta(minutes=4), now),
            times.fuse(now - timedelta(minutes=24), now + timedelta(minutes=6, seconds=30), now),
            times.fuse(now - timedelta(minutes=22), now + timedelta(minutes=38, seconds=30), now),
            times.paused(_("waiting for them")),
            times.met(pgettext("conversation", "done")),
        ],
        "now": now,
        "form": form,
        "icons": ICONS,
        "colours": COLOURS,
        "risks": (58, 84),
        "letters": ("A", "R", "C", "I", "-"),
        "steps": (5, 25, 60, 90, 100),
        "tabs": [(_("All"), "#tabs", True, 46), (_("Mine"), "#tabs", False, 12)],
        "options": [(_("Month"), "#seg", True), (_("Week"), "#seg", False)],
        "headings": [_("Name"), _("State")],
        "cells": [["A", _("live")], ["B", _("waiting for them")]],
    }
