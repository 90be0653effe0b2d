"""The server's stream as a bell: it says *that* there is something new, never what.

What was said is always read from the list of notifications, so nothing depends on the stream being whole: a lost event,
a dropped connection or a server without streaming only costs a moment. Server-sent events are tried first, then a web
socket (the only way on some servers); where neither is to be had, it never rings.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import orjson

from earshot.connectors.mastodon.server import About, Server
from earshot.connectors.mastodon.statuses import host_of
from earshot.ports.connector import ConnectorError
from earshot.ports.http import HttpClient, HttpFailed, HttpStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

RINGING = frozenset({"notification", "delete", "status.update"})
IDLE = 90.0
"""Seconds of silence (servers send a sign of life each 15 or 30) after which a stream counts as lost."""
AGAIN = 30.0
"""Seconds until a lost stream is opened anew."""
NOT_OFFERED = 3600.0
"""Seconds until a server without streaming is asked again."""


class Bell:
    """``connected`` says whether a stream is open right now."""

    def __init__(self, server: Server, http: HttpClient) -> None:
        self._server = server
        self._http = http
        self._rung = asyncio.Event()
        self.connected = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Bell]:
        """Keep a stream open for as long as the context lasts."""
        task = asyncio.create_task(self._listen())
        try:
            yield self
        finally:
            task.cancel()
            (ended,) = await asyncio.gather(task, return_exceptions=True)
            if isinstance(ended, Exception):  # a mistake of ours: the looks went on without it
                log.error("Listening to the stream of %s failed.", self._server.base, exc_info=ended)

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()

    async def _listen(self) -> None:
        while True:
            pause = AGAIN
            try:
                about = await self._server.about()
                if not await self._heard(self._by_events(about)) and not await self._heard(self._by_socket(about)):
                    pause = NOT_OFFERED
            except (HttpFailed, ConnectorError):
                pass
            finally:
                self.connected = False
            await asyncio.sleep(pause)

    async def _heard(self, names: AsyncGenerator[str, None]) -> bool:
        """Ring for what a stream tells, until it ends; False where the server does not offer it."""
        try:
            async with aclosing(names) as events:
                async for name in events:
                    if not self.connected or name in RINGING:
                        # Once on opening, for what came between the last look and now.
                        self._rung.set()
                    self.connected = True
        except HttpStatus as refused:
            if refused.answer.status in (429, 500, 502, 503, 504):
                raise
            return False
        return True

    async def _by_events(self, about: About) -> AsyncGenerator[str, None]:
        url = f"{self._place(about)}/api/v1/streaming/user/notification"
        async with aclosing(self._lines(url)) as lines:
            async for line in lines:
                yield line.removeprefix("event:").strip() if line.startswith("event:") else ""

    async def _lines(self, url: str) -> AsyncGenerator[str, None]:
        async for line in self._http.lines(url, headers=self._server.headers, idle=IDLE):
            yield line

    async def _by_socket(self, about: About) -> AsyncGenerator[str, None]:
        url = re.sub("^http", "ws", self._place(about)) + "/api/v1/streaming?stream=user:notification"
        async with self._http.websocket(url, headers=self._server.headers, idle=IDLE) as socket:
            yield ""
            async for frame in socket:
                yield _event_of(frame)

    def _place(self, about: About) -> str:
        """Where the stream is: large servers name another host for it. Never without TLS what has it otherwise."""
        secure = self._server.base.startswith("https:")
        host = (
            host_of(about.streaming)
            if about.streaming.startswith(("wss:", "https:") if secure else ("ws", "http"))
            else ""
        )
        return f"{'https' if secure else 'http'}://{host or host_of(self._server.base)}"


def _event_of(frame: str | bytes) -> str:
    try:
        return str(orjson.loads(frame)["event"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""
