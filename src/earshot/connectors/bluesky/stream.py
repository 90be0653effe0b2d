"""The public stream: Jetstream's events as batches, with no account.

The cursor is the ``time_us`` of the newest event, in microseconds. Instances keep time each by its own clock, so every
connection begins a few seconds before the cursor: the same post twice is fine, a gap is not. When one instance cannot
be reached or drops the connection, the next in line takes over.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from datetime import UTC, datetime, timedelta

import orjson

from earshot.connectors.bluesky.records import NETWORK, POSTS, post_of, uri_of
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_, say
from earshot.ports.connector import Unavailable
from earshot.ports.heard import Batch, HeardDeletion, HeardDeparture, HeardEvent
from earshot.ports.http import HttpClient, HttpFailed, WebSocket

RECALLS = timedelta(hours=24)
"""How far back an instance plays from a cursor (Jetstream's default, which the public instances keep)."""
REWIND_US = 5_000_000
MOST = 500
"""Events in one batch at most."""
WITHIN = 0.2
"""Seconds from the first event of a batch until it is handed on, full or not."""
WAITING = 10 * MOST
"""Frames that may wait for a slow reader of batches; beyond, the connection's own flow control takes over."""
IDLE = 90.0
"""Seconds of silence after which a connection counts as lost."""

AGAIN = N_("Earshot connects again by itself.")

Frame = str | bytes


class JetstreamReader:
    """Reads from the first instance that answers, beginning with the one that did not fail last."""

    def __init__(self, instances: Sequence[str], http: HttpClient, clock: Clock) -> None:
        self._instances = instances
        self._http = http
        self._clock = clock
        self._turn = 0

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches until the connection drops. Raises Unavailable."""
        position = int(cursor) if cursor.isdecimal() else 0
        async with AsyncExitStack() as stack:
            socket = await self._connect(stack, position)
            try:
                async with aclosing(_bundles(socket)) as bundles:
                    async for frames in bundles:
                        events, departed, position = _read(frames, position)
                        yield Batch(events, str(self._not_after_now(position)), len(frames), departed)
            except HttpFailed as error:
                raise Unavailable(say("The stream was lost. %(why)s", why=error.message), say(AGAIN)) from error
            finally:
                self._turn += 1

    async def _connect(self, stack: AsyncExitStack, position: int) -> WebSocket:
        """A connection to an instance, the next in line where one fails. Raises Unavailable where all do."""
        reasons: list[str] = []
        for _ in self._instances:
            try:
                return await stack.enter_async_context(self._http.websocket(self._address(position), idle=IDLE))
            except HttpFailed as error:
                reasons.append(error.message)
                self._turn += 1
        if len(reasons) == 1:
            raise Unavailable(say("The stream cannot be reached. %(why)s", why=reasons[0]), say(AGAIN))
        none = say("None of the %(number)s servers of the stream can be reached.", number=len(reasons))
        raise Unavailable(say("%(none)s %(why)s", none=none, why=reasons[0]), say(AGAIN))

    def _address(self, position: int) -> str:
        instance = self._instances[self._turn % len(self._instances)]
        since = f"&cursor={position - REWIND_US}" if position > REWIND_US else ""
        return f"{instance}?wantedCollections={POSTS}{since}"

    def _not_after_now(self, position: int) -> int:
        """A cursor in the future would be taken as "only what comes": a gap. Another's clock must not cause one."""
        return min(position, int(self._clock.now().timestamp() * 1_000_000))


def time_of(cursor: str) -> datetime | None:
    """When the event was, up to which a cursor has heard."""
    if not cursor.isdecimal():
        return None
    try:
        return datetime.fromtimestamp(int(cursor) / 1_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _read(frames: Sequence[Frame], position: int) -> tuple[tuple[HeardEvent, ...], tuple[HeardDeparture, ...], int]:
    """The posts and deletions among ``frames``, the accounts that were deleted, and the position after them."""
    events: list[HeardEvent] = []
    departed: list[HeardDeparture] = []
    for frame in frames:
        try:
            raw = orjson.loads(frame)
            at = raw["time_us"]
            event = event_of(raw)
            if event is None and (left := departure_of(raw)) is not None:
                departed.append(left)
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            continue  # not one of Jetstream's events: counted, and the others go on
        if event is not None:
            events.append(event)
        if isinstance(at, int) and at > position:
            position = at
    return tuple(events), tuple(departed), position


def event_of(raw: dict[str, object]) -> HeardEvent | None:
    """The post or deletion that one of Jetstream's events tells; None for all others.

    Raises:
        KeyError, TypeError, AttributeError: it is not of Jetstream's shape.
    """
    commit = raw.get("commit")
    if not isinstance(commit, dict) or commit["collection"] != POSTS:
        return None
    did, rkey = str(raw["did"]), commit["rkey"]
    if commit["operation"] == "delete":
        return HeardDeletion(NETWORK, uri_of(did, rkey))
    return post_of(did, rkey, commit["record"], commit.get("cid", ""))


def departure_of(raw: dict[str, object]) -> HeardDeparture | None:
    """The account that one of Jetstream's events tells was deleted; None for all others.

    ``takendown``, ``suspended`` and ``deactivated`` accounts may come back as they were (the network's account
    specification calls all three reversible), so that nothing is blanked for them.
    """
    account = raw.get("account")
    if not isinstance(account, dict) or account.get("active") is not False or account.get("status") != "deleted":
        return None
    did = account.get("did") or raw.get("did")
    return HeardDeparture(NETWORK, did, f"at://{did}/") if isinstance(did, str) and did.startswith("did:") else None


async def _bundles(socket: WebSocket) -> AsyncGenerator[list[Frame], None]:
    """The frames in bundles: as many as have come ``WITHIN`` seconds from the first, at most ``MOST``."""
    waiting: list[Frame] = []
    some, full, room = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def read() -> None:
        try:
            async for frame in socket:
                waiting.append(frame)
                some.set()
                if len(waiting) >= MOST:
                    full.set()
                    if len(waiting) >= WAITING:
                        room.clear()
                        await room.wait()
        finally:
            some.set()
            full.set()

    reader = asyncio.create_task(read())
    try:
        while True:
            await some.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(full.wait(), WITHIN)
            frames = waiting[:MOST]
            del waiting[:MOST]
            room.set()
            if frames:
                yield frames
            elif reader.done():
                reader.result()
                return
            if not reader.done():
                _reset(some, bool(waiting))
                _reset(full, len(waiting) >= MOST)
    finally:
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


def _reset(event: asyncio.Event, still: bool) -> None:
    if not still:
        event.clear()
