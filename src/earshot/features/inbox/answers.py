"""Writing an answer: the draft, sending, taking back, and what a person decides where the machine cannot tell."""

from __future__ import annotations

from typing import Literal, cast

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from earshot.features.conversations.models import Conversation
from earshot.features.delivery import actions as delivery
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.queries import Publication, access_publication, speaking_channels
from earshot.features.inbox.acts import refuse, revision_of
from earshot.features.inbox.page import find
from earshot.features.inbox.views import show
from earshot.features.listening.models import Channel
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import BadInput, EarshotError
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url


@require_POST
def draft(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Keep what is being written. Answers when it was kept; without a script it comes back to the page."""
    conversation = find(request.membership, conversation_id)
    delivery.save_draft(conversation, request.POST.get("text", ""), request.membership, services().clock)
    if request.headers.get("X-Parts"):
        return JsonResponse({"kept": services().clock.now().isoformat()})
    messages.success(request, _("The draft is kept."))
    return redirect(url(request, "conversation", conversation_id))


@require_POST
def send(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Queue the reply. A collision shows both texts; any other refusal keeps what was typed in the composer."""
    if request.POST.get("only") == "draft":
        return draft(request, conversation_id)
    conversation = find(request.membership, conversation_id)
    text = request.POST.get("text", "")
    try:
        _send(request, conversation, text)
    except Collision as collision:
        return show(request, conversation, typed=text, collision=collision, status=409)
    except EarshotError as error:
        refuse(request, error)
        return show(request, conversation, typed=text, status=409)
    return redirect(safe_next(request, url(request, "conversation", conversation_id)))


def _send(request: MemberRequest, conversation: Conversation, text: str) -> Publication:
    revision = revision_of(request)
    return delivery.send(
        conversation,
        text,
        request.membership,
        _channel(conversation, request.POST.get("channel", "")),
        services().clock,
        conversation.revision if revision is None else revision,
    )


def _channel(conversation: Conversation, chosen: str) -> Channel:
    """The account chosen, which must be one that can answer here; else the best of them."""
    channels = speaking_channels(conversation)
    for channel in channels:
        if not chosen or str(channel.pk) == chosen:
            return channel
    raise BadInput(_("This account cannot answer here."), _("Connect an account of this network under Channels."))


@require_POST
def take_back(request: MemberRequest, publication_id: int) -> HttpResponse:
    """Stop it before it goes out; its words go back into the composer."""
    publication = access_publication(request.membership, publication_id)
    try:
        delivery.take_back(publication, request.membership, services().clock)
    except EarshotError as error:
        refuse(request, error)
    else:
        messages.success(request, _("Taken back. Your text is in the composer."))
    return redirect(url(request, "conversation", publication.conversation_id))


@require_POST
def decide(request: MemberRequest, publication_id: int) -> HttpResponse:
    """A person's word about a reply that is held: send it, it has arrived, or drop it."""
    publication = access_publication(request.membership, publication_id)
    word = request.POST.get("word", "")
    try:
        delivery.answer_held(
            publication, cast("Literal['send', 'sent', 'drop']", word), request.membership, services().clock
        )
    except EarshotError as error:
        refuse(request, error)
    return redirect(url(request, "conversation", publication.conversation_id))
