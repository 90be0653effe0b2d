"""Listens to one channel for as long as it is active: every way its session hears runs as a lane of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from django.db import InterfaceError, OperationalError

from earshot.features.listening.actions import channel_account, channel_state
from earshot.features.listening.models import Channel
from earshot.features.listening.queries import mode_of
from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.kernel.texts import say
from earshot.ports.connector import (
    Anomalous,
    Checks,
    Notes,
    Public,
    Pulls,
    RateLimited,
    Streams,
    Unauthorised,
    Unsupported,
)
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch
from earshot.ports.http import HttpFailed
from earshot.site.runtime.backoff import Backoff
from earshot.site.runtime.batches import store
from earshot.site.runtime.cursors import Cursors, Lane
from earshot.site.runtime.intake import Intake, join
from earshot.site.runtime.missing import Missing
from earshot.site.runtime.room import Room, is_full
from earshot.site.runtime.states import LIVE, LaneState, worst
from earshot.site.runtime.writer import Writer

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
REFUSED_PAUSE = 300.0
"""Seconds between tries once the credentials were refused; a change of the settings is noticed at once."""
CATCHING_UP = 1.0
"""Seconds between pulls while there is something new."""
LONGEST_PULL = 120.0
QUIET_CONTACT = 30.0
"""Seconds after which a pull without news is written down, so that people see the channel is alive."""
SETTLED = 3.0
"""A stream that has stood for so many seconds is live, even if nobody says anything."""


class Listener:
    """One channel with its open session. :meth:`run` ends only by cancellation.

    With a ``room`` nothing is taken in while its gate is shut, and the channel's gaps are noted.
    """

    def __init__(
        self,
        channel: Channel,
        session: object,
        clock: Clock,
        writer: Writer,
        *,
        introduce: bool = True,
        room: Room | None = None,
    ) -> None:
        self._channel = channel
        self._session = session
        self._public = isinstance(session, Public) and session.public
        self._introduces = introduce and isinstance(session, Checks) and not self._public
        self._clock = clock
        self._writer = writer
        lanes: list[Lane] = []
        if isinstance(session, Streams):
            lanes.append("stream")
        if isinstance(session, Pulls):
            lanes.append("pull")
        self._lanes = lanes
        self._cursors = Cursors(channel.cursor, lanes)
        self._states: dict[Lane, LaneState] = {}
        self._shown: LaneState | None = None
        self._room = room
        self._missing = Missing(channel.pk, lanes, session, clock, writer if room else None)

    @property
    def troubled(self) -> bool:
        """Whether people were told that the channel cannot be heard."""
        return self._shown is not None and self._shown.state != "live"

    async def run(self) -> None:
        """Listen until cancelled."""
        async with asyncio.TaskGroup() as group:
            if self._introduces:
                group.create_task(self._introduce(), name=f"channel {self._channel.pk} account")
            for lane in tuple(self._lanes):
                group.create_task(self._keep(lane), name=f"channel {self._channel.pk} {lane}")

    async def _keep(self, lane: Lane) -> None:
        """Hear, and hear again after whatever goes wrong."""
        backoff = Backoff(FIRST_PAUSE, LONGEST_PAUSE)
        while True:
            began = asyncio.get_running_loop().time()
            trouble = await self._hear_once(lane, backoff)
            if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
                backoff.reset()
            if isinstance(trouble, Unsupported) and len(self._lanes) > 1:
                log.info("%s does not offer a %s; going on without.", self._channel.name, lane)
                self._states.pop(lane, None)
                self._missing.gone(lane)
                self._lanes.remove(lane)
                return
            pause = self._pause(trouble, backoff)
            if trouble is not None:
                await self._missing.lost(lane)
                await self._show(lane, _state_of(trouble, self._clock.now() + timedelta(seconds=pause)))
            await asyncio.sleep(pause)

    async def _introduce(self) -> None:
        """Learn which account we are there. Until the network tells, posts of ours cannot be known as ours."""
        backoff = Backoff(FIRST_PAUSE, REFUSED_PAUSE)
        while True:
            try:
                account = await cast("Checks", self._session).account()
            except (EarshotError, HttpFailed, TimeoutError, OSError) as error:
                log.info("%s: our account is not known yet (%s).", self._channel.name, error or type(error).__name__)
                await asyncio.sleep(backoff.next())
            else:
                if account is not None:
                    await self._writer.run(channel_account, self._channel.pk, account, self._clock)
                return

    async def _hear_once(self, lane: Lane, backoff: Backoff) -> Exception | None:
        """Listen until the connection ends (None) or fails (the error)."""
        await self._wait_for_room(lane)
        try:
            if lane == "stream":
                await self._follow(cast("Streams", self._session), backoff)
            else:
                await self._ask(cast("Pulls", self._session), backoff)
        except (EarshotError, HttpFailed, TimeoutError, OSError) as error:
            raw = error.raw if isinstance(error, Anomalous) else ""
            log.info("%s (%s): %s %s", self._channel.name, lane, error or type(error).__name__, raw)
            return error
        except Exception as error:  # a connector's bug must not stop the other channels; it is shown and tried again
            log.exception("%s (%s): the connector failed.", self._channel.name, lane)
            return error
        return None

    async def _follow(self, session: Streams, backoff: Backoff) -> None:
        asked_from = self._cursors.of("stream")
        intake = Intake(_read(session.stream(asked_from)))
        try:
            while (batches := await intake.next(SETTLED)) is not None:
                if batches:
                    await self._store("stream", join(batches))
                backoff.reset()
                await self._show("stream", LIVE)
                await self._missing.back("stream", asked_from)
                if not batches or self._missing.is_fresh(batches[-1]):
                    await self._missing.level("stream")
        finally:
            await intake.close()
        intake.raise_trouble()

    async def _ask(self, session: Pulls, backoff: Backoff) -> None:
        written = asyncio.get_running_loop().time()
        while True:
            cursor = self._cursors.of("pull")
            await self._wait_for_room("pull")
            async with asyncio.timeout(LONGEST_PULL):
                batch = await session.pull(cursor)
            quiet = asyncio.get_running_loop().time() - written
            if batch.events or batch.counted or batch.cursor != cursor or quiet > QUIET_CONTACT:
                await self._store("pull", batch)
                written = asyncio.get_running_loop().time()
            backoff.reset()
            await self._show("pull", LaneState("live", session.note) if isinstance(session, Notes) else LIVE)
            await self._missing.back("pull", cursor)
            if not batch.events:
                await self._missing.level("pull")
            pause = session.pause.total_seconds()
            await asyncio.sleep(min(CATCHING_UP, pause) if batch.events else pause)

    async def _store(self, lane: Lane, batch: Batch) -> None:
        """Store the batch with its cursor; as often as it takes while the database cannot write."""
        mode = mode_of(self._channel, "stream" if self._public else lane)
        source = Source(self._channel.workspace_id, self._channel.pk, mode)
        before = self._cursors.text(lane, self._cursors.of(lane))
        after = replace(batch, cursor=self._cursors.text(lane, batch.cursor))
        backoff = Backoff(FIRST_PAUSE, 10.0)
        while True:
            await self._wait_for_room(lane)
            try:
                await self._writer.run(store, after, source, before, self._clock)
            except (OperationalError, InterfaceError, OSError) as error:
                if isinstance(error, OSError) and not is_full(error):
                    raise
                if self._room is not None and is_full(error):
                    self._room.ran_out()
                    continue
                log.warning("%s: the database cannot be written (%s); trying again.", self._channel.name, error)
                await asyncio.sleep(backoff.next())
            else:
                self._cursors.stored(lane, batch.cursor)
                return

    async def _wait_for_room(self, lane: Lane) -> None:
        """While nothing can be stored: say so, hold what is in hand, and let the network wait."""
        while self._room is not None and (reason := self._room.gate.reason) is not None:
            await self._missing.lost(lane, "room")
            await self._show(lane, LaneState("waiting", reason.words, reason.mend))
            await self._room.gate.wait()

    def _pause(self, trouble: Exception | None, backoff: Backoff) -> float:
        if isinstance(trouble, RateLimited) and trouble.retry_at is not None:
            return max(1.0, (trouble.retry_at - self._clock.now()).total_seconds())
        if isinstance(trouble, Unauthorised | Unsupported):
            return REFUSED_PAUSE
        return backoff.next()

    async def _show(self, lane: Lane, state: LaneState) -> None:
        """Let people see how the channel is: the worst of its lanes. Written only when it differs."""
        self._states[lane] = state
        shown = worst(self._states.values())
        if shown == self._shown:
            return
        try:
            await self._writer.run(show, self._channel.pk, shown, self._clock)
        except (OperationalError, InterfaceError) as error:
            log.warning("%s: its state cannot be stored (%s).", self._channel.name, error)
        else:
            self._shown = shown


def hears(session: object) -> bool:
    """Whether there is anything to listen to; a channel of imports, for one, only waits for files."""
    return isinstance(session, Streams | Pulls)


def show(channel_id: int, state: LaneState, clock: Clock) -> None:
    """Store how a channel is."""
    channel_state(channel_id, state.state, clock, error=state.error, mend=state.mend, retry_at=state.retry_at)


def _state_of(trouble: Exception, retry_at: datetime) -> LaneState:
    state = "refused" if isinstance(trouble, Unauthorised | Unsupported) else "waiting"
    if isinstance(trouble, EarshotError):
        return LaneState(state, trouble.message, trouble.mend, retry_at)
    if isinstance(trouble, HttpFailed):
        return LaneState(state, trouble.message, "", retry_at)
    why = str(trouble) or type(trouble).__name__
    return LaneState(state, say("The connection failed (%(why)s).", why=why), "", retry_at)


async def _read(stream: AsyncIterator[Batch]) -> AsyncIterator[Batch]:
    """The stream, surely closed at the end where it can be."""
    try:
        async for batch in stream:
            yield batch
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
