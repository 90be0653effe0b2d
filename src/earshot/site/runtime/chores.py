"""What the work process does besides listening and publishing: timers, imports, profiles, tidying, the heartbeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from earshot import pipeline
from earshot.features.listening.actions import no_profiles, run_import, store_profiles
from earshot.features.listening.queries import authors_to_look_up, imports_to_run
from earshot.features.responsibility.replaying.launching import launch
from earshot.features.responsibility.timers import run_due
from earshot.features.sample.actions import begin_backtest, drip_due, tell_on
from earshot.features.sample.drafting import untried
from earshot.features.sample.queries import being_told
from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.ports.connector import Profiles
from earshot.ports.http import HttpFailed
from earshot.site.runtime.alarm import Alarm
from earshot.site.runtime.gate import Gate
from earshot.site.runtime.writer import Writer
from earshot.web.models import LiveEvent

log = logging.getLogger(__name__)

TIMERS_EVERY = 15.0
IMPORTS_EVERY = 1.0
SLICE = 0.4
"""Seconds that one slice of an import takes the writer; a live post never waits for more than that."""
PROFILES_EVERY = 1.0
PROFILES_AT_ONCE = 25
ASK_AGAIN = 3_600.0
"""Seconds after which an author whom the network did not tell of is asked for again."""
AFTER_TROUBLE = 60.0
"""Seconds until the next question when the network did not answer."""
TIDY_EVERY = 600.0
EVENTS_KEPT = timedelta(days=2)
"""A page that was away for longer loads afresh."""
BEAT_EVERY = 5.0
SAMPLES_EVERY = 1.0
DRAFTS_EVERY = 60.0
"""Seconds between two looks for a sample whose draft was to be tried, and was cut off."""


async def run_timers(clock: Clock, writer: Writer, gate: Gate, alarm: Alarm) -> None:
    """Changes of duty, snoozes that end, the auditor; at once when the alarm rings. A ``gate`` that is shut holds them:
    a clock that was just moved is often moved back, and what was woken by a wrong time would stay awake."""
    while True:
        await gate.wait()
        await writer.run(_run_due, clock)
        await alarm.sleep(TIMERS_EVERY)


def _run_due(clock: Clock) -> None:
    run_due(clock, being_told())


async def run_imports(clock: Clock, writer: Writer, gate: Gate) -> None:
    """Files that people gave us, a slice at a time, so that live posts come in between."""
    while True:
        await gate.wait()
        for import_id in await writer.run(imports_to_run):
            more = True
            while more:
                await gate.wait()
                more = await writer.run(run_import, import_id, clock, pipeline.travel, SLICE)
        await asyncio.sleep(IMPORTS_EVERY)


class ProfileFetcher:
    """Asks the networks for the names of authors whom their streams know only by id."""

    def __init__(self, clock: Clock, writer: Writer, sessions: Callable[[], dict[int, object]], gate: Gate) -> None:
        self._clock = clock
        self._gate = gate
        self._writer = writer
        self._sessions = sessions
        self._asked: dict[tuple[int, str], float] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._gate.wait()
            for channel_id, session in self._sessions().items():
                if isinstance(session, Profiles):
                    await self._fetch(channel_id, session)
            await asyncio.sleep(PROFILES_EVERY)

    async def _fetch(self, channel_id: int, session: Profiles) -> None:
        waiting = await self._writer.run(authors_to_look_up, channel_id, 4 * PROFILES_AT_ONCE)
        wanted = self._not_asked(channel_id, waiting)[:PROFILES_AT_ONCE]
        if not wanted:
            return
        now = asyncio.get_running_loop().time()
        self._asked |= {(channel_id, author): now for author in wanted}
        try:
            async with asyncio.timeout(30):
                found = await session.profiles(wanted)
        except (EarshotError, HttpFailed, TimeoutError) as error:
            log.info("Profiles of channel %d: %s", channel_id, error or type(error).__name__)
            self._asked |= {(channel_id, author): now - ASK_AGAIN + AFTER_TROUBLE for author in wanted}
            return
        await self._writer.run(store_profiles, channel_id, found, self._clock)
        told = {author.external_id for author in found}
        if silent := [author for author in wanted if author not in told]:
            await self._writer.run(no_profiles, channel_id, silent, self._clock)

    def _not_asked(self, channel_id: int, authors: list[str]) -> list[str]:
        before = asyncio.get_running_loop().time() - ASK_AGAIN
        self._asked = {key: at for key, at in self._asked.items() if at > before}
        return [author for author in authors if (channel_id, author) not in self._asked]


async def run_samples(clock: Clock, writer: Writer, gate: Gate) -> None:
    """The story of sample companies: their history a slice at a time, then a backtest of it by a process of its own,
    and each post when its time has come."""
    loop = asyncio.get_running_loop()
    looked = -DRAFTS_EVERY
    while True:
        await gate.wait()
        for workspace_id in await writer.run(being_told):
            while await writer.run(tell_on, workspace_id, clock, pipeline.travel):
                pass
            looked = -DRAFTS_EVERY
        await writer.run(drip_due, clock, pipeline.travel)
        if loop.time() - looked >= DRAFTS_EVERY:
            looked = loop.time()
            await _try_drafts(clock, writer)
        await asyncio.sleep(SAMPLES_EVERY)


async def _try_drafts(clock: Clock, writer: Writer) -> None:
    for workspace_id in await writer.run(untried, clock.now()):
        if (backtest_id := await writer.run(begin_backtest, workspace_id, clock)) is not None:
            launch(backtest_id)


async def tidy(clock: Clock, writer: Writer) -> None:
    """Remove live events that no open page can still ask for."""
    while True:
        await writer.run(_prune, clock)
        await asyncio.sleep(TIDY_EVERY)


def _prune(clock: Clock) -> None:
    """In one statement by id: events are numbered in the order of time."""
    newest_old = LiveEvent.objects.filter(at__lt=clock.now() - EVENTS_KEPT).order_by("-id").values_list("id", flat=True)
    if (last := newest_old.first()) is not None:
        LiveEvent.objects.filter(id__lte=last).delete()


async def beat(path: Path) -> None:
    """Touch a file as long as the loop turns: whoever looks can tell that the work process lives."""
    while True:
        path.touch()  # noqa: ASYNC240 - one system call
        await asyncio.sleep(BEAT_EVERY)
