"""Carries publications out: claim (committed), call, record. The database is spoken to in a thread, the networks
from the event loop; never both at once, so no transaction is open during a call.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import datetime

from asgiref.sync import sync_to_async
from django.utils.translation import gettext_noop

from earshot.features.delivery import crashpoints, outbox, queries
from earshot.features.delivery.approving.settling import settle_due
from earshot.features.delivery.models import Publication, State
from earshot.features.delivery.sessions import Sessions
from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.kernel.texts import say
from earshot.ports.connector import ConnectorError, OutcomeUnknown, Published, Speaks, Unauthorised

log = logging.getLogger(__name__)

TOGETHER = 16
"""How many are carried out at the same time."""
A_CHANNEL = 4
"""How many of them on one channel, so that a network that hangs does not hold up the others."""
LONGEST_CALL = 90.0
"""Seconds. A connector that is silent for longer has lost its answer."""

NO_ANSWER = gettext_noop("The network did not answer in time.")
CANNOT_SPEAK = gettext_noop("This channel cannot publish, or is switched off.")
REPAIR_CHANNEL = gettext_noop("Repair the channel in its settings, then send again.")


class Worker:
    """The outbox of one process. To be used within one event loop."""

    def __init__(self, clock: Clock, me: str, sessions: Sessions | None = None) -> None:
        self._clock = clock
        self._me = me
        self._sessions = sessions or Sessions()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._channel_of: dict[int, int] = {}

    async def start_due(self) -> int:
        """Begin everything that is due and for which there is room; does not wait for it. Answers how many."""
        room = TOGETHER - len(self._tasks)
        if room <= 0:
            return 0
        started = 0
        busy = Counter(self._channel_of.values())
        full = {channel for channel, count in busy.items() if count >= A_CHANNEL}
        found = await sync_to_async(queries.due)(self._clock.now(), set(self._tasks), full, 4 * TOGETHER)
        for publication in found:
            if started < room and busy[publication.channel_id] < A_CHANNEL:
                busy[publication.channel_id] += 1
                started += 1
                self._start(publication)
        return started

    async def next_due(self) -> datetime | None:
        """When there will be something to begin."""
        return await sync_to_async(queries.next_due)(set(self._tasks))

    async def drain(self, seconds: float | None = None) -> None:
        """Wait for what was begun, at most so long. What is not done by then stays claimed: at the next start it is
        looked up."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)

    async def sweep(self) -> int:
        """Turn to what is claimed and nobody is carrying out: of a dead process, or ours whose result could not be
        stored. Answers how many."""
        return await sync_to_async(outbox.recover)(self._clock, frozenset(self._tasks))

    async def settle(self) -> int:
        """Look at what waits for approval and has changed since. Answers how many."""
        return await sync_to_async(settle_due)(self._clock)

    def _start(self, publication: Publication) -> None:
        pk = publication.pk
        work = self._publish if publication.state == State.QUEUED else self._look_up
        self._channel_of[pk] = publication.channel_id
        self._tasks[pk] = asyncio.create_task(work(publication), name=f"publication {pk}")
        self._tasks[pk].add_done_callback(lambda task: self._done(pk, task))

    def _done(self, pk: int, task: asyncio.Task[None]) -> None:
        del self._tasks[pk], self._channel_of[pk]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("Publication %d was let go of; it will be looked up.", pk, exc_info=error)

    async def _publish(self, publication: Publication) -> None:
        session = await self._speaker(publication)
        if session is None:
            return
        job = await sync_to_async(outbox.claim)(publication.pk, self._clock, self._me)
        if job is None:
            return
        crashpoints.reach("after-claim-commit")
        result = await _call_publish(session, job)
        crashpoints.reach("after-unread-response")
        if isinstance(result, Unauthorised):
            self._sessions.forget(publication.channel_id)
        await sync_to_async(outbox.record_publish)(job, result, session.speaks.settle, self._clock)
        crashpoints.reach("after-result-commit")

    async def _look_up(self, publication: Publication) -> None:
        session = await self._speaker(publication)
        if session is None:
            return
        if session.speaks.delivery == "D":
            await self._hold(publication, outbox.CANNOT_TELL, outbox.LOOK_YOURSELF)
            return
        job = await sync_to_async(outbox.start_look_up)(publication.pk, self._clock)
        if job is None:
            return
        result = await _call_look_up(session, job)
        if isinstance(result, Unauthorised):
            self._sessions.forget(publication.channel_id)
        await sync_to_async(outbox.record_look_up)(job, result, self._clock)

    async def _speaker(self, publication: Publication) -> Speaks | None:
        """The channel's session; None where a person has to repair the channel first (they are told)."""
        try:
            session = self._sessions.of(publication.channel) if publication.channel.active else None
        except EarshotError as error:
            await self._hold(publication, error.message, error.mend)
            return None
        if isinstance(session, Speaks):
            return session
        sure = publication.state == State.QUEUED
        await self._hold(publication, CANNOT_SPEAK, REPAIR_CHANNEL if sure else outbox.LOOK_YOURSELF)
        return None

    async def _hold(self, publication: Publication, error: str, mend: str) -> None:
        await sync_to_async(outbox.hold)(publication.pk, error, mend, self._clock)


async def publish_due(clock: Clock, me: str) -> int:
    """Carry out everything that is due now and wait for it. Answers how many were begun."""
    worker, begun = Worker(clock, me), 0
    while started := await worker.start_due():
        begun += started
        await worker.drain()
    return begun


async def recover(clock: Clock, me: str) -> int:
    """At the start of a work process: what a dead one had claimed has an unknown outcome. Answers how many."""
    return await Worker(clock, me).sweep()


async def _call_publish(session: Speaks, job: outbox.Job) -> Published | EarshotError:
    crashpoints.reach_soon("during-call")
    try:
        async with asyncio.timeout(LONGEST_CALL):
            return await session.publish(job.outgoing)
    except ConnectorError as error:
        return error
    except TimeoutError:
        return OutcomeUnknown(NO_ANSWER)
    except Exception as error:  # a connector's bug: it may well have sent the request
        log.exception("Publication %d: the connector failed.", job.publication.pk)
        return OutcomeUnknown(say("The connector failed (%(why)s).", why=f"{type(error).__name__}: {error}"))


async def _call_look_up(session: Speaks, job: outbox.Job) -> Published | EarshotError | None:
    try:
        async with asyncio.timeout(LONGEST_CALL):
            return await session.look_up(job.outgoing)
    except ConnectorError as error:
        return error
    except TimeoutError:
        return OutcomeUnknown(NO_ANSWER)
    except Exception as error:  # a connector's bug tells nothing about the publication
        log.exception("Publication %d: the connector failed to look it up.", job.publication.pk)
        return OutcomeUnknown(say("The connector failed (%(why)s).", why=f"{type(error).__name__}: {error}"))
