"""Pages about topics, with a live count on what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Count as CountRows
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.engine.query import TOPIC_FIELDS, Query, QueryError, parse
from earshot.features.listening.actions import archive_topic, save_topic
from earshot.features.listening.documents import document_of
from earshot.features.listening.forms import TopicForm
from earshot.features.listening.models import Post, Topic
from earshot.features.listening.queries import access_topic_by_id, access_topics, count_matches, load
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web import slots
from earshot.web.addresses import url
from earshot.web.marks import marked
from earshot.web.texts import told, translated


@dataclass(frozen=True, slots=True)
class Sample:
    """One matching post as the page shows it."""

    post: Post
    text: SafeString


@dataclass(frozen=True, slots=True)
class Counted:
    """The live count: ``at_least`` where it stopped early, having looked back to ``since``."""

    number: int
    at_least: bool
    since: datetime | None
    samples: list[Sample]


@require_GET
def topics(request: MemberRequest) -> HttpResponse:
    """Every topic with the number of its mentions."""
    rows = list(access_topics(request.membership).annotate(count=CountRows("mentions")))
    context = {
        "topics": rows,
        "may_change": may(request.membership, Role.MEMBER),
        "above": slots.panels("topics.above", request, rows),
    }
    return render(request, "listening/topics.html", context)


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """A new topic."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def topic(request: MemberRequest, topic_id: int) -> HttpResponse:
    """One topic."""
    return _edit(request, access_topic_by_id(request.membership, topic_id))


def _edit(request: MemberRequest, found: Topic | None) -> HttpResponse:
    initial = _told(found) if found else {"use": request.GET.get("use", "answer")}
    form = TopicForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, form, found):
        messages.success(request, _("Saved. From now on every post is compared with it."))
        return redirect(url(request, "topics"))
    context = {"topic": found, "form": form, "may_change": may(request.membership, Role.MEMBER)}
    return render(request, "listening/topic.html", context, status=422 if form.errors else 200)


def _told(topic: Topic) -> dict[str, str]:
    """A topic as its form shows it."""
    use = "mine" if topic.watcher_id else "watch" if topic.watch else "answer"
    return {"name": topic.name, "title": topic.title, "brand": topic.brand, "query": topic.query, "use": use}


def _saved(request: MemberRequest, form: TopicForm, found: Topic | None) -> bool:
    told_of = dict(form.cleaned_data)
    use = told_of.pop("use")
    uses = {"watch": use == "watch", "mine": use == "mine"}
    try:
        save_topic(request.membership, clock=services().clock, topic=found, **told_of, **uses)
    except QueryError as error:
        form.add_error("query", told(error))
    except EarshotError as error:
        form.add_error("name", told(error))
    return not form.errors


@require_POST
def count(request: MemberRequest) -> HttpResponse:
    """How many stored posts a query matches, as a fragment while somebody types, or as a page of its own."""
    text = request.POST.get("query", "")
    context: dict[str, object] = {}
    if text.strip():
        try:
            query = parse(text, fields=TOPIC_FIELDS)
            context["count"] = _counted(request, query)
        except QueryError as error:
            context["query_error"] = {
                "message": translated(error.message),
                "mend": translated(error.mend),
                "start": error.start,
                "end": error.end,
            }
    if "whole" not in request.POST:
        return render(request, "listening/count.html", context)
    context |= {"form": TopicForm(request.POST), "may_change": may(request.membership, Role.MEMBER)}
    return render(request, "listening/topic.html", context | {"topic": _edited(request)})


def _edited(request: MemberRequest) -> Topic | None:
    """The topic whose page asks, so that "Save" there changes it; None for a new one."""
    number = request.POST.get("topic", "")
    return access_topic_by_id(request.membership, int(number)) if number.isascii() and number.isdecimal() else None


def _counted(request: MemberRequest, query: Query) -> Counted:
    result = count_matches(request.membership, query)
    samples = []
    for post, version in load([post.pk for post in result.newest]):
        spans = [(start, end) for field, start, end in query.spans(document_of(post, version)) if field == "text"]
        samples.append(Sample(post, marked(version.text, spans)))
    return Counted(result.number, not result.exact, result.back_to, samples)


@needs(Role.MEMBER)
@require_POST
def archive(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Match nothing more with it."""
    archive_topic(access_topic_by_id(request.membership, topic_id), request.membership, services().clock)
    messages.success(request, _("Archived."))
    return redirect(url(request, "topics"))
