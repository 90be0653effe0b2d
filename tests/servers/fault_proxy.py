"""A proxy before a real server that is slow, loses answers, or lies about what it did - as the test says.

    proxy = FaultProxy(network.pds)
    with proxy:
        proxy.fault(lose_answer(), path="putRecord")          # the next one only
        ...                                                    # the client under test talks to proxy.url
        proxy.wait_for("putRecord", "answered")                # the server has carried it out

It runs in a thread of the test's process, so it outlives whatever the test kills with -9. Faults apply in the
order they were given, each to ``times`` requests whose path contains ``path``; anything else passes unharmed,
web sockets and endless answers included. One request a connection (``connection: close``): what is counted is
what happened.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from tests.servers.http_head import Head, read_body, read_head

Stage = Literal["received", "forwarded", "answered", "delivered"]
"""How far a request came: the proxy has it; the server has it; the server answered in full; the client has the answer."""

STAGES: tuple[Stage, ...] = ("received", "forwarded", "answered", "delivered")


@dataclass(slots=True)
class Seen:
    """One request that came by."""

    method: str
    path: str
    """With the query."""
    body: bytes
    stage: Stage = "received"
    status: int = 0
    """What the server answered; 0 where it was not asked or has not answered."""
    fault: str = ""


@dataclass(slots=True)
class Exchange:
    """What a fault works with."""

    seen: Seen
    head: Head
    client: asyncio.StreamWriter
    forward: Callable[[], Awaitable[bytes]]
    """Asks the server and gives its complete answer."""
    deliver: Callable[[bytes], Awaitable[None]]
    """Sends bytes to the client."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A named misbehaviour."""

    name: str
    act: Callable[[Exchange], Awaitable[None]]


