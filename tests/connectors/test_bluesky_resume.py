"""100,000 events, 200 disconnects, three instances whose clocks disagree: no gap, and deletions as well."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import orjson

from earshot.connectors.bluesky.connector import Bluesky, PublicStream
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import Tools, Unavailable
from earshot.ports.heard import HeardDeletion, HeardPost
from earshot.ports.http import HttpFailed
from tests.connectors.scripted_http import ScriptedHttp, ScriptedSocket

COUNT = 100_000
CUTS = 200
START = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp() * 1_000_000)
APART = 20_000
"""Microseconds between events."""
SKEWS = {"one.example": 0, "two.example": 1_500_000, "three.example": -1_500_000}
"""By how much each instance's clock differs, in microseconds."""


def bodies() -> list[bytes]:
    """What the network says: each tenth event deletes the one before. Without the time, which each instance adds."""
    told = []
    for number in range(COUNT):
        commit: dict[str, object] = {
            "operation": "create",
            "collection": "app.bsky.feed.post",
            "rkey": str(number),
            "cid": "c",
        }
        commit["record"] = {"text": "t", "createdAt": "2026-11-23T00:00:00Z"}
        if number % 10 == 9:
            commit = {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": str(number - 1)}
        told.append(orjson.dumps({"did": "did:plc:a", "commit": commit})[1:])
    return told


class Instances(ScriptedHttp):
    """Jetstream instances that replay from a cursor by their own clock and are cut off at random."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._bodies = bodies()
        self._chance = chance
        self.cuts = 0

    @asynccontextmanager
    async def websocket(
        self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0
    ) -> AsyncIterator[ScriptedSocket]:
        host = urlsplit(url).hostname or ""
        cursor = int(parse_qs(urlsplit(url).query).get("cursor", ["0"])[0])
        if self._chance.random() < 0.1:
            raise HttpFailed(f"{host} is being restarted", sent=False)
        yield self._socket(max(0, -(-(cursor - START - SKEWS[host]) // APART)), SKEWS[host])

    def _socket(self, first: int, skew: int) -> ScriptedSocket:
        if self.cuts >= CUTS:
            return ScriptedSocket([self._frame(number, skew) for number in range(first, COUNT)])
        self.cuts += 1
        last = min(first + self._chance.randint(0, 2 * COUNT // CUTS + 500), COUNT)
        frames = [self._frame(number, skew) for number in range(first, last)]
        return ScriptedSocket(frames, HttpFailed("cut off", sent=True))

    def _frame(self, number: int, skew: int) -> bytes:
        return b'{"time_us":%d,' % (START + skew + number * APART) + self._bodies[number]


def test_no_gap_over_disconnects_rewinds_and_instances() -> None:
    clock = HeldClock(datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=1))
    instances = Instances(random.Random(7))
    config = {"jetstream": " ".join(f"wss://{host}" for host in SKEWS)}
    session = Bluesky().open(config, Tools(instances, clock))
    assert isinstance(session, PublicStream)
    posts, deleted, cursor = set[str](), set[str](), ""

    async def listen() -> None:
        nonlocal cursor
        async for batch in session.stream(cursor):
            if instances.cuts < CUTS and random.Random(cursor).random() < 0.1:
                return  # the process dies before the batch is stored: the old cursor stands
            posts.update(event.canonical_id for event in batch.events if isinstance(event, HeardPost))
            deleted.update(event.canonical_id for event in batch.events if isinstance(event, HeardDeletion))
            cursor = batch.cursor

    for _ in range(20 * CUTS):
        try:
            asyncio.run(listen())
        except Unavailable:
            continue
        if instances.cuts >= CUTS and len(posts) + len(deleted) == COUNT:
            break
    assert instances.cuts == CUTS
    assert len(posts) == COUNT * 9 // 10
    assert len(deleted) == COUNT // 10
