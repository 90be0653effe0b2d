"""What a page that broke says in its place."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from earshot.ports.services import services
from earshot.site.launch import command

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """In the reader's language, with what to do; where even that cannot be made, the same in all three languages."""
    told = {
        "at": services().clock.now(),
        "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
        "examine": command("doctor"),
    }
    try:
        return HttpResponseServerError(render_to_string("web/broken.html", told, request))
    except Exception:  # whatever broke the page (the database, a template) may break this one as well
        log.exception("The page that says that something broke is broken, too.")
        return HttpResponseServerError(render_to_string("500.html"))
