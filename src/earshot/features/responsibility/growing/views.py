"""The page about the next size."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.growing.figures import advice
from earshot.features.responsibility.growing.reviewing import size_next, size_now
from earshot.features.responsibility.queries import active_policy
from earshot.features.responsibility.tabs import tabs
from earshot.ports.services import services


@needs(Role.ADMIN)
@require_safe
def grow(request: MemberRequest) -> HttpResponse:
    """How large the policy is, whether the next size is due, and where to review it."""
    _version, policy = active_policy(request.workspace.pk)
    now, language = size_now(policy), get_language() or "en"
    following = size_next(now)
    context = {
        "now": now.title[language],
        "advice": advice(now.size, request.workspace.pk, policy, services().clock.now()),
        "following": following,
        "title": following.title[language] if following else "",
        "cannot": following.cannot[language] if following else (),
        "people": len(policy.people),
        "tabs": tabs(request, "policy-templates"),
    }
    return render(request, "responsibility/grow.html", context)
