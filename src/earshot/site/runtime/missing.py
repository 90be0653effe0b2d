"""What one channel misses while it hears nothing: noted when it lasts, closed when all that can be heard again was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import ParamSpec

from django.db import DatabaseError

from earshot.features.listening.actions import caught_up, contact_again, lost_contact
from earshot.kernel.clock import Clock
from earshot.ports.connector import Recalls
from earshot.ports.heard import Batch, HeardPost
from earshot.site.runtime.cursors import Lane
from earshot.site.runtime.writer import Writer

log = logging.getLogger(__name__)
P = ParamSpec("P")

NOTED = timedelta(seconds=60)
"""A connection that is back within a minute is no news: networks close them all the time."""
FRESH = timedelta(seconds=30)
"""A stream whose newest post is this young has caught up, even if it never falls silent."""


class Missing:
    """The gaps of one channel as its listener comes to know of them. Without a channel to write to (``writer`` None)
    it notes nothing."""

    def __init__(
        self, channel_id: int, lanes: Sequence[Lane], session: object, clock: Clock, writer: Writer | None
    ) -> None:
        self._channel_id = channel_id
        self._session = session
        self._clock = clock
        self._writer = writer
        self._lanes: set[Lane] = set(lanes)
        self._behind: set[Lane] = set(lanes)
        self._lost_since: dict[Lane, datetime] = {}
        self._open: bool | None = None
        """None at first: a process before us may have left a gap that goes on."""
        self._back_at: datetime | None = None
        self._forgets = False

    async def lost(self, lane: Lane, cause: str = "lost") -> None:
        """Nothing can be heard now. Noted once that has lasted for :data:`NOTED`; want of room at once."""
        now = self._clock.now()
        since = self._lost_since.setdefault(lane, now)
        self._behind.add(lane)
        self._back_at = None
        if self._open is not True and (cause == "room" or now - since >= NOTED):
            self._open = await self._write(lost_contact, self._channel_id, cause, since, self._clock)

    def gone(self, lane: Lane) -> None:
        """The server does not offer this way of hearing: the other one hears everything."""
        self._lanes.discard(lane)
        self._behind = set(self._lanes)
        self._lost_since.pop(lane, None)

    async def back(self, lane: Lane, asked_from: str) -> None:
        """The connection stands; it was asked to go on from the cursor ``asked_from``."""
        self._lost_since.pop(lane, None)
        if lane == "stream" and not asked_from and "pull" not in self._lanes:
            self._forgets = True
        if self._back_at is None and self._behind:
            self._back_at = self._clock.now()
        if self._open is not False and not self._lost_since:
            self._open = not await self._write(contact_again, self._channel_id, self._clock)

    async def level(self, lane: Lane) -> None:
        """This lane has heard everything there is. Once all have, the gaps are closed."""
        if lane not in self._behind:
            return
        self._behind.discard(lane)
        if self._behind or self._lost_since:
            return
        reach = self._session.recalls if isinstance(self._session, Recalls) else None
        back_at = self._back_at or self._clock.now()
        done = await self._write(caught_up, self._channel_id, back_at, reach, self._forgets, self._clock)
        if not done:
            self._behind.add(lane)
            return
        self._forgets, self._back_at = False, None

    def is_fresh(self, batch: Batch) -> bool:
        """Whether a stream that brought ``batch`` has come to the present."""
        now = self._clock.now()
        if isinstance(self._session, Recalls) and (at := self._session.time_of(batch.cursor)) is not None:
            return at >= now - FRESH
        posts = [event.posted_at for event in batch.events if isinstance(event, HeardPost)]
        return max((at for at in posts if at is not None), default=now - 2 * FRESH) >= now - FRESH

    async def _write(self, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether it was written. A database that cannot write now is asked again at the next turn."""
        if self._writer is None:
            return True
        try:
            await self._writer.run(function, *args, **kwargs)
        except DatabaseError as error:
            log.warning("Channel %d: its gap cannot be noted (%s).", self._channel_id, error)
            return False
        return True
