"""Language of the person, membership of the address, errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from earshot.features.people.models import Person
from earshot.features.people.queries import access_membership
from earshot.features.people.zones import zone_of
from earshot.kernel.errors import Conflict, EarshotError, NotAllowed, NotFound
from earshot.web.texts import translated

Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME


class LanguageMiddleware:
    """Shows the pages in the person's language; before sign-in in the cookie's or the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class WorkspaceMiddleware:
    """Finds the membership that an address below ``/w/<slug>/`` asks for, and takes the slug out of the view's way.

    Not signed in: the sign-in page. No such seat: 404, the same whether the workspace exists or not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: object, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if "workspace" not in kwargs:
            return None
        slug = kwargs.pop("workspace")
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        try:
            membership = access_membership(request.user, slug)
        except NotFound as error:
            raise Http404(str(error)) from None
        request.membership = membership  # type: ignore[attr-defined]
        request.workspace = membership.workspace  # type: ignore[attr-defined]
        timezone.activate(zone_of(membership))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Our own errors are said in words, with the mend; anything else is Django's business."""
        if not isinstance(error, EarshotError):
            return None
        status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, NotAllowed) else 400
        status = 409 if isinstance(error, Conflict) else status
        return render(
            request,
            "web/error.html",
            {"message": translated(error.message), "mend": translated(error.mend)},
            status=status,
        )
