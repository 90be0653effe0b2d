"""Every read of the feature. ``access_*`` are the only doors to its rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.features.people.models import Invitation, Membership, Person, Role, Workspace
from earshot.features.people.tokens import hashed
from earshot.kernel.errors import NotFound
from earshot.web.prepared import Prepared


def access_workspaces(person: Person) -> QuerySet[Workspace]:
    """The workspaces in which the person has an active seat, oldest first."""
    return Workspace.objects.filter(memberships__person=person, memberships__active=True).order_by("id")


def every_workspace() -> QuerySet[Workspace]:
    """All workspaces of the installation, oldest first: for whoever is at its command line, never for a page."""
    return Workspace.objects.order_by("id")


def person_of(email: str) -> Person | None:
    """Whoever signs in with that address, in any case of letters."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def first_owner() -> Person | None:
    """The person who has owned a workspace of the installation for longest: whom the command line means by "you"."""
    return (
        Person.objects.filter(is_active=True, memberships__role=Role.OWNER, memberships__active=True)
        .order_by("id")
        .first()
    )


def owners_seat(person: Person) -> Membership | None:
    """The oldest active seat in which the person owns a workspace: it allows them to make another one."""
    return (
        Membership.objects.select_related("workspace")
        .filter(person=person, role=Role.OWNER, active=True, person__is_active=True)
        .order_by("id")
        .first()
    )


@Prepared
def _seat(person_id: int, slug: str) -> QuerySet[Membership]:
    rows = Membership.objects.select_related("workspace", "person")
    return rows.filter(person=person_id, workspace__slug=slug, active=True, person__is_active=True)


def access_membership(person: Person, slug: str) -> Membership:
    """The person's active seat in the workspace of that address.

    Raises:
        NotFound: there is none; whether the workspace exists is not told.
    """
    found = _seat.first(person.pk, slug)
    if found is None:
        raise NotFound(
            _("There is no workspace “%(slug)s” for you.") % {"slug": slug}, _("Ask its owner for an invitation link.")
        )
    return found


def stand_in(workspace_id: int, pk: int = 0) -> Membership:
    """An active seat there that is nowhere stored: what ``web.prepared`` queries go through the doors with once."""
    return Membership(pk=pk, workspace_id=workspace_id, active=True)


def access_members(membership: Membership) -> QuerySet[Membership]:
    """Every seat of the same workspace, taken or not, by name."""
    return Membership.objects.filter(workspace=membership.workspace_id).select_related("person").order_by("name", "id")


def access_member(membership: Membership, member_id: int) -> Membership:
    """One seat of the same workspace. Raises NotFound."""
    found = access_members(membership).filter(pk=member_id).first()
    if found is None:
        raise NotFound(_("There is no such person in this workspace."), _("Open the list of people and choose one."))
    return found


def open_invitation(token: str, at: datetime) -> Invitation:
    """The invitation of a link that can still be used.

    Raises:
        NotFound: unknown, used, revoked or too old; the mend is the same for all.
    """
    found = (
        Invitation.objects.select_related("workspace", "membership")
        .filter(token_hash=hashed(token), used_at=None, revoked_at=None, expires_at__gt=at, membership__active=True)
        .first()
    )
    if found is None:
        raise NotFound(_("This invitation cannot be used any more."), _("Ask the person who sent it for a new link."))
    return found


def open_invitations(membership: Membership, at: datetime) -> QuerySet[Invitation]:
    """Invitations of the workspace that wait to be used."""
    return Invitation.objects.filter(
        workspace=membership.workspace_id, used_at=None, revoked_at=None, expires_at__gt=at
    ).select_related("membership")
