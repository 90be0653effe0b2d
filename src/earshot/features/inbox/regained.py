""" "About us after all", and what would keep posts out that are not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.features.inbox.acts import refuse
from earshot.features.inbox.foreign import propose
from earshot.features.inbox.page import find
from earshot.features.listening.actions.posts import about_us_after_all
from earshot.features.listening.exclusion import proposed_for
from earshot.features.listening.queries import access_post
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url


@require_safe
@needs(Role.MEMBER)
def exclusions(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """What would keep posts like the newest one out: the same page as after marking it."""
    conversation = find(request.membership, conversation_id)
    back = url(request, "conversation", conversation_id)
    return propose(request, proposed_for(conversation.newest_post), back)


@require_POST
def about_us(request: MemberRequest, post_id: int) -> HttpResponse:
    """Takes a "not about us" back, a person's or a lesson's."""
    post = access_post(request.membership, post_id)
    try:
        about_us_after_all(post, request.membership, services().clock)
    except EarshotError as error:
        refuse(request, error)
    else:
        messages.success(request, _("It is about us after all."))
    return redirect(safe_next(request, url(request, "inbox")))
