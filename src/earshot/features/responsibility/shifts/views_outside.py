"""The calendar that programs read, outside any session: its address is its key."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from earshot.features.responsibility.shifts.feed import REFRESH, calendar_of, seat_of
from earshot.kernel.errors import NotFound
from earshot.ports.services import services


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shifts and leave of one person as iCalendar. Nothing else can be done with the address."""
    try:
        seat = seat_of(token)
    except NotFound as error:
        raise Http404(str(error)) from None
    page = request.build_absolute_uri(reverse("my-shifts", args=[seat.workspace.slug]))
    content, changed = calendar_of(seat, page, services().clock.now())
    etag, modified = f'"{hashlib.sha256(content).hexdigest()[:32]}"', int(changed.timestamp())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="shifts.ics"'
    answer["Cache-Control"] = f"private, max-age={int(REFRESH.total_seconds()) // 2}"
    answer["ETag"], answer["Last-Modified"] = etag, http_date(modified)
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, last_modified=modified, response=answer) or answer
