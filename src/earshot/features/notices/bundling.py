"""Puts what is due into parcels: everything that waits for a person goes out as one message on each of their ways."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from earshot.features.notices.kinds import wanted
from earshot.features.notices.models import Notice, Parcel, Way, Wish
from earshot.features.notices.queries import wish_of
from earshot.features.notices.quiet import quiet_until
from earshot.features.notices.rhythm import AGAIN, again_at, is_on_duty
from earshot.features.notices.silence import is_silent
from earshot.features.people.models import Person
from earshot.features.people.zones import zone_of
from earshot.kernel.clock import Clock

PORTION = 200
"""People whose notices are put up in one transaction."""


@transaction.atomic
def bundle_due(clock: Clock) -> int:
    """Put up what is due at the clock's time, and set when it goes out again. Answers how many parcels were made.

    What is due is marked and its parcel stored in one transaction, so a kill loses and doubles nothing.
    """
    now = clock.now()
    due = Notice.objects.filter(next_at__lte=now, membership__person__isnull=False)
    people = list(due.order_by().values_list("membership__person_id", flat=True).distinct()[:PORTION])
    if not people:
        return 0
    waiting = Notice.objects.filter(Q(next_at__lte=now) | Q(sent=0), next_at__isnull=False)
    rows = waiting.filter(membership__person_id__in=people).select_related(
        "membership__person", "membership__workspace"
    )
    ordered = sorted(rows, key=lambda row: (row.membership.person_id or 0, row.pk))
    return sum(_bundle(list(group), now) for _, group in groupby(ordered, lambda row: row.membership.person_id))


def _bundle(notices: Sequence[Notice], now: datetime) -> int:
    """Those of one person."""
    person = notices[0].membership.person
    assert person is not None
    wish = wish_of(person)
    going = [notice for notice in notices if _goes(notice, wish, now)]
    made = _put_up(person, [notice for notice in going if wanted(notice.kind, wish.kinds)], now)
    Notice.objects.bulk_update(notices, ["sent", "next_at"])
    return made


def _goes(notice: Notice, wish: Wish, now: datetime) -> bool:
    """Whether it goes out now; sets when its time comes (again)."""
    seat = notice.membership
    quiet = quiet_until(wish.quiet_from, wish.quiet_until, zone_of(seat), now)
    if is_silent(notice.workspace_id) or not seat.active:
        notice.next_at = None
        return False
    if quiet is not None and not notice.urgent:
        notice.next_at = quiet
        return False
    if notice.sent and not is_on_duty(notice.workspace_id, seat.pk, now):
        notice.next_at = now + AGAIN[-1]
        return False
    notice.sent += 1
    notice.next_at = again_at(notice.sent, now) if notice.must_acknowledge else None
    return True


def _put_up(person: Person, notices: Sequence[Notice], now: datetime) -> int:
    """A parcel on each way; one that is still on its way takes them along."""
    ids = [notice.pk for notice in notices]
    if not ids:
        return 0
    ways = list(Way.objects.filter(person=person, active=True))
    queued = {parcel.way_id: parcel for parcel in Parcel.objects.filter(way__in=ways, state="queued")}
    for way in ways:
        parcel = queued.get(way.pk) or Parcel(way=way, key=uuid.uuid4().hex, notices=[], made_at=now, next_at=now)
        parcel.notices = list(dict.fromkeys([*parcel.notices, *ids]))
        parcel.save()
    return len(ways)
