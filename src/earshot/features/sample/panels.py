"""What the feature shows in others' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.sample.queries import progress, sample_of


def strip(request: HttpRequest, subject: object) -> str:
    """On every page of a sample: that it is one, how far it has come, and the button that removes it."""
    found = progress(request.workspace.pk)  # type: ignore[attr-defined]
    if found is None:
        return ""
    owner = may(request.membership, Role.OWNER)  # type: ignore[attr-defined]
    return render_to_string("sample/strip.html", {"progress": found, "may_remove": owner}, request)


def offer(request: HttpRequest, subject: object) -> str:
    """Where nothing is there yet: the sample, or the way back to it. Nothing within a sample."""
    return _offer(request, "sample/offer.html")


def menu(request: HttpRequest, subject: object) -> str:
    """The same as a line of the workspace menu."""
    return _offer(request, "sample/menu.html")


def _offer(request: HttpRequest, template: str) -> str:
    if progress(request.workspace.pk) is not None:  # type: ignore[attr-defined]
        return ""
    return render_to_string(template, {"sample": sample_of(request.user)}, request)  # type: ignore[arg-type]


def compose(request: HttpRequest, subject: object) -> str:
    """Beside a reply in a sample: where it goes, which is nowhere."""
    if progress(request.workspace.pk) is None:  # type: ignore[attr-defined]
        return ""
    return render_to_string("sample/compose.html", {}, request)
