"""Somebody without a browser: signs in, opens pages, sends forms, and follows the event stream of a page."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WORKSPACE = re.compile(r"https?://[^/]+/w/[-\w]+/")
STREAM = re.compile(r'data-live="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the stream: what happened, and to which row."""

    kind: str
    ref: int


class Visitor:
    """Signed in by a one-time link. ``home`` is the address of the workspace, with a slash at its end."""

    def __init__(self, link: str) -> None:
        jar = http.cookiejar.CookieJar()
        # Without the machine's proxy: everything here is on loopback.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )
        form = {"csrfmiddlewaretoken": self._token(link)}
        with self._opener.open(link, urllib.parse.urlencode(form).encode(), timeout=60) as answer:
            found = WORKSPACE.match(answer.geturl())
        if found is None:
            raise SystemExit(f"signing in leads to {answer.geturl()}, into no workspace")
        self.home = found[0]

    def open(self, path: str) -> str:
        """The page at ``path`` below the workspace."""
        return self._read(self.home + path)

    def send(self, path: str, **fields: str) -> None:
        """Fill in and send the form of a page."""
        fields["csrfmiddlewaretoken"] = self._token(self.home + path)
        data = urllib.parse.urlencode(fields).encode()
        with self._opener.open(self.home + path, data, timeout=60) as answer:
            answer.read()

    def follow(self, path: str, silence: float = 60.0) -> Iterator[Told]:
        """The events of an open page, from what the page shows on. Begins to listen at once.

        Raises:
            TimeoutError: nothing at all was sent for ``silence`` seconds.
        """
        found = STREAM.search(self.open(path))
        if found is None:
            raise SystemExit(f"the page {path} follows no events")
        address = urllib.parse.urljoin(self.home, found[1].replace("&amp;", "&"))
        answer = self._opener.open(address, timeout=silence)
        if answer.status != 200:
            raise SystemExit(f"the event stream answers {answer.status}")
        return self._events(answer)

    @staticmethod
    def _events(lines: Iterator[bytes]) -> Iterator[Told]:
        for line in lines:
            if line.startswith(b"data: "):
                data = json.loads(line[len(b"data: ") :])
                yield Told(data.get("kind", ""), data.get("ref", 0))

    def _read(self, address: str) -> str:
        with self._opener.open(address, timeout=60) as answer:
            return str(answer.read().decode())

    def _token(self, address: str) -> str:
        found = TOKEN.search(self._read(address))
        if found is None:
            raise SystemExit(f"the page {address} has no form")
        return found[1]
