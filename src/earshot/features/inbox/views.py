"""The inbox."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from earshot.features.people.requests import MemberRequest


def inbox(request: MemberRequest) -> HttpResponse:
    """Lists."""
    return render(request, "inbox/inbox.html", {})
