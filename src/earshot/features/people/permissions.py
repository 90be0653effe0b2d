"""What the role of a membership allows. Who answers what is the policy's business, not this."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from earshot.features.people.models import Membership, Role
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import NotAllowed

_RANK = {Role.VIEWER: 0, Role.MEMBER: 1, Role.ADMIN: 2, Role.OWNER: 3}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def may(membership: Membership, role: Role) -> bool:
    """Whether the membership's role is at least ``role`` (viewer < member < admin < owner)."""
    return _RANK[Role(membership.role)] >= _RANK[role]


def require(membership: Membership, role: Role) -> None:
    """Raises NotAllowed, in words, where the role is too low."""
    if not may(membership, role):
        raise NotAllowed(
            _("Your role in this workspace does not allow this."),
            _("Ask an owner or administrator of the workspace."),
        )


def needs(role: Role) -> Callable[[View], View]:
    """A view for this role and above. The middleware turns the refusal into a page with status 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: MemberRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            require(request.membership, role)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return decorate
