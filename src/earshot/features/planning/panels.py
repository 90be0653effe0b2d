"""What planning shows in lower pages: the campaigns of whoever answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from earshot.features.conversations.models import Conversation
from earshot.features.people.requests import MemberRequest
from earshot.features.planning.queries import meant, of_topics, running, running_between
from earshot.features.planning.showing import shown
from earshot.ports.services import services

BESIDE, TODAY = 5, 8
"""Campaigns in a panel; the list holds them all."""


def beside_conversation(request: HttpRequest, subject: object) -> str:
    """The running campaigns that may be meant in the conversation; those of its topics first. One query."""
    member, talk, now = cast(MemberRequest, request), cast(Conversation, subject), services().clock.now()
    found = meant(running(member.workspace.pk, now), [talk.brand, *talk.brands], talk.market, talk.topics)
    if not found:
        return ""
    rows = [shown(each, now, about=of_topics(each, talk.topics)) for each in found[:BESIDE]]
    return render_to_string("planning/beside.html", {"rows": rows, "more": len(found) - len(rows)}, request)


def of_today(request: HttpRequest, subject: object) -> str:
    """What runs now or begins later today, by the reader's day. One query."""
    member, now = cast(MemberRequest, request), services().clock.now()
    found = running_between(member.workspace.pk, now, _end_of_day(now))[: TODAY + 1]
    if not found:
        return ""
    rows = [shown(each, now) for each in found[:TODAY]]
    return render_to_string("planning/today.html", {"rows": rows, "more": len(found) > TODAY}, request)


def _end_of_day(now: datetime) -> datetime:
    """The last moment of the day in the active zone."""
    local = timezone.localtime(now)
    return datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo) - timedelta(microseconds=1)
