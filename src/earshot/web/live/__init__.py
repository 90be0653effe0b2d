"""Live events: published with the change they tell of, read by any number of web processes.

The table is numbered; the id is the SSE ``id``, so that a page that reconnects resumes without a gap. On SQLite
writers queue for one lock, so ids grow in the order of commits and a reader that has seen 7 has seen all below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max, Min
from django.http import HttpRequest

from earshot.kernel.clock import Clock
from earshot.web import bulk
from earshot.web.models import LiveEvent

KEPT = 20_000
"""Events that stay in the table. A page that missed more loads itself anew."""
_TRIM_EVERY = 500


def publish(clock: Clock, workspace_id: int, kind: str, ref: int = 0, **payload: object) -> None:
    """Store one event, inside the caller's transaction. Kinds are ``noun.verb``: ``conversation.changed``.

    Everybody in the workspace gets it; with ``only`` (a membership's id) in the payload that person alone.
    """
    event = LiveEvent.objects.create(workspace_id=workspace_id, kind=kind, ref=ref, payload=payload, at=clock.now())
    if event.id % _TRIM_EVERY == 0:
        LiveEvent.objects.filter(id__lte=event.id - KEPT).delete()


def publish_many(clock: Clock, workspace_id: int, told: Sequence[tuple[str, int, Mapping[str, object]]]) -> None:
    """Store one event for each (kind, ref, payload), in their order, by one statement."""
    now = clock.now()
    ids = bulk.insert_numbered(
        LiveEvent,
        ("workspace_id", "kind", "ref", "payload", "at"),
        [(workspace_id, kind, ref, payload, now) for kind, ref, payload in told],
    )
    if ids and ids[0] // _TRIM_EVERY != ids[-1] // _TRIM_EVERY:
        LiveEvent.objects.filter(id__lte=ids[-1] - KEPT).delete()


def newest() -> int:
    """Id of the newest event; 0 where there is none."""
    return LiveEvent.objects.aggregate(newest=Max("id"))["newest"] or 0


def oldest() -> int:
    """Id of the oldest event that is kept; 0 where there is none."""
    return LiveEvent.objects.aggregate(oldest=Min("id"))["oldest"] or 0


def mark(request: HttpRequest) -> None:
    """Remember where the stream stands *before* a page reads its data: what happens from now on arrives live.

    Call it first in a view whose page follows events. Without it an event between reading and showing is lost.
    """
    if not hasattr(request, "live_after"):
        request.live_after = newest()  # type: ignore[attr-defined]


def stream_address(request: HttpRequest) -> str:
    """Address of the page's event stream, from its mark on; "" outside a workspace."""
    workspace = getattr(request, "workspace", None)
    if workspace is None:
        return ""
    mark(request)
    return f"/w/{workspace.slug}/events?after={request.live_after}"  # type: ignore[attr-defined]
