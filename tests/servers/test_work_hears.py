"""The work process before a real network: what is posted there is a conversation soon after, whatever is cut or killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.bluesky import BlueskyNetwork
from tests.servers.jetstream import JetstreamBridge
from tests.servers.processes import ROOT, Child

pytestmark = pytest.mark.servers

WORD = "quillfeather"
LIMIT = 20.0
"""Seconds; generous. The goal is 2 (measured in ``bench/``)."""


IN_CONVERSATIONS = "SELECT canonical_id FROM listening_post JOIN conversations_entry e ON e.post_id = listening_post.id"


class Ears:
    """A home whose work process listens."""

    def __init__(self, home: Path, stream: str, appview: str) -> None:
        self.home = home
        self._env = {"EARSHOT_HOME": str(home), "EARSHOT_ALLOW_HOSTS": "127.0.0.1,localhost"}
        values = json.dumps({"jetstream": stream, "appview": appview})
        subprocess.run(
            [sys.executable, "-m", "tests.servers.listening_home", "bluesky", values, WORD],
            cwd=ROOT,
            env={**os.environ, **self._env},
            check=True,
        )
        self.start()

    def start(self) -> None:
        self.work = Child([sys.executable, "-m", "earshot", "work"], self.home / "work.log", cwd=ROOT, env=self._env)

    def kill(self) -> None:
        self.work.process.send_signal(signal.SIGKILL)
        self.work.process.wait()

    def wait_for_conversations(self, uris: list[str]) -> float:
        """Seconds until each of these posts is in a conversation."""
        began = time.monotonic()
        while set(uris) - set(self.asked(IN_CONVERSATIONS)):
            assert time.monotonic() - began < LIMIT, self.work.tail()
            time.sleep(0.02)
        return time.monotonic() - began

    def asked(self, query: str) -> list[str]:
        with closing(sqlite3.connect(self.home / "earshot.sqlite3", timeout=20)) as database:
            return [str(row[0]) for row in database.execute(query)]


@pytest.fixture
def ears(tmp_path: Path, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> Iterator[Ears]:
    listening = Ears(tmp_path / "home", jetstream.url, bluesky_network.appview)
    jetstream.wait_for_clients()
    yield listening
    listening.work.stop()


def test_nothing_is_missed_or_doubled_over_cuts_and_kills(
    ears: Ears, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
) -> None:
    person = bluesky_network.person()
    uris = [person.post(f"{WORD} first")["uri"]]
    ears.wait_for_conversations(uris)
    for number in range(3):
        uris.append(person.post(f"{WORD} again {number}")["uri"])
        print(f"in the inbox after {ears.wait_for_conversations(uris):.2f} s")
    for number in range(3):
        uris.append(person.post(f"{WORD} before the cut {number}")["uri"])
        jetstream.cut()
        uris.append(person.post(f"{WORD} after the cut {number}")["uri"])
        person.post("nothing about us")
    ears.wait_for_conversations(uris)
    for number in range(3):
        uris.append(person.post(f"{WORD} before the kill {number}")["uri"])
        ears.kill()
        uris.append(person.post(f"{WORD} while nobody listens {number}")["uri"])
        ears.start()
    ears.wait_for_conversations(uris)
    assert sorted(ears.asked("SELECT canonical_id FROM listening_post")) == sorted(uris)
    assert ears.asked("SELECT count(*) FROM conversations_conversation WHERE accountable_id IS NULL") == ["0"]


def test_names_are_fetched_and_the_channel_shows_that_it_is_live(ears: Ears, bluesky_network: BlueskyNetwork) -> None:
    person = bluesky_network.person()
    ears.wait_for_conversations([person.post(f"{WORD} and who says so")["uri"]])
    began = time.monotonic()
    while person.handle not in ears.asked("SELECT handle FROM listening_author"):
        assert time.monotonic() - began < LIMIT, ears.work.tail()
        time.sleep(0.05)
    assert ears.asked("SELECT state FROM listening_channel") == ["live"]


def test_a_channel_that_is_switched_off_is_left_within_a_moment(ears: Ears, jetstream: JetstreamBridge) -> None:
    with closing(sqlite3.connect(ears.home / "earshot.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE listening_channel SET active = 0")
    began = time.monotonic()
    while jetstream._clients:
        assert time.monotonic() - began < LIMIT
        time.sleep(0.02)
    with closing(sqlite3.connect(ears.home / "earshot.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE listening_channel SET active = 1")
    jetstream.wait_for_clients()
