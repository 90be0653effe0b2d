"""What a query does, while somebody types it: each view answers a script with its part, a plain form with the page."""

from __future__ import annotations

import re
import time

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from earshot.engine.query import Document, Query
from earshot.engine.query.explaining import Explanation
from earshot.features.conversations.queries import access_conversations
from earshot.features.listening.finding import asked
from earshot.features.listening.models import Post, Topic
from earshot.features.listening.queries import access_posts, document_of, load
from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop import showing
from earshot.features.workshop.checking import check, readable
from earshot.features.workshop.drawing import spark
from earshot.features.workshop.forms import tests_from
from earshot.features.workshop.items import Slice
from earshot.features.workshop.queries import compare_slice, proposals, try_slice
from earshot.features.workshop.views import desk
from earshot.kernel.errors import NotFound
from earshot.ports.services import services
from earshot.web.marks import marked
from earshot.web.texts import told, translated

PLAIN_SECONDS = 1.5
"""For a page without a script: it cannot look on by itself."""
LONGEST_POST = 20_000
"""Characters of a post that somebody puts in to ask why."""
_CONVERSATION = re.compile(r"/inbox/c/(\d+)/?")


@require_POST
def checked(request: MemberRequest) -> HttpResponse:
    """Errors and remarks of a query, and what becomes of the topic's tests."""
    found = check(request.membership, desk.text_of(request))
    rows = desk.rows_of(tests_from(request.POST) or (), found)
    if not desk.wants_part(request):
        return desk.page(request, desk.filled(request, desk.text_of(request)), desk.topic_of(request))
    return render(request, "workshop/findings.html", {"checked": found, "tests": rows})


@require_POST
def count(request: MemberRequest) -> HttpResponse:
    """What a query finds: the next slice for a script, everything that can be found in a moment for a plain form.

    ``figures``: the lists may wait for a later slice, so that many slices weigh little.
    """
    text, topic = desk.text_of(request), desk.topic_of(request)
    query = readable(text)
    if desk.wants_part(request):
        found = None if query is None else try_slice(request.membership, query, _cursor(request), topic=topic)
        figures_only = bool(request.POST.get("figures")) and found is not None and found.cursor is not None
        told_of = {**_told(request, found, topic, text), "figures_only": figures_only}
        return render(request, "workshop/trial.html", told_of)
    found = None if query is None else _to_the_end(request, query, topic)
    return desk.page(request, desk.filled(request, text), topic, more=_told(request, found, topic, text))


def _cursor(request: MemberRequest) -> str | None:
    return request.POST.get("cursor") or None


def _to_the_end(request: MemberRequest, query: Query, topic: Topic | None) -> Slice:
    until = time.monotonic() + PLAIN_SECONDS
    found = try_slice(request.membership, query, topic=topic)
    while found.cursor and time.monotonic() < until:
        found = try_slice(request.membership, query, found.cursor, topic=topic)
    return found


def _told(request: MemberRequest, found: Slice | None, topic: Topic | None, text: str) -> dict[str, object]:
    if found is None:
        return {}
    return {
        "trial": showing.found(found, text),
        "spark": spark(found.per_day),
        "topic": topic,
        "may_label": topic is not None and may(request.membership, Role.MEMBER),
    }


@require_POST
def compared(request: MemberRequest) -> HttpResponse:
    """What a changed query gains and loses against the saved one."""
    text, topic = desk.text_of(request), desk.topic_of(request)
    new = readable(text)
    context: dict[str, object] = {"topic": topic}
    if topic is not None and new is not None and (old := readable(topic.query)) is not None:
        found = compare_slice(request.membership, old, new, _cursor(request), topic=topic)
        context |= {"compared": showing.compared(found), "may_label": may(request.membership, Role.MEMBER)}
    if desk.wants_part(request):
        return render(request, "workshop/compared_part.html", context)
    return desk.page(request, desk.filled(request, text), topic, more=context)


@require_POST
def proposed(request: MemberRequest) -> HttpResponse:
    """What the data suggests to add."""
    text, topic = desk.text_of(request), desk.topic_of(request)
    query = readable(text)
    context: dict[str, object] = {"topic": topic}
    if query is not None:
        found = proposals(request.membership, query, topic=topic)
        context |= {"proposals": found, "proposed": showing.proposed(found, text)}
    if desk.wants_part(request):
        return render(request, "workshop/proposals.html", context)
    return desk.page(request, desk.filled(request, text), topic, more=context)


@require_POST
def why(request: MemberRequest) -> HttpResponse:
    """Why the query matches a post, or why not: a text, or the address of one that is stored."""
    text, given = desk.text_of(request), request.POST.get("post", "").strip()[:LONGEST_POST]
    query = readable(text)
    context: dict[str, object] = {"asked": given}
    if query is not None and given:
        try:
            found, document = _found(request, given)
        except NotFound as error:
            context["why_problem"] = told(error)
        else:
            when = asked(request.workspace, services().clock.now())
            explained = query.explain(document, at=when.at, zone=when.zone)
            context |= {"why": _said(explained, document), "why_post": found}
    if desk.wants_part(request):
        return render(request, "workshop/why.html", context)
    return desk.page(request, desk.filled(request, text), desk.topic_of(request), more=context)


def _found(request: MemberRequest, given: str) -> tuple[Post | None, Document]:
    """The stored post of an address, on its network or in our inbox; else a text as it was given."""
    rows = access_posts(request.membership)
    here = _CONVERSATION.search(given) if "\n" not in given else None
    if here or (given.startswith(("http://", "https://", "at://")) and not re.search(r"\s", given)):
        named = rows.filter(canonical_id=given).first() or rows.filter(url=given).first()
        if here:
            held = access_conversations(request.membership).filter(pk=int(here[1][:18])).first()
            named = held.newest_post if held is not None else None
        if named is None:
            raise NotFound(_("No post with this address is stored."), _("Paste the text of the post instead."))
        for post, version in load([named.pk]):
            return post, document_of(post, version)
    return None, Document(given)


def _said(explained: Explanation, document: Document) -> dict[str, object]:
    spans = [(start, end) for field, start, end in explained.spans if field == "text"]
    return {
        "matches": explained.matches,
        "sentences": [translated(sentence) for sentence in explained.sentences],
        "text": marked(document.text, spans),
        "blamed": [reason.node.span for reason in explained.terms] if not explained.matches else [],
    }
