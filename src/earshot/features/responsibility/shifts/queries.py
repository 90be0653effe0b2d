"""Reads of swaps, notes and calendars. ``access_*`` are the only doors to their rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from earshot.features.people.models import Membership
from earshot.features.responsibility.models import CalendarFeed, ShiftNote, Swap


def access_swaps(membership: Membership) -> QuerySet[Swap]:
    """Swaps that this seat has asked for or was asked for, newest first; of others only the rota tells."""
    rows = Swap.objects.filter(workspace_id=membership.workspace_id).select_related("asker", "taker")
    if not membership.active:
        return rows.none()
    return rows.filter(Q(asker=membership) | Q(taker=membership)).order_by("-id")


def waiting_swaps(membership: Membership, now: datetime) -> QuerySet[Swap]:
    """Those that wait for an answer of this seat, the soonest first."""
    return access_swaps(membership).filter(taker=membership, state="offered", starts_at__gt=now).order_by("starts_at")


def access_shift_notes(membership: Membership) -> QuerySet[ShiftNote]:
    """The hand-over notes of the workspace, newest first."""
    rows = ShiftNote.objects.filter(workspace_id=membership.workspace_id).select_related("by").order_by("-id")
    return rows if membership.active else rows.none()


def access_feed(membership: Membership) -> CalendarFeed | None:
    """The seat's calendar address, if it has one."""
    return CalendarFeed.objects.filter(membership=membership).first() if membership.active else None
