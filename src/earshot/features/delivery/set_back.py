"""After the clock was set back: replies that would otherwise wait for a time that lies hours ahead.

A reply is never due later than :data:`~earshot.features.delivery.actions.UNDO` from now; one that is was queued by the
old time. Nobody knows how long ago that really was, so the time in which it can be taken back begins anew.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from earshot.features.delivery.actions import UNDO
from earshot.features.delivery.models import Publication, State
from earshot.kernel.clock import Clock

LONGEST_PAUSE = timedelta(minutes=5)
"""No look-up is put off by more."""


@transaction.atomic
def set_back(clock: Clock) -> int:
    """Bring back what is due too far ahead. Answers how many."""
    now = clock.now()
    queued = Publication.objects.filter(state=State.QUEUED, due_at__gt=now + UNDO)
    unknown = Publication.objects.filter(state=State.UNKNOWN, not_before__gt=now + LONGEST_PAUSE)
    return queued.update(due_at=now + UNDO, not_before=now + UNDO) + unknown.update(not_before=now + LONGEST_PAUSE)