def delay(seconds: float) -> Fault:
    """Wait, then forward and answer as usual (a slow request)."""

    async def act(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await exchange.deliver(await exchange.forward())

    return Fault(f"delay {seconds} s", act)


def delay_answer(seconds: float) -> Fault:
    """Forward at once, but keep the answer back for a while (a slow answer)."""

    async def act(exchange: Exchange) -> None:
        answer = await exchange.forward()
        await asyncio.sleep(seconds)
        await exchange.deliver(answer)

    return Fault(f"delay answer {seconds} s", act)


def lose_answer(pause: float = 0.0) -> Fault:
    """The server carries it out; the connection ends without an answer."""

    async def act(exchange: Exchange) -> None:
        await exchange.forward()
        await asyncio.sleep(pause)

    return Fault("lose answer", act)


def cut_answer(keep: int = 40) -> Fault:
    """The server carries it out; the connection ends after the first ``keep`` bytes of the answer."""

    async def act(exchange: Exchange) -> None:
        await exchange.deliver((await exchange.forward())[:keep])

    return Fault("cut answer", act)


def drop() -> Fault:
    """The connection ends before anything reached the server."""

    async def act(exchange: Exchange) -> None:
        return None

    return Fault("drop", act)


def answer(status: int, body: bytes = b"", *, after: bool = False, headers: str = "") -> Fault:
    """Answer with ``status`` instead of the server; with ``after`` once the server has carried it out."""

    async def act(exchange: Exchange) -> None:
        if after:
            await exchange.forward()
        head = f"HTTP/1.1 {status} Fault\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{headers}\r\n"
        await exchange.deliver(head.encode() + body)

    return Fault(f"answer {status}{' after' if after else ''}", act)


def hang(seconds: float = 3600.0, *, after: bool = False) -> Fault:
    """Keep the connection open without a word; with ``after`` the server carries it out first."""

    async def act(exchange: Exchange) -> None:
        if after:
            await exchange.forward()
        await asyncio.sleep(seconds)

    return Fault("hang after" if after else "hang", act)


class Hold:
    """Holds a request until the test says go: to kill the client in the middle of the call.

    ``hold.fault`` is what to give to :meth:`FaultProxy.fault`. After ``release`` the server carries the request
    out, whether or not its client still lives: what a late packet does.
    """

    def __init__(self, *, after: bool = False) -> None:
        self._gate = threading.Event()
        self._after = after
        self.fault = Fault("hold after" if after else "hold", self._act)

    def release(self) -> None:
        self._gate.set()

    async def _act(self, exchange: Exchange) -> None:
        kept = await exchange.forward() if self._after else None
        while not self._gate.is_set():  # noqa: ASYNC110  (released from another thread)
            await asyncio.sleep(0.02)
        await exchange.deliver(kept if kept is not None else await exchange.forward())


@dataclass(slots=True)
class _Rule:
    fault: Fault
    path: str
    times: int


@dataclass(slots=True)
class _State:
    rules: list[_Rule] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


class FaultProxy:
    """An HTTP/1.1 proxy to ``upstream`` (http://host:port) on a free loopback port."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._state = _State()
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)
        self._server: asyncio.Server | None = None
        self._started = threading.Event()
        self.url = ""

    # -- the test's side

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the fault proxy did not start")
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def fault(self, fault: Fault, *, path: str = "", times: int = 1) -> None:
        """Apply ``fault`` to the next ``times`` requests whose path contains ``path``."""
        with self._changed:
            self._state.rules.append(_Rule(fault, path, times))

    def clear(self) -> None:
        """No faults any more, and nothing seen. Requests under way go on as they began."""
        with self._changed:
            self._state = _State()

    def seen(self, path: str = "", method: str = "") -> list[Seen]:
        """The requests so far whose path contains ``path``, oldest first."""
        with self._changed:
            return [one for one in self._state.seen if path in one.path and method in ("", one.method)]

    def wait_for(self, path: str, stage: Stage = "received", *, count: int = 1, seconds: float = 20.0) -> Seen:
        """Wait until ``count`` requests of that path have come at least as far as ``stage``; the last of them."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                far = [one for one in self._state.seen if path in one.path and _at_least(one.stage, stage)]
                if len(far) >= count:
                    return far[count - 1]
                if not self._changed.wait(max(0.0, end - time.monotonic())) and time.monotonic() >= end:
                    raise TimeoutError(f"{len(far)} of {count} requests for {path} came as far as {stage}")

    # -- the proxy's side

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._started.set()
        self._loop.run_forever()
        self._loop.close()

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await read_head(reader)
            if head is not None:
                await self._handle(head, reader, writer)
        with contextlib.suppress(OSError):
            writer.close()

    async def _handle(self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = b"" if head.upgrades else await read_body(head, reader)
        seen = Seen(head.method, head.path, body)
        rule = self._note(seen)
        if rule is None:
            await self._pass(seen, head, reader, writer)
            return
        seen.fault = rule.name
        await rule.act(
            Exchange(
                seen, head, writer, lambda: self._forward(seen, head), lambda raw: self._deliver(seen, writer, raw)
            )
        )

    def _note(self, seen: Seen) -> Fault | None:
        with self._changed:
            self._state.seen.append(seen)
            self._changed.notify_all()
            for rule in self._state.rules:
                if rule.times > 0 and rule.path in seen.path:
                    rule.times -= 1
                    return rule.fault
        return None

    def _reach(self, seen: Seen, stage: Stage, status: int = 0) -> None:
        with self._changed:
            seen.stage = stage
            seen.status = status or seen.status
            self._changed.notify_all()

    async def _forward(self, seen: Seen, head: Head) -> bytes:
        reader, writer = await self._ask(seen, head)
        try:
            raw = await reader.read(-1)
        finally:
            writer.close()
        self._reach(seen, "answered", _status(raw))
        return raw

    async def _ask(self, seen: Seen, head: Head) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        writer.write(head.rewritten(f"{self._host}:{self._port}", len(seen.body)) + seen.body)
        await writer.drain()
        self._reach(seen, "forwarded")
        return reader, writer

    async def _deliver(self, seen: Seen, writer: asyncio.StreamWriter, raw: bytes) -> None:
        writer.write(raw)
        await writer.drain()
        self._reach(seen, "delivered")

    async def _pass(self, seen: Seen, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, asked = await self._ask(seen, head)
        back = asyncio.ensure_future(_pipe(reader, asked)) if head.upgrades else None
        try:
            first = await upstream.read(65536)
            self._reach(seen, "answered", _status(first))
            writer.write(first)
            await _pipe(upstream, writer)
            self._reach(seen, "delivered")
        finally:
            if back is not None:
                back.cancel()
            asked.close()


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        sink.write(chunk)
        await sink.drain()
    await sink.drain()


def _status(raw: bytes) -> int:
    parts = raw[:20].split(b" ")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def _at_least(stage: Stage, wanted: Stage) -> bool:
    return STAGES.index(stage) >= STAGES.index(wanted)
