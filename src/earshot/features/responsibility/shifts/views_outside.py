"""The calendar that programs read, outside any session: its address is its key."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from earshot.features.people.models import Membership
from earshot.features.responsibility.shifts.feed import REFRESH, calendar_of, seat_of
from earshot.kernel.errors import NotFound
from earshot.ports.services import services
from earshot.web.pace import Pace

WITHIN = timedelta(minutes=10)
READERS = Pace(60, WITHIN)
"""Of one address: some programs ask every minute, on several devices, and each asking reckons half a year."""
GUESSES = Pace(30, WITHIN)
"""Of one place in the network, for addresses that do not exist; one that was revoked is still asked for a while."""


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shifts and leave of one person as iCalendar. Nothing else can be done with the address. Whoever asks all the time
    is told to wait (429)."""
    now, place = services().clock.now(), request.META.get("REMOTE_ADDR", "")
    if seconds := max(READERS.wait(token, now), GUESSES.wait(place, now)):
        return _later(seconds)
    try:
        seat = seat_of(token)
    except NotFound as error:
        GUESSES.count(place, now)
        raise Http404(str(error)) from None
    READERS.count(token, now)
    return _calendar(request, seat, now)


def _later(seconds: int) -> HttpResponse:
    """For programs, and for whoever looks at what they were told."""
    words = _("This calendar is asked for too often. Ask again in %(seconds)s seconds.") % {"seconds": seconds}
    answer = HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=429)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer


def _calendar(request: HttpRequest, seat: Membership, now: datetime) -> HttpResponseBase:
    page = request.build_absolute_uri(reverse("my-shifts", args=[seat.workspace.slug]))
    content, changed = calendar_of(seat, page, now)
    etag, modified = f'"{hashlib.sha256(content).hexdigest()[:32]}"', int(changed.timestamp())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="shifts.ics"'
    answer["Cache-Control"] = f"private, max-age={int(REFRESH.total_seconds()) // 2}"
    answer["ETag"], answer["Last-Modified"] = etag, http_date(modified)
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, last_modified=modified, response=answer) or answer
