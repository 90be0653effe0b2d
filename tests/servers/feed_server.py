"""A site with feeds: real sockets on loopback, conditional requests as real servers answer them, and every bad habit.

It runs in threads of the test's process. ``put`` serves a document, ``answer`` anything else; ``asked`` tells every
request with its headers (lower-case names).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler

from tests.servers.loopback import Loopback

ATOM = "application/atom+xml; charset=utf-8"
Answer = Callable[[BaseHTTPRequestHandler], None]
"""Writes a whole answer by itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Served:
    """A document and when it last changed."""

    body: bytes
    kind: str
    headers: Mapping[str, str] = field(default_factory=dict)
    changed: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'


class FeedServer(Loopback):
    """``with FeedServer() as site: site.put("/feed", body); site.url + "/feed"``."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._pages: dict[str, Served | Answer] = {}
        super().__init__(self._handler())

    def of(self, path: str) -> list[Asked]:
        """The requests for ``path``."""
        return [asked for asked in self.asked if asked.path == path]

    def put(self, path: str, body: str | bytes, kind: str = ATOM, **headers: str) -> str:
        """Serve a document; its whole address."""
        content = body.encode() if isinstance(body, str) else body
        self._pages[path] = Served(content, kind, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url + path

    def answer(self, path: str, answer: Answer) -> str:
        """Serve whatever ``answer`` writes; its whole address."""
        self._pages[path] = answer
        return self.url + path

    def status(self, path: str, status: int, **headers: str) -> str:
        """Answer with a bare status; the whole address."""

        def write(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        return self.answer(path, write)

    def take_away(self, path: str) -> None:
        del self._pages[path]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
                page = site._pages.get(self.path)
                try:
                    if isinstance(page, Served):
                        _serve(self, page)
                    elif page is not None:
                        page(self)
                    else:
                        self.send_response(404)
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                except (BrokenPipeError, ConnectionResetError):  # the client had enough
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _serve(handler: BaseHTTPRequestHandler, page: Served) -> None:
    """As servers do: an ETag outweighs a date; a 304 has no body."""
    since = handler.headers.get("If-Modified-Since", "")
    stamp = format_datetime(page.changed, usegmt=True)
    told = handler.headers.get("If-None-Match")
    same = page.etag in told if told is not None else since == stamp
    handler.send_response(304 if same else 200)
    for name, value in {"ETag": page.etag, "Last-Modified": stamp, **page.headers}.items():
        handler.send_header(name, value)
    if not same:
        handler.send_header("Content-Type", page.kind)
        handler.send_header("Content-Length", str(len(page.body)))
    handler.end_headers()
    if not same:
        handler.wfile.write(page.body)


@dataclass(slots=True)
class Entry:
    text: str
    at: datetime
    answers: str = ""


class Board:
    """A forum's feed that people write on: Atom with threads (RFC 4685), newest first."""

    def __init__(self, site: FeedServer, path: str = "/board") -> None:
        self._site, self._path = site, path
        self._entries: dict[str, Entry] = {}
        self._count = 0
        self._serve()

    @property
    def address(self) -> str:
        return self._site.url + self._path

    def say(self, text: str, answers: str = "") -> str:
        """Write an entry; its id."""
        self._count += 1
        name = f"tag:board.test,2026:{self._count}"
        self._entries[name] = Entry(text, datetime.now(UTC), answers)
        self._serve()
        return name

    def edit(self, name: str, text: str) -> None:
        self._entries[name].text = text
        self._serve()

    def unsay(self, name: str) -> None:
        del self._entries[name]
        self._serve()

    def _serve(self) -> None:
        entries = "".join(self._entry(name, entry) for name, entry in reversed(self._entries.items()))
        self._site.put(
            self._path,
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Board</title><id>tag:board.test,2026:board</id>'
            f"<updated>{datetime.now(UTC).isoformat()}</updated>{entries}</feed>",
        )

    def _entry(self, name: str, entry: Entry) -> str:
        answers = f'<thr:in-reply-to ref="{escape(entry.answers)}"/>' if entry.answers else ""
        return (
            f"<entry><id>{name}</id><title>A note</title><published>{entry.at.isoformat()}</published>{answers}"
            f"<updated>{datetime.now(UTC).isoformat()}</updated><author><name>guest</name></author>"
            f'<content type="html">&lt;p&gt;{escape(escape(entry.text))}&lt;/p&gt;</content></entry>'
        )
