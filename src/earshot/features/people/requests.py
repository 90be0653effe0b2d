"""The request as views below ``/w/<slug>/`` see it."""

from __future__ import annotations

from django.http import HttpRequest

from earshot.features.people.models import Membership, Person, Workspace


class MemberRequest(HttpRequest):
    """A request that ``WorkspaceMiddleware`` has let through. For annotations only: nothing makes one."""

    user: Person
    membership: Membership
    workspace: Workspace
