"""The page of the responsibility map."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.mapping import responsibility_map
from earshot.features.responsibility.queries import active_policy
from earshot.features.responsibility.tabs import tabs
from earshot.ports.services import services


@require_safe
def responsibility_map_page(request: MemberRequest) -> HttpResponse:
    """Topic by role, by the policy in force."""
    version, policy = active_policy(request.workspace.pk)
    context = {
        "map": responsibility_map(request.membership, policy, version.text, services().clock.now()),
        "version": version,
        "may_try": may(request.membership, Role.ADMIN),
        "tabs": tabs(request, "responsibility-map"),
    }
    return render(request, "responsibility/map.html", context)
