# ruff: noqa: ASYNC109  (httpcore's signatures)
"""What the tests of the guarded client talk to: a small raw server on loopback, and a network that does not exist."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpcore

from earshot.adapters.http import GuardedClient

Result = TypeVar("Result")
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """One event loop for one test, with an end in any case."""
    return asyncio.run(asyncio.wait_for(work, 20))


@dataclass
class Heard:
    """One request as the server heard it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A server that answers with what ``answer`` writes; it keeps what it heard."""

    answer: Callable[[Heard, asyncio.StreamWriter], Awaitable[None]]
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def allowed(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                heard = await self._understand(head, reader)
                self.heard.append(heard)
                await self.answer(heard, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    @staticmethod
    async def _understand(head: bytes, reader: asyncio.StreamReader) -> Heard:
        first, *rest = head.decode().strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in rest)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Heard(method, target, headers, body)


@asynccontextmanager
async def serving(*answers: bytes, answer: Callable[..., Awaitable[None]] | None = None) -> AsyncIterator[Server]:
    """A server on a free port that gives each of ``answers`` in turn (the last one for ever), or calls ``answer``."""

    async def in_turn(heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[min(len(server.heard), len(answers)) - 1])

    server = Server(answer or in_turn)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


@asynccontextmanager
async def client_for(*servers: Server) -> AsyncIterator[GuardedClient]:
    """A client that may reach these servers of this machine, and nothing else on it."""
    client = GuardedClient(allow=",".join(server.allowed for server in servers))
    try:
        yield client
    finally:
        await client.aclose()


class FakeStream(httpcore.AsyncMockStream):
    """A connection to nowhere that remembers the name TLS was asked to prove."""

    def __init__(self, network: FakeNetwork, answer: bytes) -> None:
        super().__init__([answer])
        self._network = network

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._network.written.append(buffer)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._network.proved.append(server_hostname)
        return self


class FakeNetwork(httpcore.AsyncNetworkBackend):
    """A network without packets: notes where a connection would have gone, and answers from memory."""

    def __init__(self, *answers: bytes, dead: Iterable[str] = ()) -> None:
        self.answers = list(answers) or [OK]
        self.dead = set(dead)
        self.opened: list[tuple[str, int]] = []
        self.proved: list[str | None] = []
        self.written: list[bytes] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.opened.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("connection refused")
        return FakeStream(self, self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])


class Names:
    """A resolver from memory; a name with several answers gives them in turn (flip-flop)."""

    def __init__(self, **names: Sequence[Sequence[str]]) -> None:
        self._names = {name.replace("_", "."): list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            raise OSError("Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]
