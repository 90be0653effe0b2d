"""The life of a laptop, played with real processes (Linux): all of Earshot frozen for 40 seconds while a public stream
goes on (``laptop``), a disk that fills up (``laptop:disk``, as root: a file system of 330 MB is mounted), and the pages
by this machine's own address in the network (``laptop:lan``). Prints what was said and counts what was kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from bench.installation import Up
from bench.memory import family
from bench.visitor import Visitor

FROZEN = 40.0
"""Seconds."""
A_SECOND = 20
PATIENCE = 240.0
"""Seconds in which something that was caused has to show."""
SMALL = 330
"""MB of the disk that fills up: listening rests below 200 MB."""


class Replayed:
    """A public stream that keeps what it told, and tells it again from a cursor, as Jetstream does. Every post says
    the word that the topic asks for, and its number."""

    def __init__(self) -> None:
        self.url, self.told = "", list[tuple[int, str]]()
        self._news = asyncio.Event()
        self._ready = threading.Event()
        self._ends = False
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._ready.wait(10)

    def end(self) -> None:
        """Nothing more is said."""
        self._ends = True

    async def _serve(self) -> None:
        async with serve(self._client, "127.0.0.1", 0, compression=None) as server:
            self.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/subscribe"
            self._ready.set()
            while not self._ends:
                now = time.time_ns() // 1000
                self.told.append((now, json.dumps(self._event(now))))
                await asyncio.sleep(1 / A_SECOND)
            await asyncio.Future()

    async def _client(self, client: ServerConnection) -> None:
        assert client.request is not None
        cursor = parse_qs(urlsplit(client.request.path).query).get("cursor", [""])[0]
        place = next((n for n, (at, _) in enumerate(self.told) if at >= int(cursor)), 0) if cursor else len(self.told)
        with suppress(ConnectionClosed):
            while True:
                for _, event in self.told[place:]:
                    await client.send(event)
                    place += 1
                await asyncio.sleep(0.05)

    def _event(self, now: int) -> dict[str, Any]:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        record = {"$type": "app.bsky.feed.post", "text": f"jelly {len(self.told)}", "createdAt": at, "langs": ["en"]}
        commit = {"rev": str(now), "operation": "create", "collection": "app.bsky.feed.post", "rkey": str(now)}
        return {
            "did": f"did:plc:stranger{now % 997}",
            "time_us": now,
            "kind": "commit",
            "commit": commit | {"cid": "bafyreib2rxk3rh6kzwq", "record": record},
        }


def asked(home: Path, question: str) -> list[tuple[Any, ...]]:
    """Rows of the home's database."""
    with sqlite3.connect(f"file:{home / 'earshot.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
        return database.execute(question).fetchall()


def kept(home: Path) -> tuple[int, int]:
    """How many posts there are, and how many different ones."""
    return asked(home, "select count(*), count(distinct canonical_id) from listening_post")[0]


def wait_for(what: str, holds: Any) -> float:
    """Seconds until it holds; says so."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"not in {PATIENCE:.0f} s: {what}")
        time.sleep(0.3)
    print(f"{what}: after {time.monotonic() - began:.1f} s", flush=True)
    return time.monotonic() - began


def listening(up: Up, stream: Replayed) -> Visitor:
    """A topic and the stream, by the pages' own forms."""
    up.until_page()
    up.until_link()
    visitor = Visitor(up.link)
    visitor.send("topics/add/", name="jelly", query="jelly")
    visitor.send("channels/add/bluesky/", **{"name": "Stream", "setting-jetstream": stream.url})
    return visitor


def said(page: str) -> list[str]:
    """What stands in the strips above a page."""
    found = re.findall(r'<div class="strip(?![^>]*hidden)[^>]*>(.*?)</div>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def freeze(home: Path) -> None:
    """Stop all of its processes at once, let them go on, and see what became of what was said meanwhile."""
    stream = Replayed()
    with Up(home) as up:
        visitor = listening(up, stream)
        wait_for("posts arrive", lambda: kept(home)[0] > A_SECOND)
        time.sleep(20)  # a channel notes now and then that it has contact
        all_of_it = family(up.process.pid)
        for pid in all_of_it:
            os.kill(pid, signal.SIGSTOP)
        before, told = kept(home)[0], len(stream.told)
        time.sleep(FROZEN)
        for pid in all_of_it:
            os.kill(pid, signal.SIGCONT)
        print(f"frozen for {FROZEN:.0f} s with {before:,} posts; {len(stream.told) - told:,} were said meanwhile")
        gaps = "select cause, (julianday(to_at) - julianday(from_at)) * 86400, filled from listening_gap"
        wait_for("the gap is noted", lambda: asked(home, gaps))
        wait_for("and filled", lambda: any(row[2] for row in asked(home, gaps)))
        print("gaps:", [(cause, f"{seconds:.0f} s", bool(filled)) for cause, seconds, filled in asked(home, gaps)])
        for line in said(visitor.open("")):
            print("my turn says:", line)
        stream.end()
        first = asked(home, "select min(cast(substr(text, 7) as integer)) from listening_postversion")[0][0]
        wanted = len(stream.told) - first
        wait_for("all that was said is stored", lambda: kept(home)[0] >= wanted)
        print(f"said since the first one heard: {wanted:,}; stored: {kept(home)[0]:,}; different: {kept(home)[1]:,}")


def disk(home: Path) -> None:
    """A disk that fills up until listening stops, and has room again."""
    home.mkdir(mode=0o700)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}m,mode=700", "earshot-small", str(home)], check=True)
    try:
        _fill(home)
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


def _fill(home: Path) -> None:
    stream = Replayed()
    with Up(home) as up:
        visitor = listening(up, stream)
        wait_for("posts arrive", lambda: kept(home)[0] > A_SECOND)
        ballast = home / "ballast"
        with suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        free = os.statvfs(home).f_bavail * os.statvfs(home).f_frsize
        print(f"full: {free / 1e6:.1f} MB are free", flush=True)
        wait_for("a page says so", lambda: said(visitor.open("")))
        for line in said(visitor.open("")):
            print("it says:", line)
        time.sleep(10)
        stands = kept(home)[0]
        time.sleep(5)
        print(f"listening rests: {kept(home)[0] - stands} posts in 5 s", flush=True)
        ballast.unlink()
        wait_for("no page says so any more", lambda: not said(visitor.open("")))
        stream.end()
        first = asked(home, "select min(cast(substr(text, 7) as integer)) from listening_postversion")[0][0]
        wanted = len(stream.told) - first
        wait_for("all that was said is stored", lambda: kept(home)[0] >= wanted)
        print(f"said since the first one heard: {wanted:,}; stored: {kept(home)[0]:,}; different: {kept(home)[1]:,}")
        print("check:", asked(home, "pragma quick_check")[0][0])


def lan(home: Path) -> None:
    """The pages by the address that a phone in the same network would take."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which way it would go
        mine = probe.getsockname()[0]
    for options, may in ((), False), (("--lan",), True):
        with Up(home, *options) as up:
            up.until_page()
            address = up.address.replace("127.0.0.1", mine)
            print(f"{' '.join(options) or 'plain'}: {address} {_answer(address)}; wanted: {'200' if may else 'nobody'}")


def _answer(address: str) -> str:
    try:
        with urllib.request.urlopen(f"{address}/accounts/login/", timeout=20) as answer:
            return str(answer.status)
    except OSError as error:
        return f"nobody ({error})"


if __name__ == "__main__":
    part = {"disk": disk, "lan": lan}.get(sys.argv[1] if len(sys.argv) > 1 else "", freeze)
    part(Path(os.environ["EARSHOT_HOME"]) / "home")
