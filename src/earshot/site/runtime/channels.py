"""Keeps one listener running for every active channel, as channels are added, changed and removed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from asgiref.sync import sync_to_async

from earshot.features.delivery.outbox import hasten
from earshot.features.delivery.sessions import Sessions, shape_of
from earshot.features.listening.models import Channel
from earshot.features.listening.queries import hearing_channels
from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.kernel.texts import say
from earshot.ports.enricher import Understood
from earshot.ports.services import services
from earshot.site.runtime.listener import Listener, hears, show
from earshot.site.runtime.room import Room
from earshot.site.runtime.states import LaneState
from earshot.site.runtime.writer import Writer

log = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between looks at the channels: changes are noticed within one."""


@dataclass(slots=True)
class _Running:
    shape: str
    task: asyncio.Task[None] | None
    session: object
    listener: Listener | None = None

    def is_to_be_tried(self, channel: Channel) -> bool:
        """Whether a person wants it tried at once: the listener has told of trouble, and the row says "new" again."""
        return channel.state == "new" and (
            self.session is None or (self.listener is not None and self.listener.troubled)
        )


class Channels:
    """The running listeners by channel."""

    def __init__(self, clock: Clock, writer: Writer, sessions: Sessions, room: Room | None = None) -> None:
        self._clock = clock
        self._writer = writer
        self._sessions = sessions
        self._running: dict[int, _Running] = {}
        self._room = room
        self._warming: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled; then every listener is stopped."""
        try:
            while True:
                await self._look()
                await asyncio.sleep(EVERY)
        finally:
            for channel_id in list(self._running):
                await self._stop(channel_id)
            await asyncio.gather(*self._ending, return_exceptions=True)

    def renew(self) -> None:
        """Every connection may be dead without knowing it (the machine slept, the network changed): all listeners begin
        anew at the next look, from the stored cursors and without the pauses of earlier failures."""
        for channel_id in list(self._running):
            running = self._running.pop(channel_id)
            self._sessions.forget(channel_id)
            if running.task is not None and not running.task.done():
                running.task.cancel()  # a dead connection may take its time to close: nobody waits for it
                self._ending.add(running.task)
                running.task.add_done_callback(self._ending.discard)

    def sessions(self) -> dict[int, object]:
        """Open sessions by channel id."""
        return {channel_id: running.session for channel_id, running in self._running.items() if running.session}

    async def _look(self) -> None:
        wanted = {channel.pk: channel for channel in await sync_to_async(hearing_channels)()}
        for channel_id in set(self._running) - set(wanted):
            await self._stop(channel_id)
        for channel_id, channel in wanted.items():
            running = self._running.get(channel_id)
            if running is not None and running.shape != shape_of(channel):
                await self._stop(channel_id)
                await sync_to_async(hasten)(channel_id, self._clock)
                await self._start(channel, introduce=True)
            elif running is not None and running.is_to_be_tried(channel):
                await self._stop(channel_id)
                await self._start(channel, introduce=not channel.account_id)
            elif running is None or (running.task is not None and running.task.done()):
                await self._start(channel, introduce=not channel.account_id)

    async def _start(self, channel: Channel, *, introduce: bool) -> None:
        channel_id = channel.pk
        if self._warming is None:
            self._warming = asyncio.create_task(self._writer.run(warm_up), name="warm up")
        session = await self._open(channel)
        task: asyncio.Task[None] | None = None
        listener: Listener | None = None
        if session is not None and hears(session):
            listener = Listener(channel, session, self._clock, self._writer, introduce=introduce, room=self._room)
            task = asyncio.create_task(listener.run(), name=f"channel {channel_id}")
            task.add_done_callback(_tell_failure)
        self._running[channel_id] = _Running(shape_of(channel), task, session, listener)

    async def _open(self, channel: Channel) -> object | None:
        """The session, or None (and people are told) where the settings cannot be used."""
        channel_id = channel.pk
        self._sessions.forget(channel_id)
        try:
            return self._sessions.of(channel)
        except EarshotError as error:
            trouble = LaneState("refused", error.message, error.mend)
        except Exception as error:  # a connector's bug concerns its own channels only
            log.exception("%s: the connector %s cannot be opened.", channel.name, channel.kind)
            trouble = LaneState(
                "refused", say("The connector failed (%(why)s).", why=f"{type(error).__name__}: {error}")
            )
        await self._writer.run(show, channel_id, trouble, self._clock)
        return None

    async def _stop(self, channel_id: int) -> None:
        running = self._running.pop(channel_id, None)
        self._sessions.forget(channel_id)
        if running is not None and running.task is not None:
            running.task.cancel()
            with suppress(asyncio.CancelledError, Exception):  # told by _tell_failure
                await running.task


def warm_up() -> None:
    """Let enrichers load what they need before the first post comes, not while it waits."""
    for enricher in services().enrichers:
        enricher.enrich(Understood("Good morning. 早安。"))


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s ended by an error and is started anew.", task.get_name(), exc_info=error)
