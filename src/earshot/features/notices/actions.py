"""Every write of the feature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.features.notices.models import Notice
from earshot.kernel.clock import Clock
from earshot.kernel.texts import stored
from earshot.web import bulk

GATHER = timedelta(seconds=60)
"""How long a notice waits for others, so that they go out as one message. What is urgent waits for none."""


@dataclass(frozen=True, slots=True)
class News:
    """One notice to write. ``seat``: a membership's id; ``about``: a kind and an id, as in ``web.live.publish``."""

    seat: int
    kind: str
    said: str
    about: tuple[str, int] = ("", 0)
    must_acknowledge: bool = False
    urgent: bool = False


def notify(workspace_id: int, news: Iterable[News], clock: Clock) -> Sequence[int]:
    """Write notices, in the caller's transaction; they go out afterwards. Answers their ids."""
    now = clock.now()
    return bulk.insert_numbered(
        Notice,
        (
            "workspace_id", "membership_id", "kind", "about_kind", "about_id", "said", "at", "must_acknowledge",
            "urgent", "next_at", "sent", "read_at", "acknowledged_at", "settled_at",
        ),
        (
            (
                workspace_id, each.seat, each.kind, *each.about, stored(each.said), now, each.must_acknowledge,
                each.urgent, now if each.urgent else now + GATHER, 0, None, None, None,
            )
            for each in news
        ),
    )  # fmt: skip


def acknowledge(seat: int, about: tuple[str, int], clock: Clock) -> int:
    """The person has taken up what these notices tell of. Answers how many waited for it."""
    now = clock.now()
    rows = Notice.objects.filter(membership_id=seat, about_kind=about[0], about_id=about[1], acknowledged_at=None)
    return rows.update(acknowledged_at=now, read_at=now, next_at=None)


def settle(about: tuple[str, int], clock: Clock, kinds: Sequence[str] = (), but: datetime | None = None) -> int:
    """What these notices tell of concerns nobody any more (those of ``kinds``, or all). ``but``: leave those that were
    written at that time or later. Answers how many were open."""
    rows = Notice.objects.filter(about_kind=about[0], about_id=about[1], settled_at=None, acknowledged_at=None)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if but is not None:
        rows = rows.filter(at__lt=but)
    return rows.update(settled_at=clock.now(), next_at=None)
