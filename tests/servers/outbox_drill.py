"""Kills the work process again and again while it publishes to a real server, and then asks the server."""

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
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from earshot.features.delivery.crashpoints import POINTS
from tests.servers.desks import Desk
from tests.servers.fault_proxy import Fault, FaultProxy, cut_answer, delay, delay_answer, drop, hang, lose_answer
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
"""Replies let go of before each kill."""
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
    states: dict[str, str] = field(default_factory=dict)
    """Text -> state of its publication."""
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
        return told


class Drill:
    """One home, one desk, one proxy before its server."""

    def __init__(self, name: str, desk: Desk, replies: int) -> None:
        self._desk = desk
        self._home = Path(tempfile.mkdtemp(prefix=f"earshot-{name}-"))
        self._proxy = FaultProxy(desk.server)
        self._texts = [f"{name}: reply {number}" for number in range(replies)]
        self._kills: Counter[str] = Counter()
        self._env = {
            "EARSHOT_HOME": str(self._home),
            "EARSHOT_ALLOW_HOSTS": "127.0.0.1,localhost",
            "EARSHOT_LOG": "INFO",
        }

    def run(self, program: Sequence[str], kills: int) -> Verdict:
        """Seed, kill so many times, let a last process finish, ask the server."""
        with self._proxy:
            self._seed()
            for number in range(kills):
                self._let_go(A_ROUND)
                self._die(program, number)
            self._let_go(len(self._texts))
            self._proxy.clear()
            self._finish(program)
        verdict = self._verdict()
        if not verdict.wrong:  # else what happened can be read there
            shutil.rmtree(self._home)
        return verdict

    def _seed(self) -> None:
        asked = [self._desk.ask(f"question {text}") for text in self._texts]
        wanted = {
            "kind": self._desk.kind,
            "channel": self._desk.channel(self._proxy.url),
            "account": self._desk.account,
            "outside": self._desk.outside,
            "posts": [{"canonical_id": post.canonical_id, "native": dict(post.native)} for post in asked],
            "replies": self._texts,
        }
        subprocess.run(
            [sys.executable, "-m", "tests.servers.outbox_home"],
            cwd=ROOT,
            env={**os.environ, **self._env},
            input=json.dumps(wanted),
            text=True,
            check=True,
        )

    def _let_go(self, count: int) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        with closing(self._open()) as database, database:
            database.execute(
                "UPDATE delivery_publication SET state = 'queued', finished_at = NULL, due_at = ?, not_before = ?"
                " WHERE id IN (SELECT id FROM delivery_publication WHERE state = 'taken_back' ORDER BY id LIMIT ?)",
                (now, now, count),
            )

    def _die(self, program: Sequence[str], number: int) -> None:
        """One life: it ends at the place of its turn, the proxy misbehaving as is its turn."""
        place, fault = POINTS[number % len(POINTS)], FAULTS[(number + number // len(POINTS)) % len(FAULTS)]
        self._proxy.clear()
        if fault is not None:
            self._proxy.fault(fault, path=self._desk.write, times=2)
        crash = {
            "EARSHOT_CRASH_AT": f"{place}:{1 + number // 3 % 2}",
            "EARSHOT_CRASH_AFTER_MS": str((10, 60, 250, 600)[number % 4]),
        }
        life = self._start(program, f"{number:02d}-{place}.log", crash)
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
        for text, canonical_id in self._desk.standing():
            verdict.standing[text] += 1
            verdict.uris.setdefault(text, []).append(canonical_id)
        with closing(self._open()) as database:
            for text, state, receipt in database.execute("SELECT text, state, canonical_id FROM delivery_publication"):
                verdict.states[text], verdict.receipts[text] = state, receipt
        return verdict

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._home / "earshot.sqlite3", timeout=20)
