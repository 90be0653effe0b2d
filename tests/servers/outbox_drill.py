"""Kills the work process again and again while it publishes to a real server, and then asks the server.

The replies are sent as people send them: by the composer of the page, one conversation after the other, while the work
process lives and dies. Each waits out its ten seconds of undo, so they are written some rounds ahead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from earshot.features.delivery.crashpoints import POINTS
from tests.servers.desks import Desk
from tests.servers.fault_proxy import Fault, FaultProxy, cut_answer, delay, delay_answer, drop, hang, lose_answer
from tests.servers.pages import Pages
from tests.servers.processes import ROOT, Child

FAULTS: tuple[Fault | None, ...] = (
    None,
    delay_answer(1.0),
    lose_answer(),
    delay(0.7),
    cut_answer(),
    delay(5.0),
    drop(),
    hang(3.0, after=True),
)
"""Slow, lost, cut, late (the request arrives when its sender is long dead), never arrived, never answered."""
A_ROUND = 3
"""Replies written for each kill."""
AHEAD = 3
"""Rounds by which they are written before their kill: lives are shorter than the seconds of undo."""
LONGEST_LIFE = 40.0
"""Seconds after which a process that has not come by its place is killed from outside."""
FINISH = 240.0
"""Seconds for what was left: an answer that was lost is looked up after the network's settle time."""

GOOD = ("-m", "earshot", "work")
BLIND = ("-m", "tests.servers.blind_work")


@dataclass
class Verdict:
    """What the server and the database say in the end."""

    standing: Counter[str] = field(default_factory=Counter)
    """Text -> how many posts say it on the server."""
    asked: dict[str, str] = field(default_factory=dict)
    """Text -> what the server calls the question that it answers."""
    parents: dict[str, set[str]] = field(default_factory=dict)
    """Text -> what it answers on the server."""
    states: dict[str, str] = field(default_factory=dict)
    """Text -> state of its publication."""
    pressed: int = 0
    """How often somebody pressed Send, by the audit trail."""
    receipts: dict[str, str] = field(default_factory=dict)
    """Text -> canonical id that the database believes in."""
    uris: dict[str, list[str]] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    """Place -> how often the process died there; "outside" for those killed from outside."""

    @property
    def wrong(self) -> list[str]:
        """Everything that must not be, in words."""
        told: list[str] = []
        for text, state in self.states.items():
            count = self.standing[text]
            if count > 1:
                told.append(f"{text!r} stands {count} times")
            if (state == "sent") != (count == 1):
                told.append(f"{text!r} is {state} and stands {count} times")
            if state == "sent" and self.receipts[text] not in self.uris.get(text, []):
                told.append(f"{text!r} is sent as {self.receipts[text]}, which is not there")
            if count and self.parents[text] != {self.asked[text]}:
                told.append(f"{text!r} answers {self.parents[text]}, and was written under {self.asked[text]}")
        return told


