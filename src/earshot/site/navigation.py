"""The lines of the navigation that belong to no single feature, and the gate of the event stream."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from earshot.features.inbox.lists import TURN, count
from earshot.features.inbox.panels import tallied
from earshot.features.people.models import Person
from earshot.features.people.queries import access_membership
from earshot.kernel.errors import NotFound
from earshot.site import machine
from earshot.web.live import stream
from earshot.web.slots import NavItem, nav, panel


def register() -> None:
    """Called once, when Django is ready."""
    nav(
        NavItem(
            order=0, section="", label=_("My turn"), icon="turn", url_name="my-turn", key="t", count=_turn, phone=True
        )
    )
    stream.admit_by(listener_of)
    panel("shell.strip", machine.strip, order=10)
    panel("shell.menu", machine.menu, order=90)
    panel("shell.scripts", machine.zone_script)


def listener_of(person: AbstractBaseUser, slug: str) -> stream.Listener | None:
    """Whose events the person may follow in the workspace of that address; None where they have no seat."""
    if not isinstance(person, Person):
        return None
    try:
        seat = access_membership(person, slug)
    except NotFound:
        return None
    return stream.Listener(seat.workspace_id, seat.pk)


def _turn(request: HttpRequest) -> int:
    return count(TURN, request.membership, tallied(request)).number  # type: ignore[attr-defined]
