"""The list of topics, and their archive. One topic's page belongs to the workshop, above."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count as CountRows
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from earshot.features.listening.actions import archive_topic
from earshot.features.listening.queries import access_topic_by_id, access_topics
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.ports.services import services
from earshot.web import slots
from earshot.web.addresses import url


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
@require_POST
def archive(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Match nothing more with it."""
    archive_topic(access_topic_by_id(request.membership, topic_id), request.membership, services().clock)
    messages.success(request, _("Archived."))
    return redirect(url(request, "topics"))
