"""Live events: published with the change they tell of, read by any number of web processes.

The table is numbered; the id is the SSE ``id``, so that a page that reconnects resumes without a gap.
"""

from __future__ import annotations

from earshot.kernel.clock import Clock
from earshot.web.models import LiveEvent


def publish(clock: Clock, workspace_id: int, kind: str, ref: int = 0, **payload: object) -> None:
    """Store one event, inside the caller's transaction. Kinds are ``noun.verb``: ``conversation.changed``."""
    LiveEvent.objects.create(workspace_id=workspace_id, kind=kind, ref=ref, payload=payload, at=clock.now())
