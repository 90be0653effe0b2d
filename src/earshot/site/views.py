"""Pages composed of several features."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def healthy(request: HttpRequest) -> HttpResponse:
    """For supervisors: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def home(request: HttpRequest) -> HttpResponse:
    """Sends a person to their workspace."""
    raise NotImplementedError


def my_turn(request: HttpRequest) -> HttpResponse:
    """Home: what I am accountable for now, in order of deadline."""
    raise NotImplementedError
