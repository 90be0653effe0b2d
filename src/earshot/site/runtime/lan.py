"""Reached from the network: which addresses, that they have changed, and the square to point a phone's camera at."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from earshot.site.runtime.addresses import EVERYWHERE, urls

SERVES = "EARSHOT_SERVES"
"""Where this process serves pages, ``host:port``: set by ``earshot web`` for its own pages to tell."""
LOOK_EVERY = 10.0
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")


def note_serving(host: str, port: int) -> None:
    """Let the pages know where they are served."""
    os.environ[SERVES] = f"{host}:{port}"


def phone_urls() -> list[str]:
    """Addresses at which another device of this network reaches the pages now; none where they are served for this
    machine only."""
    host, _, port = os.environ.get(SERVES, "").rpartition(":")
    if not port.isdecimal() or host in ("", *LOOPBACK):
        return []
    return [url for url in urls(host, int(port)) if not is_loopback(url)]


def is_loopback(url: str) -> bool:
    """Whether an address reaches this machine only."""
    host = urlsplit(url).hostname or ""
    return host in LOOPBACK or host.startswith("127.")


def square(url: str) -> str:
    """The address as a QR code for a page: an ``<svg>`` without style attributes, dark on light in either theme."""
    import segno

    return str(segno.make(url, micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff", title=url))


def square_lines(url: str) -> list[str]:
    """The same for a terminal that knows block characters."""
    import segno

    out = io.StringIO()
    segno.make(url, micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n").split("\n")


class Addresses:
    """Tells when the addresses of this machine change. :meth:`look` may be called as often as one likes."""

    def __init__(
        self,
        host: str,
        port: int,
        say: Callable[[str], None],
        found: Callable[[str, int], list[str]] = urls,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host, self._port = host, port
        self._say, self._found, self._now = say, found, now
        self._known: list[str] | None = None
        self._looked = 0.0

    def look(self) -> None:
        """Every ten seconds, where the pages are served to the network."""
        now = self._now()
        if self._host != EVERYWHERE or (self._known is not None and now - self._looked < LOOK_EVERY):
            return
        self._looked = now
        found = self._found(self._host, self._port)
        if self._known is not None and set(found) != set(self._known):
            self._tell(found)
        self._known = found

    def _tell(self, found: list[str]) -> None:
        there = [url for url in found if not is_loopback(url)]
        self._say("")
        if not there:
            self._say("This machine has left its network: the pages can be reached from here only.")
            self._say(f"  Open      {found[0]}")
            return
        self._say("The addresses of this machine have changed. The pages are now at")
        for url in there:
            self._say(f"            {url}")
