""" "Not about us": one key. The post leaves its topics, and what would have kept it out is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from earshot.features.inbox.acts import refuse
from earshot.features.inbox.page import find
from earshot.features.listening.actions.posts import not_about_us as mark
from earshot.features.listening.actions.topics import save_topic
from earshot.features.listening.exclusion import Exclusion
from earshot.features.listening.models import Post, PostVersion
from earshot.features.listening.queries import access_topic_by_id, access_topics
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the words of what it would also remove."""

    exclusion: Exclusion
    texts: list[tuple[str, str]]
    """(language, beginning of the text)."""


@require_POST
def not_about_us(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Marks the newest post, and shows what could be added to the topics' queries. Nothing is added by itself."""
    conversation = find(request.membership, conversation_id)
    return leave_out(
        request, conversation.newest_post, safe_next(request, url(request, "conversation", conversation_id))
    )


def leave_out(request: MemberRequest, post: Post, back: str) -> HttpResponse:
    """Marks a post; the page of the proposals, of topics that the person may see, else on to ``back``."""
    try:
        marked = mark(post, request.membership, services().clock)
    except EarshotError as error:
        refuse(request, error)
        return redirect(back)
    messages.success(request, _("Marked as not about us."))
    return propose(request, marked.proposals, back)


def propose(request: MemberRequest, exclusions: Sequence[Exclusion], back: str) -> HttpResponse:
    """The page of the proposals, of topics that the person may see; a POST goes on to ``back`` where none is."""
    visible = set(access_topics(request.membership).values_list("pk", flat=True)) if exclusions else set()
    proposals = [Proposed(each, _texts(each)) for each in exclusions if each.topic.pk in visible]
    if not proposals and request.method == "POST":
        return redirect(back)
    return render(request, "inbox/not_about_us.html", {"proposals": proposals, "back": back})


def _texts(exclusion: Exclusion) -> list[tuple[str, str]]:
    ids = [post.pk for post in exclusion.removes]
    rows = PostVersion.objects.filter(post__in=ids, number=F("post__version")).order_by("-post_id")
    return [(lang, text[:160]) for lang, text in rows.values_list("post__lang", "text")]


@require_POST
def exclude(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Changes the topic's query as proposed. The topic's page shows it, where it can be changed again."""
    topic = access_topic_by_id(request.membership, topic_id)
    query = request.POST.get("query", "")
    try:
        save_topic(
            request.membership,
            topic.name,
            query,
            services().clock,
            title=topic.title,
            brand=topic.brand,
            topic=topic,
            watch=topic.watch,
            mine=topic.watcher_id is not None,
        )
    except EarshotError as error:
        refuse(request, error)
    else:
        messages.success(request, _("The topic %(name)s leaves it out from now on.") % {"name": topic.name})
    return redirect(safe_next(request, url(request, "inbox")))
