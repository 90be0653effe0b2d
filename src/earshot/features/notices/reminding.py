"""Reminders that have stopped: where that is right, because somebody else was reached, and where they begin again.

The law: what somebody must acknowledge, and has not, goes out again and again. Only what is owed may be mute, and only
while somebody else is being told of it as a step of a ladder.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from earshot.features.notices.actions import GATHER
from earshot.features.notices.kinds import OWED
from earshot.features.notices.models import Notice
from earshot.features.notices.silence import is_silent
from earshot.kernel.clock import Clock

_THERE = Q(membership__active=True, membership__person__is_active=True)


def mute(workspace_id: int, about_kind: str, taken_up: Q) -> list[tuple[int, str]]:
    """What is owed and mute against the law: what it is (its id), and the name of who owes it.

    Args:
        taken_up: what somebody has taken up on a ladder, as conditions of notices: who owes it need not be reminded.
    """
    rows = _muted(workspace_id, taken_up).filter(kind__in=OWED, about_kind=about_kind).order_by("id")
    return list(rows.values_list("about_id", "membership__name"))


def remind_again(workspace_id: int, taken_up: Q, clock: Clock, which: Q | None = None) -> int:
    """Of what is mute against the law (of ``which``, or all) reminders go on from now; answers of how many. What is
    urgent waits for no others."""
    rows = _muted(workspace_id, taken_up)
    if which is not None:
        rows = rows.filter(which)
    now = clock.now()
    ids: dict[bool, list[int]] = {True: [], False: []}
    for pk, urgent in rows.values_list("pk", "urgent"):
        ids[urgent].append(pk)
    Notice.objects.filter(pk__in=ids[True]).update(next_at=now)
    Notice.objects.filter(pk__in=ids[False]).update(next_at=now + GATHER)
    return len(ids[True]) + len(ids[False])


def _muted(workspace_id: int, taken_up: Q) -> QuerySet[Notice]:
    """What people must acknowledge, have not, and are reminded of no more, though nobody else was reached."""
    if is_silent(workspace_id):
        return Notice.objects.none()
    rows = Notice.objects.filter(
        _THERE,
        workspace_id=workspace_id,
        must_acknowledge=True,
        acknowledged_at__isnull=True,
        settled_at__isnull=True,
        next_at__isnull=True,
    )
    climbed = Notice.objects.filter(
        _THERE, kind="escalated", settled_at=None, about_kind=OuterRef("about_kind"), about_id=OuterRef("about_id")
    )
    return rows.exclude(Q(kind__in=OWED) & (Q(Exists(climbed)) | taken_up))
