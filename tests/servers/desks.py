"""Whose replies the drill sends: one account on one real server, somebody outside who asks, and what the server says of it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from earshot.connectors.mastodon.html import plain
from earshot.connectors.mastodon.server import About
from earshot.connectors.mastodon.statuses import author_of, post_of
from tests.servers.bluesky import BlueskyPerson
from tests.servers.mastodon import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """A post by somebody outside, as a channel stores it. ``native``: what an answer needs of the network's own."""

    canonical_id: str
    native: Mapping[str, object]
    name: str
    """What an answer on the server calls it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A post of ours, as the server has it. ``parent``: the ``name`` of what it answers, "" where it answers nothing."""

    text: str
    canonical_id: str
    parent: str


class Desk(ABC):
    """Where a drill writes. What it says of its server is asked by other means than the connector's."""

    kind: str
    server: str
    """What the fault proxy stands before."""
    write: str
    """A part of the path of the request that publishes."""

    @abstractmethod
    def channel(self, server: str) -> dict[str, str]:
        """Settings of our channel, with ``server`` in the place of the real one."""

    @property
    @abstractmethod
    def account(self) -> tuple[str, str, str]:
        """Ours: id, handle, name."""

    @property
    @abstractmethod
    def outside(self) -> tuple[str, str]:
        """Who asks: id, handle."""

    @abstractmethod
    def ask(self, text: str) -> Asked:
        """Somebody outside posts it."""

    @abstractmethod
    def standing(self) -> Iterator[Standing]:
        """Everything that our account has posted, as the server has it now."""


class BlueskyDesk(Desk):
    """An account on a data server."""

    kind = "bluesky"
    write = "putRecord"

    def __init__(self, us: BlueskyPerson, outside: BlueskyPerson) -> None:
        self._us, self._outside = us, outside
        self.server = us.pds

    def channel(self, server: str) -> dict[str, str]:
        return {"handle": self._us.handle, "app_password": self._us.app_password(), "service": server}

    @property
    def account(self) -> tuple[str, str, str]:
        return self._us.did, self._us.handle, ""

    @property
    def outside(self) -> tuple[str, str]:
        return self._outside.did, self._outside.handle

    def ask(self, text: str) -> Asked:
        post = self._outside.post(text)
        return Asked(post["uri"], {"cid": post["cid"]}, post["uri"])

    def standing(self) -> Iterator[Standing]:
        for record in self._us.records():
            post = record["value"]
            yield Standing(post["text"], record["uri"], post.get("reply", {}).get("parent", {}).get("uri", ""))


class MastodonDesk(Desk):
    """An account on a server of the Fediverse."""

    kind = "mastodon"
    write = "/api/v1/statuses"

    def __init__(self, us: Person, outside: Person) -> None:
        self._us, self._outside = us, outside
        self.server = us.url.replace("localhost", "127.0.0.1")
        self._about = About(urlsplit(us.url).netloc)

    def channel(self, server: str) -> dict[str, str]:
        return {"server": server, "token": self._us.token}

    @property
    def account(self) -> tuple[str, str, str]:
        return (*self._who(self._us), "")

    @property
    def outside(self) -> tuple[str, str]:
        return self._who(self._outside)

    def _who(self, person: Person) -> tuple[str, str]:
        author = author_of(person.call("GET", "/api/v1/accounts/verify_credentials"), self._about)
        return author.external_id, author.handle

    def ask(self, text: str) -> Asked:
        heard = post_of(self._outside.post(f"@{self._us.name} {text}"), self._about, addressed=True)
        assert heard is not None
        return Asked(heard.canonical_id, heard.native, str(heard.native["id"]))

    def standing(self) -> Iterator[Standing]:
        for status in self._every():
            text = re.sub(r"^(?:@\S+\s+)+", "", plain(status["content"])[0])
            yield Standing(text, str(status["uri"]), str(status["in_reply_to_id"] or ""))

    def _every(self) -> list[dict[str, Any]]:
        """All statuses of ours, page by page."""
        me = self._us.call("GET", "/api/v1/accounts/verify_credentials")["id"]
        found: dict[str, dict[str, Any]] = {}
        while True:
            before = {"max_id": min(found, key=lambda number: found[number]["created_at"])} if found else {}
            page = self._us.call("GET", f"/api/v1/accounts/{me}/statuses", params={"limit": 40, **before})
            fresh = {str(each["id"]): each for each in page if str(each["id"]) not in found}
            if not fresh:
                return list(found.values())
            found |= fresh
