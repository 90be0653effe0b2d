"""The page of the watches, and what people do there. Plain forms; a script lets new posts come in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.engine.query import TOPIC_FIELDS, parse_lenient
from earshot.features.inbox.acts import refuse
from earshot.features.inbox.foreign import leave_out
from earshot.features.inbox.watches import acting
from earshot.features.inbox.watches.reading import (
    Shelf,
    access_kept,
    access_watches,
    read_to,
    shelf,
    unread,
)
from earshot.features.listening.models import Topic
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError, NotFound
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url
from earshot.web.context import wanted_parts


@require_safe
def watches(request: MemberRequest, topic_id: int = 0) -> HttpResponse:
    """What all watches keep, or one of them. To look is to have read; a script that asks for parts has not looked."""
    known = access_watches(request.membership)
    chosen = _chosen(known, topic_id)
    seen = read_to(request.membership, known)
    waiting = unread(seen)
    text = request.GET.get("q", "").strip()
    query, errors = parse_lenient(text, TOPIC_FIELDS) if text else (None, [])
    below, since = _number(request.GET.get("after", "")), _since(request) or seen
    shown = Shelf() if errors and query is None else shelf(request.membership, chosen, query, since, below)
    if not wanted_parts(request) and request.method == "GET" and not below and not text:
        acting.visit(request.membership, chosen)
    context = {
        "watches": known,
        "lines": [(watch, waiting.get(watch.pk)) for watch in known],
        "chosen": chosen[0] if topic_id else None,
        "shelf": shown,
        "query": text,
        "errors": errors,
        "after": below,
        "since": ",".join(f"{topic}:{post}" for topic, post in since.items()),
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "inbox/watches.html", context)


def _chosen(known: list[Topic], topic_id: int) -> list[Topic]:
    if not topic_id:
        return known
    chosen = [watch for watch in known if watch.pk == topic_id]
    if not chosen:
        raise NotFound(_("There is no such watch in this workspace."), _("Open the list and choose one."))
    return chosen


def _since(request: MemberRequest) -> dict[int, int]:
    """How far the reader had read when the page was opened: what was new then stays marked while it is open."""
    pairs = [pair.partition(":") for pair in request.GET.get("since", "").split(",")]
    return {_number(topic): _number(post) for topic, _colon, post in pairs if _number(topic)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@require_POST
@needs(Role.MEMBER)
def add(request: MemberRequest) -> HttpResponse:
    """A watch of one's own."""
    try:
        watch = acting.add_watch(
            request.membership, request.POST.get("title", ""), request.POST.get("words", ""), services().clock
        )
    except EarshotError as error:
        refuse(request, error)
        return redirect(url(request, "watches"))
    messages.success(request, _("Only you see it. From now on every post is compared with it."))
    return redirect(url(request, "watch", watch.pk))


@require_POST
@needs(Role.MEMBER)
def take(request: MemberRequest, post_id: int) -> HttpResponse:
    """Make a conversation of the post, and open it."""
    post = access_kept(request.membership, post_id)
    try:
        conversation = acting.take_over(post, request.membership, services().clock)
    except EarshotError as error:
        refuse(request, error)
        return redirect(_back(request))
    if conversation is None:
        messages.warning(request, _("The policy ignores such posts, so it is nobody's conversation."))
        return redirect(_back(request))
    return redirect(url(request, "conversation", conversation.pk))


@require_POST
@needs(Role.MEMBER)
def not_about_us(request: MemberRequest, post_id: int) -> HttpResponse:
    """Takes the post out of what it was found by, and shows what would have kept it out."""
    post = access_kept(request.membership, post_id)
    return leave_out(request, post, _back(request))


def _back(request: MemberRequest) -> str:
    return safe_next(request, url(request, "watches"))
