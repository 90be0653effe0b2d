"""The page of a topic: shown, and saved."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from earshot.engine.query import TOPIC_FIELDS, QueryError, parse
from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop.actions import FailingTests, save
from earshot.features.workshop.forms import TopicForm, tests_from
from earshot.features.workshop.items import Compared
from earshot.features.workshop.queries import compare_slice, newest_version, receivers
from earshot.features.workshop.views import desk
from earshot.kernel.errors import Conflict, EarshotError
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import told

COMPARING_SECONDS = 0.6
"""For what is said of the change after saving."""


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """A new topic."""
    if request.method == "POST":
        return _save(request, None)
    return desk.page(request, TopicForm(initial={"use": request.GET.get("use", "answer")}), None)


@require_http_methods(["GET", "POST"])
def topic(request: MemberRequest, topic_id: int) -> HttpResponse:
    """One topic. ``?receivers=1``: with who would receive what it finds, which takes a moment to find out."""
    found = access_topic_by_id(request.membership, topic_id)
    if request.method == "POST":
        return _save(request, found)
    more = {"receivers": receivers(request.membership, found)} if "receivers" in request.GET else {}
    if more and desk.wants_part(request):
        return render(request, "workshop/receivers.html", {**more, "topic": found})
    return desk.page(request, desk.told_form(found), found, more=more)


def _save(request: MemberRequest, found: Topic | None) -> HttpResponse:
    form = TopicForm(request.POST)
    before = found.query if found is not None else ""
    more: dict[str, object] = {}
    if form.is_valid():
        try:
            saved = _saved(request, form, found)
        except FailingTests as error:
            more["failing"] = error.failing
        except QueryError as error:
            form.add_error("query", told(error))
        except Conflict as error:
            form.add_error("name" if found is None else None, told(error))
        except EarshotError as error:
            form.add_error("name", told(error))
        else:
            return _goes_on(request, saved, before, is_new=found is None)
    return desk.page(request, form, found, status=422, more=more)


def _saved(request: MemberRequest, form: TopicForm, found: Topic | None) -> Topic:
    use, values = form.cleaned_data["use"], form.cleaned_data
    return save(
        request.membership,
        values["name"],
        values["query"],
        services().clock,
        topic=found,
        title=values["title"],
        brand=values["brand"],
        watch=use == "watch",
        mine=use == "mine",
        tests=tests_from(request.POST),
        note=values["note"],
        anyway="anyway" in request.POST,
        seen=values["seen"],
    )


def _goes_on(request: MemberRequest, saved: Topic, before: str, *, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, _("Saved. From now on every post is compared with it."))
        return redirect(url(request, "topics"))
    messages.success(request, _what_changed(request, saved, before))
    return redirect(url(request, "topic", saved.pk))


def _what_changed(request: MemberRequest, saved: Topic, before: str) -> str:
    if before == saved.query:
        return _("Saved. It asks for the same as before.")
    version = newest_version(saved)
    number = version.number if version is not None else 1
    first = _("Saved as version %(number)d.") % {"number": number}
    found = compared_for(request, before, saved.query)
    if found is None:
        return first
    more = ngettext("%(n)d post more", "%(n)d posts more", found.gained) % {"n": found.gained}
    less = ngettext("%(n)d post fewer", "%(n)d posts fewer", found.lost) % {"n": found.lost}
    of = _("of the newest %(n)d") if found.cursor else _("of all %(n)d that are stored")
    second = _("%(more)s, %(less)s, %(of)s.") % {"more": more, "less": less, "of": of % {"n": found.looked_at}}
    return first + ("" if first.endswith("。") else " ") + second


def compared_for(request: MemberRequest, before: str, after: str) -> Compared | None:
    """The difference of two queries as far as can be seen in a moment; None where one cannot be read any more."""
    try:
        old, new = parse(before, TOPIC_FIELDS), parse(after, TOPIC_FIELDS)
    except QueryError:
        return None
    until = time.monotonic() + COMPARING_SECONDS
    found = compare_slice(request.membership, old, new)
    while found.cursor and time.monotonic() < until:
        found = compare_slice(request.membership, old, new, found.cursor)
    return found
