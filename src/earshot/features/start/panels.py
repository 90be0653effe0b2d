"""What the first run shows in lower pages."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.start.queries import access_beginning


def begin_panel(request: HttpRequest, subject: object) -> str:
    """In an empty "my turn": go on with the first run, for those who may."""
    member = cast(MemberRequest, request)
    if not may(member.membership, Role.ADMIN):
        return ""
    beginning = access_beginning(member.membership)
    if beginning is not None and beginning.ended_at is not None:
        return ""
    return render_to_string("start/begin.html", {"begun": beginning is not None}, request)
