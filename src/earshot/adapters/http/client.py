"""The guarded client (``ports.http.HttpClient``): requests, redirects and endless answers over httpcore."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import lru_cache
from urllib.parse import urlencode

import certifi
import h11
import httpcore
import orjson

from earshot import __version__
from earshot.adapters.http.body import Inflater, LineSplitter
from earshot.adapters.http.guard import (
    ALLOW_VARIABLE,
    AllowList,
    Guard,
    GuardedBackend,
    OpenSocket,
    Resolver,
    open_socket,
    resolve,
)
from earshot.adapters.http.trip import SAFE_METHODS, Trip, parse_url, silent
from earshot.adapters.http.websocket import open_websocket
from earshot.kernel.texts import say
from earshot.ports.http import HttpAnswer, HttpFailed, HttpStatus, WebSocket

USER_AGENT = f"Earshot/{__version__}"
OPEN_TIMEOUT = 20.0
"""Seconds until a stream or web socket must have been answered."""
ERROR_BODY_CAP = 64_000
"""Bytes of an error answer that are read where a stream was asked for."""
FAILURES = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    h11.ProtocolError,
    OSError,
)


@lru_cache(maxsize=1)
def tls() -> ssl.SSLContext:
    """The system's certificates, for a company's own authority, and certifi's, for systems that have none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class GuardedClient:
    """To be used within one event loop. ``allow`` overrides ``EARSHOT_ALLOW_HOSTS``; the rest is for tests.

    Proxies of the environment are not used, nor cookies kept, nor credentials read from anywhere.
    """

    def __init__(
        self,
        allow: str | None = None,
        *,
        resolver: Resolver = resolve,
        backend: httpcore.AsyncNetworkBackend | None = None,
        opener: OpenSocket = open_socket,
    ) -> None:
        self._allow = AllowList.read(os.environ.get(ALLOW_VARIABLE, "") if allow is None else allow)
        self._guard = Guard(self._allow, resolver)
        self._opener = opener
        guarded = GuardedBackend(self._guard, backend or httpcore.AnyIOBackend())
        self._kept = httpcore.AsyncConnectionPool(
            ssl_context=tls(),
            max_connections=50,
            max_keepalive_connections=10,
            keepalive_expiry=15,
            network_backend=guarded,
        )
        # What changes something, and what never ends, gets a connection of its own: on a kept one that the server has
        # just closed nobody could tell whether the request was heard.
        self._single = httpcore.AsyncConnectionPool(
            ssl_context=tls(), max_connections=200, max_keepalive_connections=0, network_backend=guarded
        )

    async def aclose(self) -> None:
        """Close what is kept open."""
        await self._kept.aclose()
        await self._single.aclose()

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 20.0,  # noqa: ASYNC109  (the port's name; it is asyncio.timeout inside)
        max_bytes: int = 8_000_000,
    ) -> HttpAnswer:
        """One request with its redirects. ``timeout`` is for all of it, in seconds; ``max_bytes`` counts the body
        decompressed. A redirect that may not be followed (see :class:`Trip`) is returned as the answer.

        Raises:
            HttpRefused, HttpFailed: ``sent`` is False only where surely nothing reached any server.
        """
        content, content_type = _encode(json, form, body)
        address = parse_url(url, ("http", "https"))
        if params:
            address = address.copy_merge_params(dict(params))
        own = {"accept-encoding": "gzip", **content_type, **_lower(headers)}
        trip = Trip(self._allow, method.upper(), address, own, content)
        try:
            async with asyncio.timeout(timeout):
                return await self._travel(trip, max_bytes)
        except TimeoutError as error:
            host, seconds = trip.url.host, f"{timeout:g}"
            raise HttpFailed(
                say("No complete answer from %(host)s within %(seconds)s seconds.", host=host, seconds=seconds)
                if trip.sent
                else say("Cannot reach %(host)s within %(seconds)s seconds.", host=host, seconds=seconds),
                sent=trip.sent,
            ) from error

    async def _travel(self, trip: Trip, max_bytes: int) -> HttpAnswer:
        while True:
            try:
                async with self._send(trip, trip.method in SAFE_METHODS and not trip.stale) as response:
                    if not trip.follow(response.status, _headers(response)):
                        return await _read(trip, response, max_bytes)
            except HttpFailed:
                if not trip.went_stale():
                    raise

    async def lines(
        self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0
    ) -> AsyncGenerator[str, None]:
        """The lines of an endless answer, until it ends.

        Raises:
            HttpStatus: the answer is not a success.
            HttpRefused, HttpFailed: not reachable, lost, or silent for ``idle`` seconds.
        """
        address = parse_url(url, ("http", "https"))
        own = {"accept": "text/event-stream", "accept-encoding": "identity", **_lower(headers)}
        trip = Trip(self._allow, "GET", address, own, b"")
        async with self._open_stream(trip) as response:
            splitter = LineSplitter()
            inflater = Inflater(_headers(response).get("content-encoding", ""))
            pieces = aiter(response.aiter_stream())
            while (piece := await self._next_piece(trip, pieces, idle)) is not None:
                for line in splitter.feed(inflater.feed(piece)):
                    yield line

    @asynccontextmanager
    async def _open_stream(self, trip: Trip) -> AsyncIterator[httpcore.Response]:
        while True:
            async with AsyncExitStack() as hop:
                response = await self._opened(trip, hop)
                if response is not None:
                    yield response
                    return

    async def _opened(self, trip: Trip, hop: AsyncExitStack) -> httpcore.Response | None:
        """The head of a success; None where it was a redirect, and the trip has turned."""
        try:
            async with asyncio.timeout(OPEN_TIMEOUT):
                response = await hop.enter_async_context(self._send(trip, keep=False))
                if trip.follow(response.status, _headers(response)):
                    return None
                if not 200 <= response.status < 300:
                    raise HttpStatus(await _read(trip, response, ERROR_BODY_CAP))
                return response
        except TimeoutError as error:
            raise HttpFailed(
                say(
                    "No answer from %(host)s within %(seconds)s seconds.",
                    host=trip.url.host,
                    seconds=f"{OPEN_TIMEOUT:g}",
                ),
                sent=trip.sent,
            ) from error

    @staticmethod
    async def _next_piece(trip: Trip, pieces: AsyncIterator[bytes], idle: float) -> bytes | None:
        try:
            async with asyncio.timeout(idle):
                return await anext(pieces, None)
        except TimeoutError as error:
            raise HttpFailed(silent(trip.url.host, idle), sent=True) from error

    def websocket(
        self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0
    ) -> AbstractAsyncContextManager[WebSocket]:
        """A guarded web socket; redirects are not followed.

        Raises, when entered:
            HttpStatus, HttpRefused, HttpFailed: it could not be opened; while read: it was lost or silent.
        """
        own = {"user-agent": USER_AGENT, **_lower(headers)}
        address = parse_url(url, ("ws", "wss"))
        context = tls() if address.scheme == "wss" else None
        return open_websocket(address, own, self._guard, self._opener, context, idle=idle, patience=OPEN_TIMEOUT)

    @asynccontextmanager
    async def _send(self, trip: Trip, keep: bool) -> AsyncIterator[httpcore.Response]:
        """One hop of the trip: the answer's head, with its body still to be read. Errors become HttpFailed."""
        pool = self._kept if keep else self._single
        url = trip.url
        trip.begin()
        headers = {"host": url.netloc.decode("ascii"), "user-agent": USER_AGENT, "accept": "*/*", **trip.headers}
        try:
            async with pool.stream(
                trip.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=[(name, value.encode()) for name, value in headers.items()],
                content=None if trip.method in SAFE_METHODS else trip.content,
                extensions={"trace": trip.watch},
            ) as response:
                trip.answered = True
                yield response
        except HttpFailed as error:
            error.sent = error.sent or trip.sent
            raise
        except FAILURES as error:
            raise trip.failed(error) from error


async def _read(trip: Trip, response: httpcore.Response, max_bytes: int) -> HttpAnswer:
    headers = _headers(response)
    length = headers.get("content-length", "")
    if trip.method != "HEAD" and length.isdecimal() and int(length) > max_bytes:
        raise HttpFailed(say("The answer is larger than %(most)s bytes.", most=f"{max_bytes:,}"), sent=True)
    inflater = Inflater(headers.get("content-encoding", ""), max_bytes)
    body = bytearray()
    async for piece in response.aiter_stream():
        body += inflater.feed(piece)
    inflater.finish()
    return HttpAnswer(response.status, headers, bytes(body), str(trip.url), trip.moved)


def _headers(response: httpcore.Response) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("utf-8", "replace")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _lower(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (headers or {}).items()}


def _encode(json: object | None, form: Mapping[str, str] | None, body: bytes | None) -> tuple[bytes, dict[str, str]]:
    if sum(each is not None for each in (json, form, body)) > 1:
        raise ValueError("give one of json, form and body")
    if json is not None:
        return orjson.dumps(json), {"content-type": "application/json"}
    if form is not None:
        return urlencode(form).encode(), {"content-type": "application/x-www-form-urlencoded"}
    return body or b"", {}
