"""A server with Mastodon's client interface that refuses: one account, a few mentions, and what becomes of a reply is in
the reply's own words.

It runs in threads of the test's process. ``status``: what it answers to everything; 200 for as it should be.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.servers.loopback import Loopback

REFUSED, LOST, PAUSED = "refuse", "lose", "pause"
"""Words of a reply that it refuses, whose answer it loses, or for which it asks to wait an hour."""


class Surly(Loopback):
    """``with Surly() as server: server.ask("?"); server.url``."""

    def __init__(self) -> None:
        self.status = 200
        self._asked: list[dict[str, Any]] = []
        super().__init__(self._handler())

    def ask(self, text: str) -> None:
        """Somebody mentions our account."""
        number, at = str(len(self._asked) + 1), datetime.now(UTC).isoformat()
        asked: dict[str, Any] = {
            "id": number,
            "uri": f"{self.url}/s/{number}",
            "url": f"{self.url}/s/{number}",
            "created_at": at,
        }
        asked |= {"content": f"<p>@brand {text}</p>", "visibility": "public", "account": self._person("guest")}
        self._asked.insert(0, {"id": number, "type": "mention", "created_at": at, "status": asked})

    def _person(self, name: str) -> dict[str, str]:
        return {
            "id": name,
            "acct": name,
            "display_name": name,
            "uri": f"{self.url}/{name}",
            "url": f"{self.url}/{name}",
        }

    def _told(self, path: str) -> object:
        """What a look brings; None for what is not there."""
        place, _, query = path.partition("?")
        if place == "/api/v2/instance":
            return {"domain": self.url.removeprefix("http://"), "version": "2.7.2 (compatible; Surly)"}
        if place == "/api/v1/accounts/verify_credentials":
            return self._person("brand")
        if place == "/api/v1/notifications":
            return [] if "max_id" in query else self._asked
        return {"ancestors": [], "descendants": []} if place.endswith("/context") else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                told = server._told(self.path)
                if server.status != 200:
                    self._answer(server.status, {"error": "The access token was revoked"})
                elif told is None:
                    # Whether a lost reply stands there it does not tell, either.
                    self._answer(503 if self.path.partition("?")[0].endswith("/statuses") else 404, {})
                else:
                    self._answer(200, told)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
                if LOST in body:
                    self.close_connection = True  # without a word
                elif PAUSED in body:
                    self._answer(429, {"error": "Throttled"}, {"Retry-After": "3600"})
                else:
                    self._answer(422, {"error": "Text is a duplicate of an earlier post"})

            def _answer(self, status: int, content: object, more: dict[str, str] | None = None) -> None:
                raw = json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **(more or {})}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
