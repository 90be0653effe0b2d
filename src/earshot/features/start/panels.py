"""What the first run shows in lower pages: how to go on with it, and what has come of it since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.listening.hearing import hearing
from earshot.features.listening.queries import access_channels, access_topics
from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.sample.panels import in_sample
from earshot.features.start.queries import access_beginning, heard_so_far
from earshot.ports.services import services

SHOWN = 3
"""Topics named in one sentence."""


def begin_panel(request: HttpRequest, subject: object) -> str:
    """In an empty "my turn": go on with the first run, for those who may."""
    member = cast(MemberRequest, request)
    if not _is_asked(member):
        return ""
    begun = access_beginning(member.membership) is not None
    return render_to_string("start/begin.html", {"begun": begun}, request)


def _is_asked(member: MemberRequest) -> bool:
    """Whether the first run waits for this person."""
    if not may(member.membership, Role.ADMIN) or in_sample(member):
        return False
    beginning = access_beginning(member.membership)
    return beginning is None or beginning.ended_at is None


def heard_panel(request: HttpRequest, subject: object) -> str:
    """In an empty "my turn": what is being listened to, since when, and how much of it matched; or that nothing is,
    where the first run does not ask for that."""
    member = cast(MemberRequest, request)
    found = hearing(member.membership, services().clock.now())
    may_connect = may(member.membership, Role.ADMIN)
    if found.channels:
        asks = access_topics(member.membership).filter(watch=False).exists()
        context = {"hearing": found, "asks_nothing": not asks, "may_connect": may_connect}
        return render_to_string("start/heard_panel.html", context, request)
    if _is_asked(member):
        return ""
    return render_to_string("start/nothing_heard.html", {"may_connect": may_connect}, request)


def unmatched_panel(request: HttpRequest, subject: object) -> str:
    """Above the topics (``subject``: their rows, with counts): which of them nothing has matched. Nothing is asked
    where all of them have."""
    rows = [row for row in cast(Iterable[Any], subject) if not row.watch and not row.count]
    member = cast(MemberRequest, request)
    if not rows or not access_channels(member.membership).exists():
        return ""
    context = {"unmatched": rows[:SHOWN], "more": len(rows) - SHOWN, "heard": heard_so_far(member.membership)}
    return render_to_string("start/unmatched.html", context, request)
