"""The page server: uvicorn, which lets go of open event streams as soon as it is asked to stop.

A stream never ends by itself, and a server that stops waits for what is under way: each open page would hold it for
the whole of :data:`GRACE`. So the streams are ended first, each with its last piece; a page then reconnects by itself.
Everything else that is under way is finished.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

GRACE = 3
"""Seconds that requests under way are given when the process is asked to stop."""

Application = Callable[[Any, Any, Any], Awaitable[None]]


class EndingStreams:
    """An ASGI application, of which those requests that ``is_stream`` names end when the server stops."""

    def __init__(self, application: Application, is_stream: Callable[[Any], bool]) -> None:
        self._application = application
        self._is_stream = is_stream
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End the streams that are open, and at once those that begin from now on."""
        self._stopping.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One ASGI connection."""
        if not self._is_stream(scope):
            await self._application(scope, receive, send)
            return
        stream = _Stream(receive, send, self._stopping)
        await self._application(scope, stream.receive, stream.send)
        await stream.finish()


class _Stream:
    """One answer that goes on until its page goes away or the server stops; to it both look the same."""

    def __init__(self, receive: Any, send: Any, stopping: asyncio.Event) -> None:
        self._receive, self._send, self._stopping = receive, send, stopping
        self._begun = self._ended = False

    async def receive(self) -> Any:
        """The next message of the page; that it has gone, once the server stops."""
        heard = asyncio.ensure_future(self._receive())
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({heard, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return {"type": "http.disconnect"} if stopped.done() else heard.result()
        finally:
            heard.cancel()
            stopped.cancel()

    async def send(self, message: Any) -> None:
        """Pass on, and remember what is still owed."""
        await self._send(message)
        self._begun = True
        self._ended = message["type"] == "http.response.body" and not message.get("more_body")

    async def finish(self) -> None:
        """Send what is owed of an answer that was ended by the stop. One that had not begun is a stream too: after
        any other answer a page would not come back."""
        if self._ended or not self._stopping.is_set():
            return
        with contextlib.suppress(OSError):  # the page has gone in the same moment
            if not self._begun:
                await self._send({"type": "http.response.start", "status": 200, "headers": _STREAM})
            await self._send({"type": "http.response.body", "body": b""})


_STREAM = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]


class PageServer(uvicorn.Server):
    """Serves ``application`` until SIGTERM or Ctrl-C."""

    def __init__(self, application: Application, is_stream: Callable[[Any], bool]) -> None:
        self._streams = EndingStreams(application, is_stream)
        super().__init__(
            uvicorn.Config(
                self._streams,
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="on",
                log_config=None,
                log_level="error",  # a warning is a request that is none, and that says nothing to the operator
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, finish what is under way, stop."""
        self._streams.stop()
        await super().shutdown(sockets)
