"""Addresses inside the workspace that a request belongs to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def url(request: HttpRequest, name: str, *args: object, **kwargs: object) -> str:
    """``reverse`` inside the request's workspace. The slug goes in front of ``args``; never pass it yourself."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    if kwargs:
        return reverse(name, kwargs={"workspace": slug, **kwargs})
    return reverse(name, args=[slug, *args])


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where a form wants to go on (its field ``next``), if that is an address of this site; else ``fallback``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and own else fallback
