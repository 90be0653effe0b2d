"""What the pages say of the machine: no room, a clock that was moved, a sleep, a device in another time zone.

Read from ``machine.json`` and from the disk itself, without a question to the database, which may be unable to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.features.inbox.lists import TURN
from earshot.features.listening.gaps import slept, span
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.ports.services import services
from earshot.site.home import home
from earshot.site.runtime import room, standing
from earshot.site.runtime.standing import Standing
from earshot.web import times
from earshot.web.context import wanted_parts
from earshot.web.texts import listed, translated

WORTH_TELLING = timedelta(minutes=1)
"""A shorter sleep is in the channel's list only."""
TOLD_FOR = timedelta(minutes=10)
"""For so long a person is told of a sleep, from the first time they see it: once, and gone."""
FORGOTTEN = timedelta(days=2)
MOVED_TOLD_FOR = timedelta(hours=1)
SESSION = "slept"


@dataclass(frozen=True, slots=True)
class News:
    """One sentence above the page. ``kind``: bad, warn, info. ``right``: whether the reader may say that the clock is
    right now."""

    kind: str
    lead: str
    text: str = ""
    right: bool = False


def strip(request: HttpRequest, subject: object) -> str:
    """Above every page of a workspace; a sleep only above "my turn"."""
    if wanted_parts(request) and "machine" not in wanted_parts(request):
        return ""
    now, folder = services().clock.now(), home()
    found = standing.read(folder)
    news = [*_room(found), *_clock(found, now, request.membership)]  # type: ignore[attr-defined]
    if not news and request.path == reverse("my-turn", args=[request.workspace.slug]):  # type: ignore[attr-defined]
        news += _slept(request, found, now)
    return render_to_string("site/machine.html", {"news": news}, request)


def zone_script(request: HttpRequest, subject: object) -> str:
    """What looks whether the device is in another time zone than its person."""
    return render_to_string("site/zone_script.html", {}, request)


def menu(request: HttpRequest, subject: object) -> str:
    """The line that leads to the page "On your phone"."""
    return render_to_string("site/phone_line.html", {}, request)


def _room(found: Standing) -> list[News]:
    """By the disk as it is, and by what the work process does: it goes on a little later than it stopped."""
    free = room.free_bytes(home())
    if free >= room.LEAST and found.free is None:
        return []
    left = free if found.free is None else min(free, found.free)
    return [News("bad", translated(room.said(left)), translated(room.LISTENS_AGAIN))]


def _clock(found: Standing, now: datetime, membership: Membership) -> list[News]:
    behind = found.behind(now)
    if behind is not None:
        words = _("The clock of this machine was set back by %(time)s.") % {"time": times.duration(behind)}
        then = _("Either it is wrong now, or what was stored until then has times that are too late.")
        return [News("bad", words, then, may(membership, Role.ADMIN))]
    if found.moved is None or not timedelta(0) <= now - found.moved[0] < MOVED_TOLD_FOR:
        return []
    size = times.duration(timedelta(seconds=found.moved[1]))
    words = _("The clock of this machine was moved by %(time)s.") % {"time": size}
    return [News("warn", words, _("If it is right now, deadlines that were set before may be off by as much."))]


def _slept(request: HttpRequest, found: Standing, now: datetime) -> list[News]:
    """Once a person: a sleep, whether what was missed is fetched, and what fell due meanwhile."""
    if found.slept is None or not timedelta(0) <= now - found.slept[1] < FORGOTTEN:
        return []
    since, until = found.slept
    if until - since < WORTH_TELLING or not _first_time(request, since, now):
        return []
    membership: Membership = request.membership  # type: ignore[attr-defined]
    came = slept(membership, since, until)
    words = [_("This machine was asleep: %(span)s.") % {"span": span(since, until)}]
    if came.channels and came.caught_up_at is None:
        words.append(_("What was said meanwhile is being fetched."))
    elif came.unfilled:
        names = listed(came.unfilled)
        words.append(_("Not everything could be fetched again: %(channels)s.") % {"channels": names})
    elif came.caught_up_at is not None:
        words.append(_("Caught up at %(time)s.") % {"time": times.short(came.caught_up_at)})
    if late := TURN.rows(membership).filter(deadline_at__gt=since, deadline_at__lte=until).count():
        text = ngettext(
            "%(number)d conversation of yours fell due in that time and is late.",
            "%(number)d conversations of yours fell due in that time and are late.",
            late,
        )
        words.append(text % {"number": late})
    return [News("info", words[0], _sentences(words[1:]))]


def _first_time(request: HttpRequest, since: datetime, now: datetime) -> bool:
    """Whether the person has not been told of this sleep, or only just."""
    told = request.session.get(SESSION)
    mark = since.isoformat()
    if isinstance(told, list) and len(told) == 2 and told[0] == mark:
        return now - datetime.fromisoformat(told[1]) < TOLD_FOR
    request.session[SESSION] = [mark, now.isoformat()]
    return True


def _sentences(words: list[str]) -> str:
    """Chinese sentences follow each other without a space."""
    return ("" if any(each.endswith("。") for each in words) else " ").join(words)
