"""The page of a person's notices in a workspace, and the figure beside the bell."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from earshot.features.notices import actions
from earshot.features.notices.queries import LISTED, OPEN, access_notice, access_notices, unread
from earshot.features.notices.showing import shown
from earshot.features.people.requests import MemberRequest
from earshot.ports.services import services
from earshot.web import live
from earshot.web.addresses import safe_next, url


@never_cache
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """What concerns me and waits to be read or taken up; with ``?all=1`` everything, page by page."""
    live.mark(request)
    me = request.membership
    everything = "all" in request.GET
    rows = access_notices(me) if everything else access_notices(me).filter(OPEN)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[:LISTED])
    here = url(request, "notices")
    return render(
        request,
        "notices/notices.html",
        {
            "shown": shown(me.workspace, page),
            "everything": everything,
            "older": page[-1].pk if len(page) == LISTED else 0,
            "unread": unread(me),
            "tabs": [(_("Waiting"), here, not everything), (_("All"), f"{here}?all=1", everything)],
        },
    )


@never_cache
@require_safe
def bell(request: MemberRequest) -> HttpResponse:
    """How many are unread, and the newest of them in words, for the shell's script."""
    me = request.membership
    newest = shown(me.workspace, access_notices(me).filter(read_at=None, settled_at=None)[:1])
    words = ""
    if newest:
        words = f"{newest[0].title}: {newest[0].about.title}" if newest[0].about else newest[0].title
    return JsonResponse({"unread": unread(me), "newest": words, "id": newest[0].notice.pk if newest else 0})


@require_POST
@transaction.atomic
def read_all(request: MemberRequest) -> HttpResponse:
    """I have read everything. What waits to be taken up still waits."""
    actions.read(Q(membership=request.membership), services().clock)
    return redirect(safe_next(request, url(request, "notices")))


@require_POST
@transaction.atomic
def read_one(request: MemberRequest, notice_id: int) -> HttpResponse:
    """I have read this one."""
    notice = access_notice(request.membership, notice_id)
    actions.read(Q(pk=notice.pk), services().clock)
    return redirect(safe_next(request, url(request, "notices")))


@require_POST
@transaction.atomic
def have(request: MemberRequest, notice_id: int) -> HttpResponse:
    """I have it: nobody need remind me."""
    notice = access_notice(request.membership, notice_id)
    actions.take_up(Q(pk=notice.pk), services().clock)
    return redirect(safe_next(request, url(request, "notices")))
