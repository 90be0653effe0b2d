"""Guarded web sockets: the library is given a socket that is already connected to a checked address."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK, InvalidStatus, WebSocketException

from earshot.adapters.http.guard import Guard, OpenSocket, first_that_opens
from earshot.adapters.http.reasons import why
from earshot.adapters.http.trip import host_of, port_of, silent
from earshot.kernel.texts import say
from earshot.ports.http import HttpAnswer, HttpFailed, HttpStatus, WebSocket

FRAME_CAP = 8_000_000
"""Bytes of one message, decompressed."""
FAREWELL = 0.5
"""Seconds that a server is given to close its end when we leave; who stops Earshot does not wait for others."""


@asynccontextmanager
async def open_websocket(
    url: httpx.URL,
    headers: Mapping[str, str],
    guard: Guard,
    opener: OpenSocket,
    tls: ssl.SSLContext | None,
    *,
    idle: float,
    patience: float,
) -> AsyncIterator[WebSocket]:
    """Open within ``patience`` seconds, watch for silence, close. Errors as in ``ports.http.HttpClient.websocket``."""
    opened = None
    try:
        async with asyncio.timeout(patience):
            opened = await first_that_opens(opener, await guard.addresses(host_of(url), port_of(url)), port_of(url))
            connection = await _shake_hands(url, headers, opened, tls)
    except InvalidStatus as error:
        raise HttpStatus(_answer(url, error)) from error
    except (WebSocketException, OSError, ValueError) as error:  # ValueError: a redirect, which is not followed
        raise HttpFailed(
            say("Cannot open a stream from %(host)s: %(why)s.", host=url.host, why=why(error)), sent=opened is not None
        ) from error
    watched = WatchedSocket(connection, url.host, idle)
    try:
        yield watched
    finally:
        watched.stop()
        await connection.close()


async def _shake_hands(
    url: httpx.URL, headers: Mapping[str, str], opened: socket.socket, tls: ssl.SSLContext | None
) -> ClientConnection:
    try:
        return await connect(
            str(url),
            sock=opened,
            ssl=tls,
            server_hostname=None if tls is None else host_of(url),
            proxy=None,
            additional_headers=[(name, value) for name, value in headers.items() if name != "user-agent"],
            user_agent_header=headers.get("user-agent"),
            open_timeout=None,
            close_timeout=FAREWELL,
            max_size=FRAME_CAP,
        )
    except BaseException:
        opened.close()
        raise


def _answer(url: httpx.URL, error: InvalidStatus) -> HttpAnswer:
    response = error.response
    headers = {name.lower(): value for name, value in response.headers.raw_items()}
    return HttpAnswer(response.status_code, headers, bytes(response.body or b""), str(url))


class WatchedSocket:
    """Frames until the connection ends; lost or silent for ``idle`` seconds, it raises HttpFailed.

    One timer looks now and then, instead of one for each frame: a busy stream carries thousands a second.
    """

    def __init__(self, connection: ClientConnection, host: str, idle: float) -> None:
        self._connection = connection
        self._host = host
        self._idle = idle
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._silent = False
        self._timer = self._loop.call_later(idle, self._look)

    def stop(self) -> None:
        """No more watching."""
        self._timer.cancel()

    def _look(self) -> None:
        due = self._last + self._idle
        if self._loop.time() >= due:
            self._silent = True
            self._connection.transport.abort()
        else:
            self._timer = self._loop.call_at(due, self._look)

    def __aiter__(self) -> AsyncIterator[str | bytes]:
        return self._frames()

    async def _frames(self) -> AsyncIterator[str | bytes]:
        while True:
            try:
                frame = await self._connection.recv()
            except ConnectionClosedOK:
                return
            except ConnectionClosed as error:
                raise self._lost(error) from error
            self._last = self._loop.time()
            yield frame

    async def send(self, message: str) -> None:
        """Send one text frame. Raises HttpFailed where the connection is lost."""
        try:
            await self._connection.send(message)
        except ConnectionClosed as error:
            raise self._lost(error) from error

    def _lost(self, error: ConnectionClosed) -> HttpFailed:
        if self._silent:
            return HttpFailed(silent(self._host, self._idle), sent=True)
        return HttpFailed(say("Lost the stream from %(host)s: %(why)s.", host=self._host, why=why(error)), sent=True)
