"""The work process: one event loop that listens, decides (in the writer's thread), publishes and keeps the timers.

It may be killed at any point: what is heard is stored with its cursor or heard again, what goes out is claimed before
and looked up after.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec

from django.db import DatabaseError

from earshot.features.delivery.sessions import Sessions
from earshot.features.delivery.set_back import set_back
from earshot.features.delivery.worker import Worker
from earshot.features.listening.actions import interrupted
from earshot.features.listening.looking_up import use_kernel
from earshot.kernel.clock import Clock
from earshot.site.runtime import chores
from earshot.site.runtime.alarm import Alarm
from earshot.site.runtime.backoff import Backoff
from earshot.site.runtime.channels import Channels
from earshot.site.runtime.gate import Gate
from earshot.site.runtime.notices import run_notices
from earshot.site.runtime.outbox import DRAIN, run_outbox
from earshot.site.runtime.rhythm import Jump, Pause
from earshot.site.runtime.room import Room
from earshot.site.runtime.watching import Watcher, silent_since
from earshot.site.runtime.writer import Writer

log = logging.getLogger(__name__)
P = ParamSpec("P")

BEAT = "work.beat"
"""File in the home whose time of change says when the work process was last alive."""
KERNEL = "kernel"
"""Folder in the home for the machine code of the batch kernel, where there is one."""


class Work:
    """Everything the process does. :meth:`run` returns after :meth:`stop`, with nothing left half done."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock = clock
        self._folder = folder
        self._stop = asyncio.Event()
        self._writer = Writer()
        self._room = Room(folder, Gate())
        self._settled = Gate()
        self._alarm = Alarm()

    def stop(self) -> None:
        """Finish what is under way and return."""
        self._stop.set()

    async def run(self) -> None:
        """Until stopped."""
        writer, sessions, room, gate = self._writer, Sessions(), self._room, self._room.gate
        await self._note_silence()
        use_kernel(self._folder / KERNEL)
        worker = Worker(self._clock, _name(), sessions)
        self._channels = channels = Channels(self._clock, writer, sessions, room)
        profiles = chores.ProfileFetcher(self._clock, writer, channels.sessions, gate)
        watcher = Watcher(self._clock, self._folder, room, self._settled, self._woken, self._moved)
        tasks = [
            _endless("watcher", watcher.run),
            _endless("outbox", lambda: run_outbox(worker, room)),
            _endless("channels", channels.run),
            _endless("timers", lambda: chores.run_timers(self._clock, writer, self._settled, self._alarm)),
            _endless("notices", lambda: run_notices(self._clock, writer, self._settled)),
            _endless("imports", lambda: chores.run_imports(self._clock, writer, gate)),
            _endless("samples", lambda: chores.run_samples(self._clock, writer, gate)),
            _endless("profiles", profiles.run),
            _endless("tidying", lambda: chores.tidy(self._clock, writer)),
            _endless("heartbeat", lambda: chores.beat(self._folder / BEAT)),
        ]
        try:
            await self._stop.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await worker.drain(DRAIN)
            await writer.close()

    async def _note_silence(self) -> None:
        """While no work process ran, nobody heard anything."""
        since = silent_since(self._folder / BEAT, self._clock.now())
        if since is not None:
            await self._note("stopped", Pause(since, self._clock.now()))

    async def _woken(self, pause: Pause) -> None:
        """After a sleep: what was missed is noted, every connection begins anew, what fell due is done now."""
        log.info("Nothing ran from %s to %s; connecting again.", pause.since, pause.until)
        self._channels.renew()
        self._alarm.ring()
        await self._note("asleep", pause)

    async def _moved(self, jump: Jump) -> None:
        """After the clock was moved: no pause that was reckoned by the old time holds any more."""
        log.warning("The clock was moved by %s and says %s now.", jump.by, jump.at)
        self._channels.renew()
        if jump.by < timedelta(0):
            await self._write(set_back, self._clock)

    async def _note(self, cause: str, pause: Pause) -> None:
        await self._write(interrupted, cause, pause.since, pause.until, self._clock)

    async def _write(self, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """One that cannot be written now is only told: what it notes is for people to read, no part of the work."""
        try:
            await self._writer.run(function, *args, **kwargs)
        except DatabaseError as error:
            log.warning("It could not be noted: %s.", error)


def _endless(name: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    return asyncio.create_task(_again_and_again(name, work), name=name)


async def _again_and_again(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """One part that fails is told and begun anew; the others go on."""
    backoff = Backoff(1.0, 30.0)
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await work()
        except Exception:  # whatever it is, the other parts must go on
            log.exception("The part %r of the work process failed and is started anew.", name)
        if asyncio.get_running_loop().time() - began > 60:
            backoff.reset()
        await asyncio.sleep(backoff.next())


def _name() -> str:
    """How this process signs its claims."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


async def run_until_signalled(clock: Clock, folder: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    work = Work(clock, folder)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.stop)
    await work.run()
