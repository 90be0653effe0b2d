"""What others say to our account: mentions, replies and quotes, pulled page by page.

The network sorts notifications by when the post claims to have been written, so a late one slips in *behind* those
that were already read. The cursor is therefore a time and the posts read within the ``OVERLAP`` before it: every pull
reads that stretch again and hands in what it has not seen, after a restart as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from earshot.connectors.bluesky.reading import Ask, viewed
from earshot.connectors.bluesky.records import instant
from earshot.kernel.clock import Clock
from earshot.ports.heard import Batch, HeardPost

REASONS = ("mention", "reply", "quote")
OVERLAP = timedelta(minutes=10)
FIRST = timedelta(days=1)
"""How far back a newly connected account is heard: what is still warm, not years of old notifications."""
PAGE = 100
MOST = 500
"""Notifications in one batch at most."""
LATEST = datetime.max.replace(tzinfo=UTC)

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """How far was read: up to ``at``, and ``seen`` in the stretch before it (short digests of post and version)."""

    at: datetime
    seen: frozenset[str] = frozenset()

    @classmethod
    def read(cls, cursor: str, now: datetime) -> Position:
        time, _, digests = cursor.partition(" ")
        at = instant(time)
        return cls(at, frozenset(digests.split(",")) - {""}) if at else cls(now - FIRST + OVERLAP)

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {','.join(sorted(self.seen))}".strip()


async def pull(ask: Ask, cursor: str, clock: Clock) -> Batch:
    """What is new since ``cursor``, oldest first, at most ``MOST``; the next pull goes on from there."""
    now = clock.now()
    before = Position.read(cursor, now)
    stretch = [note async for note in _since(ask, before.at - OVERLAP)]
    stretch.sort(key=_when)
    fresh = [note for note in stretch if _digest(note) not in before.seen][:MOST]
    handed_in = before.seen | {_digest(note) for note in fresh}
    at = max(before.at, *(min(_when(note), now) for note in fresh)) if fresh else before.at
    seen = {_digest(note) for note in stretch if _when(note) >= at - OVERLAP} & handed_in
    posts = [post for note in fresh if (post := _post(note)) is not None]
    return Batch(tuple(posts), str(Position(at, frozenset(seen))), counted=len(fresh))


async def _since(ask: Ask, since: datetime) -> AsyncIterator[Note]:
    """Notifications that concern us, newest first, down to ``since``."""
    page = ""
    while True:
        params = {"limit": str(PAGE), "reasons": list(REASONS), **({"cursor": page} if page else {})}
        answer = await ask("app.bsky.notification.listNotifications", params)
        notes = [note for note in answer.get("notifications", []) if isinstance(note, dict)]
        for note in notes:
            if _when(note) < since:
                return
            if note.get("reason") in REASONS:
                yield note
        before, page = page, str(answer.get("cursor") or "")
        if not notes or page in ("", before):
            return


def _when(note: Note) -> datetime:
    """Where the network sorts it; what has no readable time counts as new."""
    return instant(note.get("indexedAt")) or LATEST


def _digest(note: Note) -> str:
    return hashlib.sha256(f"{note.get('uri')} {note.get('cid')}".encode()).hexdigest()[:10]


def _post(note: Note) -> HeardPost | None:
    """A notification is shaped like a view of the post that caused it. It addresses us, whatever its text says."""
    post = viewed(note)
    return replace(post, addressed=True) if post is not None else None
