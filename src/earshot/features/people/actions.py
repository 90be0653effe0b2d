"""Every write of the feature: workspaces, seats, invitations, one-time links."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import slug_re
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from earshot.features.audit.actions import Actor, record
from earshot.features.people.events import SeatChanged
from earshot.features.people.models import Invitation, Membership, Person, Role, SignInLink, Workspace
from earshot.features.people.permissions import require
from earshot.features.people.queries import open_invitation, owners_seat
from earshot.features.people.tokens import hashed, new_token
from earshot.features.people.zones import check_zone
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed
from earshot.ports import bus
from earshot.ports.services import services

INVITATION_LIFE = timedelta(days=14)
LINK_LIFE = timedelta(hours=24)
SLUG_LENGTH = 60
"""Of the part of an address that names a workspace."""


def actor_of(membership: Membership) -> Actor:
    """How the audit trail names a membership."""
    return Actor(membership.pk, membership.name)


@transaction.atomic
def create_workspace(
    name: str,
    slug: str,
    owner_email: str,
    owner_name: str,
    owner_handle: str,
    zone: str,
    language: str,
    clock: Clock,
) -> Membership:
    """A workspace with its owner, who is made as a person where that address is new; the owner's seat is answered.

    Raises:
        BadInput: no name, an address part ``slug`` that is none, or an unknown zone or language.
        Conflict: the address part is taken.
    """
    _check_workspace(name, slug, zone, language)
    if Workspace.objects.filter(slug=slug).exists():
        raise Conflict(_("There is already a workspace “%(slug)s”.") % {"slug": slug}, _("Choose another address."))
    person = Person.objects.filter(email__iexact=owner_email).first() or Person.objects.create_user(
        owner_email, name=owner_name, language="" if language == "en" else language
    )
    workspace = Workspace.objects.create(name=name, slug=slug, zone=zone, language=language, created_at=clock.now())
    owner = Membership.objects.create(
        workspace=workspace,
        person=person,
        handle=owner_handle,
        name=owner_name,
        role=Role.OWNER,
        created_at=clock.now(),
    )
    record(actor_of(owner), "workspace.create", clock, workspace.pk, "workspace", workspace.pk, name=name)
    return owner


def _check_workspace(name: str, slug: str, zone: str, language: str) -> None:
    if not name.strip():
        raise BadInput(_("A workspace needs a name."), _("For example the name of the team."))
    if len(slug) > SLUG_LENGTH or not slug_re.match(slug):
        raise BadInput(
            _("“%(slug)s” cannot be part of an address.") % {"slug": slug},
            _("Use up to 60 Latin letters, digits and hyphens, for example acme."),
        )
    if language not in dict(settings.LANGUAGES):
        raise BadInput(
            _("There is no language “%(code)s”.") % {"code": language},
            _("Choose one from the list."),
        )
    check_zone(zone)


def found_workspace(person: Person, name: str, slug: str, zone: str, language: str, clock: Clock) -> Membership:
    """Another workspace, by somebody who owns one already; it is theirs, under the name they have there.

    Raises:
        NotAllowed: the person owns no workspace.
        BadInput, Conflict: as ``create_workspace``.
    """
    seat = owners_seat(person)
    if seat is None:
        raise NotAllowed(_("Only somebody who owns a workspace makes another one."), _("Ask an owner to make it."))
    return create_workspace(name.strip(), slug, person.email, seat.name, seat.handle, zone, language, clock)


def ensure_seat(workspace: Workspace, handle: str, name: str, clock: Clock) -> Membership:
    """The seat of that handle, made empty where it is missing: a policy may name people before they join."""
    found = Membership.objects.filter(workspace=workspace, handle__iexact=handle).first()
    if found is not None:
        return found
    return Membership.objects.create(
        workspace=workspace, handle=handle, name=name or handle, role=Role.MEMBER, created_at=clock.now()
    )


@transaction.atomic
def set_zone(actor: Membership, zone: str, clock: Clock) -> None:
    """Where the workspace lives: what whole days and office hours mean in it.

    Raises:
        NotAllowed: only administrators say so.
        BadInput: there is no such zone.
    """
    require(actor, Role.ADMIN)
    workspace = actor.workspace
    check_zone(zone)
    if workspace.zone != zone:
        workspace.zone = zone
        workspace.save(update_fields=["zone"])
        record(actor_of(actor), "workspace.zone", clock, workspace.pk, "workspace", workspace.pk, zone=zone)


@transaction.atomic
def add_seat(actor: Membership, name: str, handle: str, role: str, clock: Clock) -> Membership:
    """A new seat, to be filled by an invitation.

    Raises:
        NotAllowed: only administrators invite, and only owners make owners.
        BadInput: the name is empty, or the role unknown.
        Conflict: the handle is taken.
    """
    wanted = _role(role)
    require(actor, Role.OWNER if wanted is Role.OWNER else Role.ADMIN)
    handle = handle or slugify(name)
    if not name.strip() or not handle:
        raise BadInput(
            _("A person needs a name and a short name in Latin letters."), _("For example: Mei Lin, and mei.")
        )
    if Membership.objects.filter(workspace=actor.workspace_id, handle__iexact=handle).exists():
        raise Conflict(_("The short name “%s” is taken.") % handle, _("Choose another one."))
    seat = Membership.objects.create(
        workspace_id=actor.workspace_id, handle=handle, name=name.strip(), role=wanted, created_at=clock.now()
    )
    record(actor_of(actor), "person.add", clock, actor.workspace_id, "membership", seat.pk, name=name, role=role)
    return seat


def _role(value: str) -> Role:
    if value not in Role.values:
        raise BadInput(_("There is no role “%s”.") % value, _("Choose one from the list."))
    return Role(value)


@transaction.atomic
def invite(seat: Membership, actor: Membership, clock: Clock) -> str:
    """A new link for a seat that nobody has taken; older links to it stop working. Answers the token, once.

    Raises:
        Conflict: somebody has taken the seat already.
    """
    require(actor, Role.OWNER if seat.role == Role.OWNER else Role.ADMIN)
    if seat.person_id is not None:
        raise Conflict(_("%s has already joined.") % seat.name, _("There is no need for another invitation."))
    seat.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=clock.now())
    token = new_token()
    Invitation.objects.create(
        workspace_id=seat.workspace_id,
        membership=seat,
        token_hash=hashed(token),
        created_by=actor,
        created_at=clock.now(),
        expires_at=clock.now() + INVITATION_LIFE,
    )
    record(actor_of(actor), "person.invite", clock, actor.workspace_id, "membership", seat.pk, name=seat.name)
    return token


@transaction.atomic
def join(token: str, person: Person, clock: Clock) -> Membership:
    """Fill the invited seat with a person. The link works once.

    Raises:
        NotFound: the link cannot be used any more.
        Conflict: the person has a seat in that workspace already.
    """
    invitation = open_invitation(token, clock.now())
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now())
    if not used or Membership.objects.filter(workspace=invitation.workspace_id, person=person).exists():
        raise Conflict(_("You are already in this workspace."), _("Sign in and open it."))
    seat = invitation.membership
    seat.person = person
    seat.save(update_fields=["person"])
    record(actor_of(seat), "person.join", clock, seat.workspace_id, "membership", seat.pk, name=seat.name)
    return seat


@transaction.atomic
def change_member(seat: Membership, actor: Membership, role: str, active: bool, clock: Clock) -> None:
    """Change what a member may do, or deactivate them. Their past acts and assignments stay as they are; what they
    have open goes to others (``SeatChanged``).

    Raises:
        Conflict: the workspace would be left without an active owner.
    """
    wanted = _role(role)
    touches_owner = Role.OWNER in (wanted, Role(seat.role))
    require(actor, Role.OWNER if touches_owner else Role.ADMIN)
    others = Membership.objects.filter(
        workspace=seat.workspace_id, role=Role.OWNER, active=True, person__isnull=False
    ).exclude(pk=seat.pk)
    if seat.role == Role.OWNER and not (active and wanted is Role.OWNER) and not others.exists():
        raise Conflict(_("A workspace needs an owner."), _("Make somebody else an owner first."))
    turned = seat.active != active
    seat.role, seat.active = wanted, active
    seat.save(update_fields=["role", "active"])
    record(actor_of(actor), "person.change", clock, actor.workspace_id, "membership", seat.pk, role=role, active=active)
    if turned:
        bus.publish(SeatChanged(seat.workspace_id, seat.pk, active, clock.now()))


def make_sign_in_link(person: Person, clock: Clock) -> str:
    """A token that signs ``person`` in once, within a day. Older ones stop working."""
    SignInLink.objects.filter(person=person, used_at=None).delete()
    token = new_token()
    now = clock.now()
    SignInLink.objects.create(person=person, token_hash=hashed(token), created_at=now, expires_at=now + LINK_LIFE)
    return token


def use_sign_in_link(token: str, clock: Clock) -> Person:
    """The person of the link, which is used up by this.

    Raises:
        BadInput: unknown, used or too old.
    """
    now = clock.now()
    link = SignInLink.objects.select_related("person").filter(token_hash=hashed(token), expires_at__gt=now).first()
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise BadInput(
            _("This sign-in link has been used or is too old."),
            _("Print a new one on the machine that runs Earshot: %(command)s") % {"command": services().link_command},
        )
    record(Actor(0, str(link.person)), "person.sign_in_by_link", clock, 0, "person", link.person_id)
    return link.person
