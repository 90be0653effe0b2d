"""Every read of the feature. ``access_notices`` is the only door to a person's notices: nobody sees another's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from earshot.features.notices.kinds import FOR_WHO_ASKS, wanted
from earshot.features.notices.models import Notice, Way, Wish
from earshot.features.people.models import Membership, Person
from earshot.kernel.errors import NotFound
from earshot.web.prepared import Prepared

UNANSWERED = timedelta(minutes=5)
"""A notice that must be acknowledged is worth a finding once it has waited for so long."""
LISTED = 200
"""Notices on one page."""


def access_notices(membership: Membership) -> QuerySet[Notice]:
    """The person's own notices in this workspace, newest first."""
    return Notice.objects.filter(membership=membership.pk).order_by("-id")


def access_notice(membership: Membership, notice_id: int) -> Notice:
    """One of the person's own notices. Raises NotFound."""
    found = access_notices(membership).filter(pk=notice_id).first()
    if found is None:
        raise NotFound(_("There is no such notice for you."), _("Go back to the notices and choose one."))
    return found


OPEN = Q(settled_at=None) & (Q(read_at=None) | Q(must_acknowledge=True, acknowledged_at=None))
"""Waits to be read, or to be acknowledged."""


@Prepared
def _unread(seat: int) -> QuerySet[Notice]:
    return Notice.objects.filter(membership=seat, read_at=None, settled_at=None).order_by()[:100].only("id")


def unread(membership: Membership) -> int:
    """How many notices the person has not read that still concern them; at most 100 are counted."""
    return len(_unread(membership.pk))


def has_open(kind: str, about_kind: str, about: str, seat: str) -> Exists:
    """For a queryset of things: whether the seat in the column ``seat`` has an open notice of the one in ``about``."""
    rows = Notice.objects.filter(about_kind=about_kind, about_id=OuterRef(about), kind=kind, settled_at=None)
    return Exists(rows.filter(membership_id=OuterRef(seat)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that somebody must acknowledge and has not. ``since``: when it was written; ``sent``: how often its time
    to go out has come; ``due``: when it comes again (None: reminded no more, somebody else was reached)."""

    seat: int
    name: str
    kind: str
    about: tuple[str, int]
    since: datetime
    sent: int
    due: datetime | None


def unacknowledged(workspace_id: int, at: datetime, after: timedelta = UNANSWERED) -> tuple[Waiting, ...]:
    """What must be acknowledged and has waited for ``after`` or longer at ``at``, oldest first."""
    rows = Notice.objects.filter(
        workspace_id=workspace_id, must_acknowledge=True, acknowledged_at=None, settled_at=None, at__lte=at - after
    )
    return tuple(
        Waiting(
            seat=row.membership_id,
            name=row.membership.name,
            kind=row.kind,
            about=(row.about_kind, row.about_id),
            since=row.at,
            sent=row.sent,
            due=row.next_at,
        )
        for row in rows.select_related("membership").order_by("id")
    )


def waiting_to_go_out() -> int:
    """Notices whose time to go out has been set, in the whole installation: for metrics."""
    return Notice.objects.filter(next_at__isnull=False).count()


def who_asks(workspace_id: int, seats: Collection[int] = ()) -> Mapping[str, frozenset[int]]:
    """Kind -> the seats that asked to be told of it, of the kinds that nobody is told of without asking."""
    rows = Wish.objects.filter(person__memberships__workspace=workspace_id, person__memberships__active=True)
    if seats:
        rows = rows.filter(person__memberships__in=list(seats))
    found: dict[str, set[int]] = {kind: set() for kind in FOR_WHO_ASKS}
    for seat, chosen in rows.values_list("person__memberships__id", "kinds"):
        for kind in FOR_WHO_ASKS:
            if wanted(kind, chosen):
                found[kind].add(seat)
    return {kind: frozenset(asking) for kind, asking in found.items()}


def ways_of(person: Person) -> QuerySet[Way]:
    """The ways of a person, oldest first."""
    return Way.objects.filter(person=person).order_by("id")


def way_of(person: Person, way_id: int) -> Way:
    """One of the person's own ways. Raises NotFound."""
    found = ways_of(person).filter(pk=way_id).first()
    if found is None:
        raise NotFound(_("There is no such way to reach you."), _("Go back to your settings and choose one."))
    return found


def wish_of(person: Person) -> Wish:
    """What the person wants; as everybody who has not chosen where they have not."""
    return Wish.objects.filter(person=person).first() or Wish(person=person)
