"""A Jetstream of our own before a real data server.

Jetstream itself is in no package registry. This bridge subscribes to the server's firehose, keeps every event with
its ``time_us`` and serves them as the public instances do: ``/subscribe?wantedCollections=...&cursor=...`` over a
loopback web socket, replaying from the cursor (inclusive), live from there; identity and account events pass any
collection filter; a cursor in the future means live.

It runs in a thread of the test's process. The test may cut its clients off (:meth:`JetstreamBridge.cut`, ``cut_after``,
``cut_behind``; ``cuts`` tells what became of it), refuse new ones (``refusing``) or let its clock differ from another
instance's (``skew``).
"""

from __future__ import annotations

import asyncio
import bisect
import contextlib
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import orjson
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.servers.firehose import read_frame


@dataclass(frozen=True, slots=True)
class Cut:
    """A client that was cut off while it was being told something."""

    told: int
    """Events it was told in one go, without a pause, until then."""
    left: int
    """Events that lay ready for it and that it was not told any more."""
    seconds: float
    """From the first of those told to the cut."""


class JetstreamBridge:
    """One instance. ``url`` is what a client is configured with."""

    def __init__(self, pds: str, *, skew: float = 0.0) -> None:
        self._firehose = pds.replace("http", "ws", 1) + "/xrpc/com.atproto.sync.subscribeRepos?cursor="
        self._skew_us = int(skew * 1_000_000)
        self._times: list[int] = []
        self._events: list[tuple[str, str, str]] = []
        """(did, collection or "", JSON), beside ``_times``."""
        self._news = asyncio.Event()
        self._clients: set[ServerConnection] = set()
        self._loop = asyncio.new_event_loop()
        self._done = asyncio.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jetstream", daemon=True)
        self._asked: list[dict[str, list[str]]] = []
        self.url = ""
        self.refusing = False
        """Answer new clients with 503."""
        self.cut_after: int | None = None
        """Cut each client off after this many events."""
        self.cut_behind = ""
        """Cut the next client off that is told of this record (its address), right behind it; then it is "" again."""
        self.cuts: list[Cut] = []
        """Every client that was cut off by one of these two."""

    # -- the test's side

    def __enter__(self) -> JetstreamBridge:
        self._thread.start()
        if not self._started.wait(20):
            raise RuntimeError("the Jetstream bridge did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(20)

    def cut(self) -> int:
        """Drop every client without a word, as a network does; how many there were."""

        async def cut() -> int:
            clients = list(self._clients)
            for client in clients:
                client.transport.abort()
            return len(clients)

        return asyncio.run_coroutine_threadsafe(cut(), self._loop).result(10)

    def held(self) -> int:
        """How many events it can replay."""
        return len(self._events)

    def holds(self, uri: str) -> bool:
        """Whether it has an event of this record."""
        return any(_tells_of(uri, did, text) for did, _collection, text in self._events)

    def asked(self) -> list[dict[str, list[str]]]:
        """The query of every subscription so far."""
        return list(self._asked)

    def wait_for_clients(self, count: int = 1, seconds: float = 20.0) -> None:
        """Wait until ``count`` clients listen."""
        end = time.monotonic() + seconds
        while len(self._clients) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self._clients)} of {count} clients")
            time.sleep(0.02)

    # -- the bridge's side

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        server = await serve(self._client, "127.0.0.1", 0, process_request=self._refuse, compression=None)
        self.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/subscribe"
        upstream = asyncio.create_task(self._listen())
        await self._done.wait()
        upstream.cancel()
        for client in list(self._clients):
            client.transport.abort()
        server.close()
        await asyncio.gather(upstream, server.wait_closed(), return_exceptions=True)

    async def _listen(self) -> None:
        """Follow the firehose from its beginning, over reconnects."""
        seq = 0
        while True:
            with contextlib.suppress(OSError, ConnectionClosed):
                async with connect(f"{self._firehose}{seq}", max_size=None, proxy=None, close_timeout=0.5) as socket:
                    self._started.set()
                    async for frame in socket:
                        assert isinstance(frame, bytes)
                        seq = self._keep(frame) or seq
            await asyncio.sleep(0.2)

    def _keep(self, frame: bytes) -> int:
        seq, events = read_frame(frame)
        for event in events:
            now = time.time_ns() // 1000 + self._skew_us
            time_us = max(now, self._times[-1] + 1 if self._times else 0)
            whole = {"did": event["did"], "time_us": time_us, **event}
            collection = event.get("commit", {}).get("collection", "")
            self._times.append(time_us)
            self._events.append((event["did"], collection, orjson.dumps(whole).decode()))
        self._news.set()
        self._news = asyncio.Event()
        return seq

    async def _refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        if self.refusing:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "try another instance\n")
        if urlsplit(request.path).path != "/subscribe":
            return connection.respond(HTTPStatus.NOT_FOUND, "no such path\n")
        return None

    async def _client(self, client: ServerConnection) -> None:
        assert client.request is not None
        query = parse_qs(urlsplit(client.request.path).query)
        self._asked.append(query)
        self._clients.add(client)
        try:
            with contextlib.suppress(ConnectionClosed):
                await self._tell(client, query)
        finally:
            self._clients.discard(client)

    async def _tell(self, client: ServerConnection, query: dict[str, list[str]]) -> None:
        at, told = self._start(query), 0
        while True:
            news, began, before = self._news, time.monotonic(), told
            while at < len(self._events):
                did, collection, text = self._events[at]
                at += 1
                if not _wanted(query, did, collection):
                    continue
                await client.send(text)
                told += 1
                if self._is_the_end(told, did, text):
                    client.transport.abort()
                    left = sum(_wanted(query, did, collection) for did, collection, _text in self._events[at:])
                    self.cuts.append(Cut(told - before, left, time.monotonic() - began))
                    return
            closed = asyncio.ensure_future(client.wait_closed())
            fresh = asyncio.ensure_future(news.wait())
            await asyncio.wait({closed, fresh}, return_when=asyncio.FIRST_COMPLETED)
            fresh.cancel()
            if closed.done():
                return
            closed.cancel()

    def _is_the_end(self, told: int, did: str, text: str) -> bool:
        """Whether the client that was just told this, as its event number ``told``, is to be cut off."""
        if self.cut_behind and _tells_of(self.cut_behind, did, text):
            self.cut_behind = ""
            return True
        return self.cut_after is not None and told >= self.cut_after

    def _start(self, query: dict[str, list[str]]) -> int:
        cursor = int(query.get("cursor", ["0"])[0])
        if not cursor or cursor > time.time_ns() // 1000 + self._skew_us:
            return len(self._events)
        return bisect.bisect_left(self._times, cursor)


def _tells_of(uri: str, did: str, text: str) -> bool:
    """Whether an event is about the record at this address."""
    return f"//{did}/" in uri and f'"{uri.rsplit("/", 1)[1]}"' in text


def _wanted(query: dict[str, list[str]], did: str, collection: str) -> bool:
    dids, collections = query.get("wantedDids", []), query.get("wantedCollections", [])
    if dids and did not in dids:
        return False
    return not collection or not collections or any(_covers(wanted, collection) for wanted in collections)


def _covers(wanted: str, collection: str) -> bool:
    return collection.startswith(wanted[:-1]) if wanted.endswith("*") else collection == wanted
