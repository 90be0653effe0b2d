"""The policy in force of a workspace, loaded once a version."""

from __future__ import annotations

import re
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.engine import policy as engine
from earshot.engine.policy import Policy, load, people
from earshot.features.audit.actions import record
from earshot.features.people.actions import actor_of, ensure_seat
from earshot.features.people.models import Membership, Role, Workspace
from earshot.features.responsibility.models import PolicyVersion
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict, NotFound
from earshot.ports.services import services
from earshot.web import live
from earshot.web.prepared import Prepared

FIRST_TEMPLATE = "solo-b2c"


class Overtaken(Conflict):
    """Another version came into force since somebody looked; ``version`` is that one."""

    def __init__(self, version: PolicyVersion) -> None:
        super().__init__(
            _("Version %(number)d came into force meanwhile.") % {"number": version.number},
            _("Look at the difference first."),
        )
        self.version = version


def active_policy(workspace_id: int) -> tuple[PolicyVersion, Policy]:
    """The version in force and what it says. Where there is none, the template for one person is put in force with
    the owner as that person, so that nothing is ever unowned.

    Raises:
        NotFound: the workspace has nobody who could be accountable.
    """
    version = _active.first(workspace_id)
    if version is None:
        version = _first_version(workspace_id, services().clock)
    return version, loaded(version)


@Prepared
def _active(workspace_id: int) -> QuerySet[PolicyVersion]:
    """The one in force, if there is any. Nearly every page asks for it, some several times."""
    return PolicyVersion.objects.filter(workspace_id=workspace_id, active=True)


def loaded(version: PolicyVersion) -> Policy:
    """What a version says. Raises PolicyInvalid where its text cannot be read."""
    return read(version.text)


def read(text: str) -> Policy:
    """What a text says; the same text is read once. Raises PolicyInvalid where it cannot be read."""
    return _loaded(text)


@lru_cache(maxsize=64)
def _loaded(text: str) -> Policy:
    return load(text)


@transaction.atomic
def _first_version(workspace_id: int, clock: Clock) -> PolicyVersion:
    owner = Membership.objects.filter(workspace_id=workspace_id, role=Role.OWNER, active=True).order_by("id").first()
    if owner is None:
        raise NotFound(_("This workspace has no owner."), _("Make somebody an owner first."))
    version = PolicyVersion.objects.create(
        workspace_id=workspace_id,
        number=next_number(workspace_id),
        text=personal(engine.template(FIRST_TEMPLATE, language=owner.workspace.language), owner.handle),
        by_name=owner.name,
        created_at=clock.now(),
        activated_at=clock.now(),
        active=True,
    )
    seat_everybody(version, clock)
    return version


def personal(text: str, handle: str) -> str:
    """A template for one person with ``handle`` as that person."""
    only = people(_loaded(text))[0].id
    return re.sub(rf"(?<![\w-]){re.escape(only)}(?![\w-])", handle, text)


def next_number(workspace_id: int) -> int:
    """The number of the next version."""
    last = PolicyVersion.objects.filter(workspace_id=workspace_id).order_by("-number").first()
    return last.number + 1 if last else 1


def seat_everybody(version: PolicyVersion, clock: Clock) -> None:
    """A seat for each person whom the policy names: whoever is accountable must be a row."""
    workspace = Workspace.objects.get(pk=version.workspace_id)
    for person in people(loaded(version)):
        ensure_seat(workspace, person.id, person.name, clock)


@transaction.atomic
def bring_into_force(version: PolicyVersion, actor: Membership, clock: Clock) -> None:
    """Make a version the one in force. Whoever calls has asked whether ``actor`` may, holds the proof, and has
    ``actions.settle_policy`` decide again what is open."""
    rows = PolicyVersion.objects.filter(workspace_id=version.workspace_id)
    rows.filter(active=True).update(active=False)
    version.active, version.activated_at = True, clock.now()
    version.save(update_fields=["active", "activated_at"])
    seat_everybody(version, clock)
    record(actor_of(actor), "policy.activate", clock, version.workspace_id, "policy", version.pk, number=version.number)
    live.publish(clock, version.workspace_id, "policy.changed", version.pk, number=version.number)