class Drill:
    """One home, one desk, one proxy before its server."""

    def __init__(self, name: str, desk: Desk, replies: int) -> None:
        self._desk = desk
        self._home = Path(tempfile.mkdtemp(prefix=f"earshot-{name}-"))
        self._proxy = FaultProxy(desk.server)
        self._replies = [f"{name}: reply {number}" for number in range(replies)]
        self._asked = [desk.ask(f"question {text}") for text in self._replies]
        self._kills: Counter[str] = Counter()
        self._env = {
            "EARSHOT_HOME": str(self._home),
            "EARSHOT_ALLOW_HOSTS": "127.0.0.1,localhost",
            "EARSHOT_LOG": "INFO",
        }

    def run(self, program: Sequence[str], kills: int) -> Verdict:
        """Seed, kill so many times, let a last process finish, ask the server."""
        with self._proxy, self._written() as written:
            write(written, AHEAD * A_ROUND)
            for number in range(kills):
                self._die(program, number, written)
            write(written, len(self._replies))
            self._proxy.clear()
            self._finish(program)
        verdict = self._verdict()
        if not verdict.wrong:  # else what happened can be read there
            shutil.rmtree(self._home)
        return verdict

    @contextmanager
    def _written(self) -> Iterator[Iterator[None]]:
        """The pages, and somebody there: each ``next`` writes one more reply and presses Send."""
        places = self._seed()
        pages = Pages(self._home, self._env)
        try:
            pages.sign_in(places["link"])
            yield self._answers(pages, places["conversations"])
        finally:
            pages.stop()

    def _answers(self, pages: Pages, conversations: Sequence[str]) -> Iterator[None]:
        for place, text in zip(conversations, self._replies, strict=True):
            pages.reply(place, text)
            yield

    def _seed(self) -> dict[str, Any]:
        """Where to sign in, and where each question is answered."""
        wanted = {
            "kind": self._desk.kind,
            "channel": self._desk.channel(self._proxy.url),
            "account": self._desk.account,
            "outside": self._desk.outside,
            "posts": [{"canonical_id": post.canonical_id, "native": dict(post.native)} for post in self._asked],
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.servers.outbox_home"],
            cwd=ROOT,
            env={**os.environ, **self._env},
            input=json.dumps(wanted),
            text=True,
            check=True,
            stdout=subprocess.PIPE,
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def _die(self, program: Sequence[str], number: int, written: Iterator[None]) -> None:
        """One life: it ends at the place of its turn, the proxy misbehaving as is its turn, and meanwhile somebody
        writes for a later one."""
        place, fault = POINTS[number % len(POINTS)], FAULTS[(number + number // len(POINTS)) % len(FAULTS)]
        self._proxy.clear()
        if fault is not None:
            self._proxy.fault(fault, path=self._desk.write, times=2)
        crash = {
            "EARSHOT_CRASH_AT": f"{place}:{1 + number // 3 % 2}",
            "EARSHOT_CRASH_AFTER_MS": str((10, 60, 250, 600)[number % 4]),
        }
        life = self._start(program, f"{number:02d}-{place}.log", crash)
        write(written, A_ROUND)
        try:
            code = life.process.wait(LONGEST_LIFE)
        except subprocess.TimeoutExpired:
            life.process.send_signal(signal.SIGKILL)
            life.process.wait()
            self._kills["outside"] += 1
            return
        assert code == -signal.SIGKILL, f"the work process ended with {code}:\n{life.tail()}"
        self._kills[place] += 1

    def _finish(self, program: Sequence[str]) -> None:
        life = self._start(program, "last.log", {})
        end = time.monotonic() + FINISH
        while self._under_way() and time.monotonic() < end:
            assert life.process.poll() is None, life.tail()
            time.sleep(0.2)
        life.stop()

    def _start(self, program: Sequence[str], log: str, env: dict[str, str]) -> Child:
        return Child([sys.executable, *program], self._home / "lives" / log, cwd=ROOT, env={**self._env, **env})

    def _under_way(self) -> int:
        with closing(self._open()) as database:
            return int(
                database.execute(
                    "SELECT count(*) FROM delivery_publication WHERE state IN ('queued', 'claimed', 'unknown')"
                ).fetchone()[0]
            )

    def _verdict(self) -> Verdict:
        verdict = Verdict(kills=self._kills)
        verdict.asked = {text: asked.name for text, asked in zip(self._replies, self._asked, strict=True)}
        for post in self._desk.standing():
            verdict.standing[post.text] += 1
            verdict.uris.setdefault(post.text, []).append(post.canonical_id)
            verdict.parents.setdefault(post.text, set()).add(post.parent)
        with closing(self._open()) as database:
            for text, state, receipt in database.execute("SELECT text, state, canonical_id FROM delivery_publication"):
                verdict.states[text], verdict.receipts[text] = state, receipt
            verdict.pressed = asked_number(database, "SELECT count(*) FROM audit_entry WHERE verb = 'reply.send'")
        return verdict

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._home / "earshot.sqlite3", timeout=20)


def write(written: Iterator[None], count: int) -> None:
    """The next ``count`` replies, or all that are left."""
    for _ in islice(written, count):
        pass


def asked_number(database: sqlite3.Connection, query: str) -> int:
    return int(database.execute(query).fetchone()[0])
