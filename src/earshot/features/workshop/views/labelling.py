"""A person's word on single posts of a sample."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop.actions import label
from earshot.features.workshop.views import desk
from earshot.ports.services import services
from earshot.web.addresses import url

_WORDS = {"right": True, "wrong": False}


@needs(Role.MEMBER)
@require_POST
def label_post(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Right, wrong, or (any other word) no label at all."""
    topic = access_topic_by_id(request.membership, topic_id)
    word = _WORDS.get(request.POST.get("word", ""))
    label(topic, request.POST.get("key", ""), request.membership, word, services().clock)
    if desk.wants_part(request):
        return HttpResponse(status=204)
    return redirect(url(request, "topic", topic.pk))
