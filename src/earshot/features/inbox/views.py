"""The inbox: a list, and beside it one conversation. Both are one page, so that it works the same without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import merged_into
from earshot.features.delivery.errors import Collision
from earshot.features.inbox import labels
from earshot.features.inbox.lists import View, page_of, view_named
from earshot.features.inbox.page import ConversationPage, find, read_page
from earshot.features.inbox.rows import Row, rows
from earshot.features.inbox.search import Found, search
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import NotFound
from earshot.ports.services import services
from earshot.web import live, slots
from earshot.web.addresses import url
from earshot.web.context import wanted_parts

FIRST = "mine"
OF_THE_LIST = frozenset(("rows", "list-end", "list-count"))
OF_THE_SHELL = frozenset(("inbox-views", "toasts"))


@dataclass(slots=True)
class List:
    """The middle pane. ``query`` is what stands in the search box, ``keep`` what links carry along."""

    title: Any
    query: str
    rows: list[Row]
    keep: str
    next: str = ""
    view: View | None = None
    found: Found | None = None
    after: str = ""
    read: bool = True
    """Whether the rows were read: a script may ask for the conversation alone."""


@require_safe
def inbox(request: MemberRequest, view: str = "") -> HttpResponse:
    """A view or a search, with nothing opened."""
    live.mark(request)
    return _page(request, _list(request, view), None)


@require_safe
def conversation(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """One conversation, beside the list from which it was opened."""
    live.mark(request)
    try:
        found = find(request.membership, conversation_id)
    except NotFound:
        into = merged_into(request.membership, conversation_id)
        if into is None:
            raise
        return redirect(url(request, "conversation", into))
    parts = wanted_parts(request)
    if parts and parts <= OF_THE_LIST | OF_THE_SHELL:
        return _page(request, _list(request, request.GET.get("view", "")), None, found)
    return show(request, found)


def show(
    request: MemberRequest,
    conversation: Conversation,
    typed: str | None = None,
    collision: Collision | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a conversation. ``typed`` stands in the composer instead of the draft."""
    page = read_page(conversation, request.membership, services().clock, "everything" in request.GET)
    page.collision = collision
    if typed is not None:
        page.typed = typed
    response = _page(request, _list(request, request.GET.get("view", "")), page)
    response.status_code = status
    return response


def _page(
    request: MemberRequest, shown: List, opened: ConversationPage | None, subject: Conversation | None = None
) -> HttpResponse:
    subject = opened.conversation if opened else subject
    context: dict[str, Any] = {
        "list": shown,
        "page_of": opened,
        "conversation": subject,
        "intents": labels.INTENTS,
        "sentiments": labels.SENTIMENTS,
        "languages": labels.LANGUAGES,
        "states": labels.STATES,
        "found": labels.found_words(subject.sentiment, subject.intent, subject.lang) if subject else {},
        "context_panels": slots.panels("conversation.context", request, subject) if opened else [],
        "compose_panels": slots.panels("conversation.compose", request, subject) if opened else [],
    }
    return render(request, "inbox/inbox.html", context)


def _list(request: MemberRequest, name: str) -> List:
    """What the middle pane shows: a search where one was typed, else a view."""
    text = request.GET.get("q", "").strip()
    view = view_named(name or FIRST)
    searching = bool(text) and text != view.query
    request.inbox_view = "" if searching else view.name  # type: ignore[attr-defined]
    parts = wanted_parts(request)
    if parts and not parts & OF_THE_LIST:
        keep = {"q": text} if searching else {"view": view.name}
        return List(view.title, text or view.query, [], urlencode(keep), view=None if searching else view, read=False)
    return _found(request, text) if searching else _viewed(request, view)


def _found(request: MemberRequest, text: str) -> List:
    after, now = request.GET.get("after", ""), services().clock.now()
    found = search(request.membership, text, now, after)
    shown = rows(found.conversations, request.membership, now)
    return List("", text, shown, urlencode({"q": text}), found.next, found=found, after=after)


def _viewed(request: MemberRequest, view: View) -> List:
    after, now = request.GET.get("after", ""), services().clock.now()
    page = page_of(view, request.membership, after)
    shown = rows(page.conversations, request.membership, now)
    return List(view.title, view.query, shown, urlencode({"view": view.name}), page.next, view=view, after=after)
