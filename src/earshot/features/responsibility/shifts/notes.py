"""Notes at the change of duty: written by who goes off, read by who comes on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, require
from earshot.features.responsibility.models import ShiftNote
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.shifts.names import person_of
from earshot.features.responsibility.shifts.rules import colleagues
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, NotAllowed

LONGEST = 4_000


@transaction.atomic
def leave_note(actor: Membership, role: str, text: str, clock: Clock) -> ShiftNote:
    """Leave a note to whoever comes on duty for a role.

    Raises:
        NotAllowed: a viewer only looks; others than the role's own people and administrators write none.
        BadInput: there is no such role, or nothing is written.
    """
    require(actor, Role.MEMBER)
    _version, policy = active_policy(actor.workspace_id)
    if role not in policy.roles:
        raise BadInput(_("There is no such role."), _("Choose one from the list."))
    if person_of(policy, actor) not in colleagues(policy, role) and not may(actor, Role.ADMIN):
        raise NotAllowed(_("You do not belong to this role."), _("Ask somebody who does."))
    written = text.strip()[:LONGEST]
    if not written:
        raise BadInput(_("Nothing is written."), _("Write what the next shift needs to know."))
    return ShiftNote.objects.create(
        workspace_id=actor.workspace_id, role=role, by=actor, text=written, at=clock.now(), read_by=[actor.pk]
    )


@transaction.atomic
def read_note(note: ShiftNote, actor: Membership, clock: Clock) -> ShiftNote:
    """Say that one has read it; saying it again changes nothing.

    Raises:
        NotAllowed: a viewer only looks.
    """
    require(actor, Role.MEMBER)
    held = ShiftNote.objects.select_for_update().get(pk=note.pk, workspace_id=actor.workspace_id)
    if actor.pk not in held.read_by:
        held.read_by = [*held.read_by, actor.pk]
        held.save(update_fields=["read_by"])
    return held
