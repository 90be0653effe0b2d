"""Kills the work process at every place between the writing of a notice and the note that it was sent.

A real SMTP server on loopback says when: it kills the process while it holds its letters before they are said, when a
letter has arrived and is not acknowledged yet, and when it is acknowledged and not noted yet. A claim holds for two
minutes; here they are said to have passed.
"""

from __future__ import annotations

import asyncio
import email
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from earshot.site.runtime.notices import AT_ONCE
from tests.servers.processes import ROOT, Child, free_port

pytestmark = pytest.mark.whole

PEOPLE = AT_ONCE + 1
"""One more than are carried at the same time: one parcel is put up and not claimed while the others are held."""
PATIENCE = 40.0
"""Seconds for one life."""


def nothing() -> None:
    """What happens at a place where nobody is killed."""


@dataclass
class PostOffice:
    """Takes letters; holds them before they are said while ``holding``; calls what a life wants called on the way."""

    letters: list[EmailMessage] = field(default_factory=list)
    held: int = 0
    holding: bool = False
    arrived: Callable[[], None] = nothing
    parted: Callable[[], None] = nothing

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.held += self.holding
        while self.holding:  # noqa: ASYNC110  # the test sets it from another thread
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))
        self.arrived()
        return "250 OK"

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:
        self.parted()
        return "221 Bye"

    def wants(
        self, *, holding: bool = False, arrived: Callable[[], None] = nothing, parted: Callable[[], None] = nothing
    ) -> None:
        """What the next life wants."""
        self.holding, self.arrived, self.parted = holding, arrived, parted

    def keys(self) -> dict[str, Counter[str]]:
        """Recipient -> how often each Message-ID came."""
        found: dict[str, Counter[str]] = {}
        for letter in self.letters:
            found.setdefault(str(letter["To"]), Counter())[str(letter["Message-ID"])] += 1
        return found


@dataclass
class Desk:
    """A home with notices that were written by a process that died at once, and its mail server."""

    home: Path
    post: PostOffice
    port: int

    @property
    def env(self) -> dict[str, str]:
        mail = f"smtp://127.0.0.1:{self.port}?tls=none&from=earshot@kills.test"
        return {"EARSHOT_HOME": str(self.home), "EARSHOT_SMTP": mail, "EARSHOT_LOG": "INFO"}

    def live(self, name: str) -> Child:
        """A work process. What an earlier one had claimed counts as two minutes old."""
        now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"  # with six decimals, as the framework writes and compares it
        self._ask(f"UPDATE notices_parcel SET next_at = {now} WHERE state = 'queued'")
        command = [sys.executable, "-m", "earshot", "work"]
        return Child(command, self.home / "lives" / f"{name}.log", cwd=ROOT, env=self.env)

    def parcels(self) -> list[tuple[str, int]]:
        """State and attempts of each."""
        return self._ask("SELECT state, attempts FROM notices_parcel ORDER BY id")

    def noted(self) -> int:
        """How many are noted as sent."""
        return sum(state == "sent" for state, _ in self.parcels())

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "earshot.sqlite3", timeout=20)) as database:
            rows = database.execute(sql).fetchall()
            database.commit()
        return rows


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    post = PostOffice()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    desk = Desk(tmp_path / "home", post, controller.port)
    desk.home.mkdir(mode=0o700)
    seeded = subprocess.run(
        [sys.executable, "-m", "tests.servers.notices_home", str(PEOPLE)], cwd=ROOT, env={**os.environ, **desk.env}
    )
    assert seeded.returncode == -signal.SIGKILL
    yield desk
    controller.stop()


def killed_before_anything_was_said(desk: Desk) -> None:
    """As many letters as are carried at once wait at the server; one more is put up and not claimed."""
    desk.post.wants(holding=True)
    life = desk.live("held")
    life.wait_until(lambda: desk.post.held == AT_ONCE, PATIENCE)
    life.process.kill()
    assert life.process.wait(PATIENCE) == -signal.SIGKILL, life.tail()
    life.stop()


def killed_at_once(desk: Desk, life: list[Child], name: str) -> None:
    """The first letter that comes by the place at which ``life`` is killed kills its sender."""
    life.append(desk.live(name))
    assert life[0].process.wait(PATIENCE) == -signal.SIGKILL, life[0].tail()
    life[0].stop()


def finish(desk: Desk) -> int:
    """A life that nobody disturbs. Answers how many letters had come before that nobody had noted."""
    desk.post.wants()
    life = desk.live("last")
    unnoted = len(desk.post.letters) - desk.noted()
    life.wait_until(lambda: desk.noted() == PEOPLE, PATIENCE)
    life.stop()
    return unnoted


def test_every_notice_goes_out_and_one_that_comes_twice_is_the_same_letter(desk: Desk) -> None:
    killed_before_anything_was_said(desk)
    assert desk.post.letters == []
    assert Counter(desk.parcels()) == {("queued", 1): AT_ONCE, ("queued", 0): 1}

    life: list[Child] = []
    desk.post.wants(arrived=lambda: life[0].process.kill())
    killed_at_once(desk, life, "arrived")
    assert 1 <= len(desk.post.letters) <= AT_ONCE
    assert desk.noted() == 0

    other: list[Child] = []
    desk.post.wants(parted=lambda: other[0].process.kill())
    killed_at_once(desk, other, "acknowledged")

    unnoted = finish(desk)
    assert 2 <= unnoted <= 2 * AT_ONCE, "of each kill one letter at least had come, and nobody had noted it"
    keys = desk.post.keys()
    assert len(keys) == PEOPLE, "nobody was forgotten"
    assert all(len(ids) == 1 for ids in keys.values()), "whoever gets it twice can tell: it has the same Message-ID"
    assert len(desk.post.letters) == PEOPLE + unnoted, "twice came what was on its way at a kill, and nothing else"
    assert {state for state, _ in desk.parcels()} == {"sent"}
