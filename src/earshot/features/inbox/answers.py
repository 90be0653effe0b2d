"""Writing an answer: the draft, sending, asking for approval and giving it, taking back, and a person's word where the
machine cannot tell."""

from __future__ import annotations

from typing import Literal, cast

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from earshot.features.conversations.models import Conversation
from earshot.features.delivery import actions as delivery
from earshot.features.delivery.approving import actions as approving
from earshot.features.delivery.approving.queries import Approval, access_approval
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.queries import Publication, access_publication, speaking_channels
from earshot.features.inbox.acts import refuse, revision_of
from earshot.features.inbox.page import find
from earshot.features.inbox.views import show
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.clock import Clock
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
        ask = request.POST.get("ask") == "1"
        _ask(request, conversation, text) if ask else _send(request, conversation, text)
    except Collision as collision:
        return show(request, conversation, typed=text, collision=collision, status=409)
    except EarshotError as error:
        refuse(request, error)
        return show(request, conversation, typed=text, status=409)
    return redirect(safe_next(request, url(request, "conversation", conversation_id)))


def _send(request: MemberRequest, conversation: Conversation, text: str) -> Publication:
    return delivery.send(conversation, text, *_by_whom(request, conversation))


def _ask(request: MemberRequest, conversation: Conversation, text: str) -> None:
    """Ask for the approvals that the policy wants first."""
    approving.ask(conversation, text, *_by_whom(request, conversation))
    messages.success(request, _("Asked. It goes out once it is approved."))


def _by_whom(request: MemberRequest, conversation: Conversation) -> tuple[Membership, Channel, Clock, int]:
    """Who writes, as which account, when, and the revision of the conversation that they saw."""
    revision = revision_of(request)
    channel = _channel(conversation, request.POST.get("channel", ""))
    seen = conversation.revision if revision is None else revision
    return request.membership, channel, services().clock, seen


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


@require_POST
@needs(Role.MEMBER)
def answer_approval(request: MemberRequest, approval_id: int) -> HttpResponse:
    """A person's word about a text: approve, decline (with a reason), withdraw, confirm (alone), or ask again."""
    approval = access_approval(request.membership, approval_id)
    try:
        messages.success(request, _answer(request, approval))
    except EarshotError as error:
        refuse(request, error)
    return redirect(safe_next(request, url(request, "conversation", approval.conversation_id)))


def _answer(request: MemberRequest, approval: Approval) -> str:
    by, clock, word = request.membership, services().clock, request.POST.get("word", "")
    if word == "approve":
        return _outcome(approving.approve(approval, by, clock))
    if word == "confirm":
        return _outcome(approving.confirm_alone(approval, by, clock))
    if word == "decline":
        approving.decline(approval, by, request.POST.get("comment", ""), clock)
        return _("Sent back to %(name)s, with your reason.") % {"name": approval.by.name}
    if word == "withdraw":
        approving.withdraw(approval, by, clock)
        return _("Taken back. The text is with its author again.")
    if word == "again":
        approving.ask_again(approval, by, clock, approval.conversation.revision)
        return _("Asked again. It goes out once it is approved.")
    raise BadInput(_("There is no such answer."), _("Choose to approve it or to send it back."))


def _outcome(approval: Approval) -> str:
    if approval.state == "approved":
        return _("Approved by all who must. It goes out in 10 seconds.")
    if approval.state == "stale":
        return _("Approved, but it cannot go out any more. Its author is told why.")
    return _("Approved. Somebody else must approve it too.")
