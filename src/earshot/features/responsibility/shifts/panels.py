"""My shift on "My turn": what runs, what comes, what I am asked, and notes to read when I come on duty."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import words
from earshot.features.responsibility.shifts.handover import unread_notes
from earshot.features.responsibility.shifts.listing import asked
from earshot.features.responsibility.shifts.names import person_of
from earshot.features.responsibility.shifts.queries import waiting_swaps
from earshot.features.responsibility.shifts.spans import duties
from earshot.ports.services import services

SEEN, LOOK = timedelta(days=14), timedelta(days=1)
SHOWN = 3
COMES_ON = timedelta(hours=1)
"""So long before a shift its notes are there to be read."""


def my_shift(request: HttpRequest, subject: object) -> str:
    """Nothing for whoever is always on duty, is asked nothing and has no note to read."""
    member, now = cast(MemberRequest, request), services().clock.now()
    policy = present_policy(member.workspace.pk)
    person = person_of(policy, member.membership)
    if person is None:
        return ""
    mine = duties(policy, person, now, now + SEEN, LOOK)
    shifts = [each for each in mine if each.begins or each.ends]
    on = sorted({each.role for each in mine if each.start <= now + COMES_ON})
    context = {
        "runs": [(each, words.moment(each.end)) for each in shifts if each.start <= now],
        "comes": next(((each, words.span(each.start, each.end)) for each in shifts if each.start > now), None),
        "to_me": asked(waiting_swaps(member.membership, now)[:SHOWN], now),
        "notes": unread_notes(member.membership, on, now)[:SHOWN] if on else [],
    }
    if not any(context.values()):
        return ""
    return render_to_string("responsibility/my_shifts_panel.html", context, request)
