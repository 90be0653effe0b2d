"""A full disk, said as a page where something should have been stored."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from earshot.site.runtime.room import is_full

INSUFFICIENT_STORAGE = 507


class FullDiskMiddleware:
    """Pages that only read go on answering; an act that could not be stored says so instead of failing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, where that is what went wrong."""
        if not isinstance(error, DatabaseError | OSError) or not is_full(error):
            return None
        said = {
            "message": _("The disk is full: this could not be stored."),
            "mend": _("Nothing was changed. Make room on the disk, then go back and try again."),
        }
        return render(request, "web/error.html", said, status=INSUFFICIENT_STORAGE)
