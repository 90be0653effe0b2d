"""What the feature shows in the shell."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.notices.queries import unread


def bell_count(request: HttpRequest) -> int:
    """The figure beside the bell."""
    return unread(request.membership)  # type: ignore[attr-defined]


def bell(request: HttpRequest, _subject: object) -> str:
    """The script that keeps the figure true and says what is new."""
    return render_to_string("notices/bell.html", request=request)


def ways_line(request: HttpRequest, _subject: object) -> str:
    """On the page of one's own settings: the way to what one wants to be told, and how."""
    return render_to_string("notices/ways_line.html", request=request)
