"""What the inbox shows in the shell: its views in the navigation, and the replies that can still be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from earshot.features.delivery.queries import State, access_publications, undo_seconds
from earshot.features.inbox.lists import VIEWS, Count, Group, count, tally
from earshot.features.people.models import Membership
from earshot.ports.services import services
from earshot.web.addresses import url


@dataclass(frozen=True, slots=True)
class Line:
    """A view in the navigation."""

    name: str
    title: str | Promise
    address: str
    count: Count
    current: bool


def tallied(request: HttpRequest) -> list[Group]:
    """The open conversations of the workspace, counted once a request."""
    if not hasattr(request, "inbox_tally"):
        request.inbox_tally = tally(request.membership)  # type: ignore[attr-defined]
    groups: list[Group] = request.inbox_tally  # type: ignore[attr-defined]
    return groups


def view_lines(request: HttpRequest) -> list[Line]:
    """The views with their counts; the current one is named by the page (``request.inbox_view``)."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    current, groups = getattr(request, "inbox_view", ""), tallied(request)
    return [
        Line(
            view.name,
            view.title,
            url(request, "inbox-view", view.name),
            count(view, membership, groups),
            view.name == current,
        )
        for view in VIEWS
    ]


def views_panel(request: HttpRequest, subject: object) -> str:
    """Below "Inbox", on the pages of the inbox only."""
    if not hasattr(request, "inbox_view"):
        return ""
    return render_to_string("inbox/views.html", {"lines": view_lines(request)}, request)


def open_count(request: HttpRequest) -> int:
    """All open conversations that want an answer."""
    return sum(group.all for group in tallied(request) if group.handling == "answer")


def undo_panel(request: HttpRequest, subject: object) -> str:
    """My replies that have not gone out yet, on every page: closing the tab loses nothing."""
    clock = services().clock
    membership: Membership = request.membership  # type: ignore[attr-defined]
    waiting = access_publications(membership).filter(by=membership, state=State.QUEUED, not_before__gt=clock.now())
    if not waiting.exists():  # on every page, so the rows are joined only where there are any
        return ""
    shown = [(each, undo_seconds(each, clock)) for each in waiting[:3]]
    return render_to_string("inbox/undo.html", {"waiting": shown}, request)
