"""Bluesky's own network on loopback, and people who write there.

``BlueskyNetwork()`` is the whole network (directory, data server, AppView with notifications and threads; needs
PostgreSQL and Redis, which it starts itself); ``BlueskyNetwork(appview=False)`` is directory and data server only.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tests.servers.node import npm_ci
from tests.servers.postgres import Postgres
from tests.servers.processes import Child, free_port
from tests.servers.redis import Redis

PROJECT = Path(__file__).with_name("bluesky_network")
POSTS = "app.bsky.feed.post"


class BlueskyNetwork:
    """A running network. ``pds``, ``plc`` and ``appview`` (empty without one) are addresses."""

    def __init__(self, *, appview: bool = True) -> None:
        with ExitStack() as stack:
            node, folder = npm_ci(PROJECT, "bluesky")
            self._folder = Path(tempfile.mkdtemp(prefix="earshot-bluesky-"))
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            env = {"NODE_ENV": "test", "TMPDIR": str(self._folder), **_ports()}
            if appview:
                env |= self._stores(stack)
            script = shutil.copy(PROJECT / "network.mjs", folder / "network.mjs")
            self._child = Child([node.node, script], self._folder / "log", cwd=folder, env=env)
            stack.callback(self._child.stop)
            self._child.wait_until(lambda: bool(self._child.said("READY ")), 120)
            self._stack = stack.pop_all()
        addresses = json.loads(self._child.said("READY ").removeprefix("READY "))
        self.pds: str = addresses["pds"]
        self.plc: str = addresses["plc"]
        self.appview: str = addresses["appview"]
        self._made = 0

    def _stores(self, stack: ExitStack) -> dict[str, str]:
        postgres, redis = Postgres(), Redis()
        stack.callback(postgres.stop)
        stack.callback(redis.stop)
        return {"DB_POSTGRES_URL": postgres.url, "REDIS_HOST": redis.address}

    def log(self) -> str:
        """The end of the network's log."""
        return self._child.tail()

    def process_group(self) -> int:
        """The process group that everything of Node.js here belongs to."""
        return self._child.process.pid

    def stop(self) -> None:
        self._stack.close()

    def __enter__(self) -> BlueskyNetwork:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def person(self, name: str = "") -> BlueskyPerson:
        """A new account, signed in. Without a name it gets one of its own."""
        self._made += 1
        handle = f"{name or 'person'}{'' if name else self._made}.test"
        password = f"{handle}-password"
        account = {"handle": handle, "email": f"{handle}@mail.test", "password": password}
        answer = httpx.post(
            f"{self.pds}/xrpc/com.atproto.server.createAccount", json=account, timeout=30, trust_env=False
        )
        answer.raise_for_status()
        session = answer.json()
        return BlueskyPerson(self.pds, session["did"], handle, password, session["accessJwt"])


def _ports() -> dict[str, str]:
    ports = {name: str(free_port()) for name in ("PLC_PORT", "PDS_PORT", "APPVIEW_PORT")}
    assert len(set(ports.values())) == len(ports)
    return ports


@dataclass(frozen=True, slots=True)
class BlueskyPerson:
    """Somebody with an account, acting by the plainest means: what the server says is the truth of a test."""

    pds: str
    did: str
    handle: str
    password: str
    token: str

    def call(self, method: str, *, params: Mapping[str, Any] | None = None, data: object = None) -> Any:
        """One XRPC call: a procedure where ``data`` is given, else a query. Raises for every error status."""
        url, headers = f"{self.pds}/xrpc/{method}", {"authorization": f"Bearer {self.token}"}
        with httpx.Client(timeout=30, trust_env=False, headers=headers) as client:
            answer = client.get(url, params=params) if data is None else client.post(url, json=data)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def post(self, text: str, **more: object) -> dict[str, str]:
        """Write a post; its ``uri`` and ``cid``. ``more``: further fields of the record."""
        record = {"$type": POSTS, "text": text, "createdAt": _now(), "langs": ["en"], **more}
        made = self.call(
            "com.atproto.repo.createRecord", data={"repo": self.did, "collection": POSTS, "record": record}
        )
        return {"uri": made["uri"], "cid": made["cid"]}

    def reply(
        self, text: str, parent: Mapping[str, str], root: Mapping[str, str] | None = None, **more: object
    ) -> dict[str, str]:
        """Answer a post (``uri`` and ``cid``)."""
        return self.post(text, reply=reply_to(parent, root), **more)

    def mention(self, text: str, other: BlueskyPerson, **more: object) -> dict[str, str]:
        """Write a post that begins by addressing ``other``."""
        return self.post(f"@{other.handle} {text}", facets=[_addressing(other)], **more)

    def edit(self, uri: str, text: str) -> None:
        """Put another text in the place of a post."""
        rkey = uri.rsplit("/", 1)[1]
        record = {"$type": POSTS, "text": text, "createdAt": _now()}
        self.call(
            "com.atproto.repo.putRecord", data={"repo": self.did, "collection": POSTS, "rkey": rkey, "record": record}
        )

    def delete(self, uri: str) -> None:
        where = {"repo": self.did, "collection": POSTS, "rkey": uri.rsplit("/", 1)[1]}
        self.call("com.atproto.repo.deleteRecord", data=where)

    def records(self) -> list[dict[str, Any]]:
        """Everything this person's account holds in posts, newest first, as the server has it."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            params = {"repo": self.did, "collection": POSTS, "limit": "100", **({"cursor": cursor} if cursor else {})}
            page = self.call("com.atproto.repo.listRecords", params=params)
            found += page["records"]
            cursor = page.get("cursor", "")
            if not cursor or not page["records"]:
                return found

    def standing(self, text: str) -> list[dict[str, Any]]:
        """This person's posts that say exactly ``text``."""
        return [record for record in self.records() if record["value"]["text"] == text]

    def app_password(self, name: str = "earshot") -> str:
        """A new app password: what a channel signs in with."""
        return str(self.call("com.atproto.server.createAppPassword", data={"name": name})["password"])


def reply_to(parent: Mapping[str, str], root: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
    """The field of a record that makes it an answer."""
    return {"root": dict(root or parent), "parent": dict(parent)}


def _addressing(other: BlueskyPerson) -> dict[str, object]:
    """The facet of a text that begins with @handle."""
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": other.did}
    return {"index": {"byteStart": 0, "byteEnd": len(f"@{other.handle}")}, "features": [feature]}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
