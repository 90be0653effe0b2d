"""The guard: resolves a name once, checks every address it leads to, and lets connections go only to those.

A name is never resolved again between the check and the connection, so a server of names that answers differently the
second time (DNS rebinding) gains nothing: the socket is opened to the very address that was checked, while TLS (SNI,
certificate) and the Host header keep the name.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpcore
import httpx

from earshot.adapters.http.addresses import why_not
from earshot.adapters.http.reasons import why
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say
from earshot.ports.http import HttpFailed, HttpRefused

Opened = TypeVar("Opened")
ALLOW_VARIABLE = "EARSHOT_ALLOW_HOSTS"

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of (host, port), as text, in the order to try them. Raises OSError where there are none."""
OpenSocket = Callable[[str, int], Awaitable[socket.socket]]
"""A connected, non-blocking socket to (address, port)."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The system's own resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def open_socket(address: str, port: int) -> socket.socket:
    """A TCP connection to ``address``, which is a number: nothing is resolved here."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setblocking(False)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(opened, (address, port))
    except BaseException:
        opened.close()
        raise
    return opened


@dataclass(frozen=True, slots=True)
class AllowList:
    """A company's own hosts, which may have private addresses: (host, port), where port None means any."""

    entries: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def read(cls, text: str) -> AllowList:
        """From ``host`` and ``host:port``, comma-separated; IPv6 addresses in brackets, as in an address of the web.

        Raises:
            BadInput: an entry is neither.
        """
        return cls(frozenset(_entry(entry.strip()) for entry in text.split(",") if entry.strip()))

    def has(self, host: str, port: int) -> bool:
        """Whether this host (as it goes over the wire: ASCII) is one of the company's own."""
        name = host.lower()
        return (name, None) in self.entries or (name, port) in self.entries


def _entry(text: str) -> tuple[str, int | None]:
    try:
        address = httpx.URL(f"tcp://{text}")
    except (httpx.InvalidURL, UnicodeError):
        address = httpx.URL("")
    host = address.raw_host.decode("ascii").lower()
    if not host or "%" in host or address.userinfo or address.raw_path not in (b"", b"/"):
        raise BadInput(
            say("%(variable)s: %(entry)s is neither a host nor host:port.", variable=ALLOW_VARIABLE, entry=text),
            say("Write it like %(example)s", example="chat.example.org:8443"),
        )
    return host, address.port


@dataclass(frozen=True, slots=True)
class Guard:
    """Says to which addresses a connection to a host may go."""

    allow: AllowList = AllowList()
    resolver: Resolver = resolve

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Every address of the host, all of them checked.

        Raises:
            HttpRefused: one of them is not public and the host is not on the allow-list.
            HttpFailed: the name leads nowhere.
        """
        try:
            found = await self.resolver(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that cannot be a name
            raise HttpFailed(
                say("There is no address for %(host)s: %(why)s.", host=host, why=why(error)), sent=False
            ) from error
        if not found:
            raise HttpFailed(say("There is no address for %(host)s.", host=host), sent=False)
        if not self.allow.has(host, port):
            _check(host, port, found)
        return found


def _check(host: str, port: int, found: Iterable[str]) -> None:
    # All of them, not only the one to be used: a mixed answer is the mark of an attack, never of an honest site.
    for address in found:
        reason = why_not(address)
        if reason:
            entry = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            raise HttpRefused(
                say(
                    "%(host)s leads to %(address)s (%(reason)s), which is not on the public Internet. "
                    "If this is your own server, start Earshot with %(setting)s",
                    host=host,
                    address=address,
                    reason=say(reason),
                    setting=f"{ALLOW_VARIABLE}={entry}",
                )
            )


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """What httpcore opens its connections with: the guard first, then the inner backend with a checked number."""

    def __init__(self, guard: Guard, inner: httpcore.AsyncNetworkBackend) -> None:
        self._guard = guard
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        async def connect(address: str, port: int) -> httpcore.AsyncNetworkStream:
            return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

        return await first_that_opens(connect, await self._guard.addresses(host, port), port)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise HttpRefused(say("Sockets of this machine are not opened."))

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


PATIENCE = 4.0
"""Seconds that an address may take to accept while there is another one to try."""


async def first_that_opens(
    connect: Callable[[str, int], Awaitable[Opened]], addresses: Sequence[str], port: int
) -> Opened:
    """The first address that accepts a connection; the last one's error where none does."""
    *others, last = addresses
    for address in others:
        try:
            async with asyncio.timeout(PATIENCE):
                return await connect(address, port)
        except (OSError, httpcore.ConnectError, httpcore.ConnectTimeout):  # TimeoutError is an OSError
            continue
    return await connect(last, port)
