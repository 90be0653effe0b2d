"""What the feature shows in others' pages: one query a page, however many places ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.sample.models import Sample
from earshot.features.sample.queries import Progress, progress_of, samples


@dataclass(frozen=True, slots=True)
class _Seen:
    """``progress`` of the workspace looked at, None where it is no sample; ``own`` is the person's sample."""

    progress: Progress | None
    own: Sample | None


def _seen(request: HttpRequest) -> _Seen:
    member = cast(MemberRequest, request)
    kept = getattr(request, "_sample_seen", None)
    if kept is None:
        here, own = samples(member.workspace.pk, member.user)
        kept = _Seen(progress_of(here) if here else None, own)
        request._sample_seen = kept  # type: ignore[attr-defined]  # for as long as the request lives
    return cast(_Seen, kept)


def in_sample(request: HttpRequest) -> bool:
    """Whether the page belongs to a sample."""
    return _seen(request).progress is not None


def strip(request: HttpRequest, subject: object) -> str:
    """On every page of a sample: that it is one, how far it has come, and the button that removes it."""
    found = _seen(request).progress
    if found is None:
        return ""
    owner = may(cast(MemberRequest, request).membership, Role.OWNER)
    return render_to_string("sample/strip.html", {"progress": found, "may_remove": owner}, request)


def offer(request: HttpRequest, subject: object) -> str:
    """Where nothing is there yet: the sample, or the way back to it. Nothing within a sample."""
    return _offer(request, "sample/offer.html")


def menu(request: HttpRequest, subject: object) -> str:
    """The same as a line of the workspace menu."""
    return _offer(request, "sample/menu.html")


def _offer(request: HttpRequest, template: str) -> str:
    seen = _seen(request)
    return "" if seen.progress is not None else render_to_string(template, {"sample": seen.own}, request)


def compose(request: HttpRequest, subject: object) -> str:
    """Beside a reply in a sample: where it goes, which is nowhere."""
    return "" if _seen(request).progress is None else render_to_string("sample/compose.html", {}, request)
