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
from pathlib import Path

from earshot.features.delivery.sessions import Sessions
from earshot.features.delivery.worker import Worker
from earshot.kernel.clock import Clock
from earshot.site.runtime import chores
from earshot.site.runtime.backoff import Backoff
from earshot.site.runtime.channels import Channels
from earshot.site.runtime.outbox import DRAIN, run_outbox
from earshot.site.runtime.writer import Writer

log = logging.getLogger(__name__)

BEAT = "work.beat"
"""File in the home whose time of change says when the work process was last alive."""


class Work:
    """Everything the process does. :meth:`run` returns after :meth:`stop`, with nothing left half done."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock = clock
        self._folder = folder
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Finish what is under way and return."""
        self._stop.set()

    async def run(self) -> None:
        """Until stopped."""
        writer, sessions = Writer(), Sessions()
        worker = Worker(self._clock, _name(), sessions)
        channels = Channels(self._clock, writer, sessions)
        profiles = chores.ProfileFetcher(self._clock, writer, channels.sessions)
        tasks = [
            _endless("outbox", lambda: run_outbox(worker)),
            _endless("channels", channels.run),
            _endless("timers", lambda: chores.run_timers(self._clock, writer)),
            _endless("imports", lambda: chores.run_imports(self._clock, writer)),
            _endless("samples", lambda: chores.run_samples(self._clock, writer)),
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
