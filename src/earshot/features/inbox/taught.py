"""All lessons of a workspace on one page: what was corrected, by whom, of which post, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from earshot.features.conversations.queries import conversations_of_posts
from earshot.features.inbox import labels
from earshot.features.listening.actions import unlearn
from earshot.features.listening.lessons import NOT_ABOUT_US, topic_of
from earshot.features.listening.lessons_told import Told, access_lessons, lessons_told
from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url


@dataclass(frozen=True, slots=True)
class Line:
    """One lesson: what it says, in words, and the conversation of its post (None: it stands in none)."""

    told: Told
    says: str
    conversation: int | None


@require_safe
def lessons(request: MemberRequest) -> HttpResponse:
    """The newest first, a page at a time."""
    rows, after = lessons_told(request.membership, _number(request.GET.get("before", "")))
    context = {
        "lines": _lines(request.membership, rows),
        "number": access_lessons(request.membership).count(),
        "next": after,
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "inbox/lessons.html", context)


@require_POST
@needs(Role.MEMBER)
def forget_lesson(request: MemberRequest, lesson_id: int) -> HttpResponse:
    """Takes one back."""
    unlearn(lesson_id, request.membership, services().clock)
    messages.success(request, _("Taken back. Later posts learn nothing of it any more."))
    return redirect(safe_next(request, url(request, "lessons")))


def lessons_panel(request: HttpRequest, subject: object) -> str:
    """Above the topics: how many lessons there are, and the way to them. Nothing where there is none."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    number = access_lessons(membership).count()
    return render_to_string("inbox/lessons_line.html", {"number": number}, request) if number else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _lines(membership: Membership, told: Sequence[Told]) -> list[Line]:
    seen = Topic.objects.filter(Q(watcher=None) | Q(watcher=membership), workspace=membership.workspace_id)
    topics = {topic.pk: str(topic) for topic in seen}
    of_post = conversations_of_posts(membership, [each.lesson.post_id for each in told])
    return [
        Line(each, _says(each.lesson.kind, each.lesson.value, topics), of_post.get(each.lesson.post_id))
        for each in told
    ]


def _says(kind: str, value: str, topics: dict[int, str]) -> str:
    """A lesson in words: ``Sentiment: positive``, ``Not in the topic Bank``."""
    number = topic_of(kind)
    if number:
        name = {"topic": topics.get(number, "")}
        return _("In the topic %(topic)s") % name if value == "yes" else _("Not in the topic %(topic)s") % name
    if kind == NOT_ABOUT_US:
        return _("Not about us") if value else _("About us after all")
    word = labels.found_words(*(value if kind == each else "" for each in ("sentiment", "intent", "language")))[kind]
    title = {"sentiment": _("Sentiment"), "intent": _("Intent"), "language": _("Language")}[kind]
    return pgettext("a finding and its value", "%(finding)s: %(value)s") % {"finding": title, "value": word}
