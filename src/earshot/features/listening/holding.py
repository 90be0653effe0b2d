"""Which process reads an import: it holds it, says so again and again, and is followed by another when it is gone."""

from __future__ import annotations

import os
import uuid
from datetime import datetime, timedelta

from django.db.models import Q

from earshot.features.listening.models import Import

HELD_FOR = timedelta(seconds=60)
"""A process that has been silent for so long is taken for dead, wherever it ran."""
OPEN = ("waiting", "running")


def _place() -> str:
    """This machine, and the space of process numbers on it: a number means something only there."""
    try:
        space = str(os.stat("/proc/self/ns/pid").st_ino)  # noqa: PTH116  (no more than a number is wanted)
    except OSError:
        space = ""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{uuid.getnode()}:{space}").hex[:12]


PLACE = _place()
ME = f"{PLACE}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
"""This process, among those that may read an import."""


def free(now: datetime) -> Q:
    """Imports that this process may read: nobody holds them, it does itself, or who did is gone."""
    gone = [holder for holder in _holders(now) if _is_gone(holder)]
    return Q(held_until=None) | Q(held_until__lt=now) | Q(held_by=ME) | Q(held_by__in=gone)


def _holders(now: datetime) -> set[str]:
    held = Import.objects.filter(state__in=OPEN, held_until__gte=now)
    return set(held.values_list("held_by", flat=True))


def _is_gone(holder: str) -> bool:
    """Whether a process of this machine has ended, as after a crash; of another machine it is never said."""
    place, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if place != PLACE or not number.isdecimal() or holder == ME:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it lives and belongs to somebody else
        return False
    return False
