"""Mastodon's connector before two servers: snac (real, without streams and without the key), and mastodon-mock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.mastodon.connector import AccountSession, Mastodon
from earshot.connectors.mastodon.html import plain
from earshot.connectors.mastodon.server import About
from earshot.connectors.mastodon.statuses import post_of
from earshot.kernel.clock import SystemClock
from earshot.ports.connector import Connector, Outgoing, Tools
from earshot.ports.heard import HeardPost
from tests.contracts.harness import Harness, Standing
from tests.contracts.suite import HearingContract, ManifestContract, SpeakingContract, words
from tests.servers.mastodon import Fediverse, MastodonMock
from tests.servers.processes import free_port
from tests.servers.snac import Snac

LOOPBACK = "127.0.0.1,localhost"
SETTLE = timedelta(seconds=1)


class MastodonHarness(Harness):
    """``guest`` mentions ``brand``; ``brand`` answers."""

    def __init__(self, server: Fediverse) -> None:
        self.connector: Connector = Mastodon(settle=SETTLE)
        self.fediverse = server
        self.brand, self.outside = server.person("brand"), server.person("guest")
        self.speaks = {"server": server.url, "token": self.brand.token}
        self.hears: Mapping[str, str] = self.speaks
        self.refused = {**self.speaks, "token": "nobody-gave-this"}
        self.unreachable = {**self.speaks, "server": f"http://127.0.0.1:{free_port()}"}
        self.write_path = "/api/v1/statuses"
        self._numbers: dict[str, str] = {}

    @property
    def server(self) -> str:
        return self.fediverse.url.replace("localhost", "127.0.0.1")

    def tools(self) -> Tools:
        return Tools(GuardedClient(allow=LOOPBACK), SystemClock())

    def say(self, text: str, answer_to: str = "") -> str:
        more = {"in_reply_to_id": self._numbers[answer_to]} if answer_to else {}
        made = self.outside.post(f"@brand {text}", **more)
        self._numbers[made["uri"]] = made["id"]
        return str(made["uri"])

    def unsay(self, canonical_id: str) -> None:
        self.outside.delete(self._numbers[canonical_id])

    def edit(self, canonical_id: str, text: str) -> None:
        self.outside.edit(self._numbers[canonical_id], f"@brand {text}")

    def standing(self, text: str) -> list[Standing]:
        found = [status for status in self.brand.own() if plain(status["content"])[0].endswith(text)]
        return [Standing(status["uri"], self._parent(status["in_reply_to_id"])) for status in found]

    def _parent(self, number: str | None) -> str:
        return str(self.brand.status(number)["uri"]) if number else ""

    def through(self, server: str) -> Mapping[str, str]:
        return {**self.speaks, "server": server}


class SnacHarness(MastodonHarness):
    """It hands on what was written after some seconds, and cannot delete by this interface."""

    hears_deletions = False
    patience = 60.0


class TestManifest(ManifestContract):
    @pytest.fixture
    def connector(self) -> Connector:
        return Mastodon()


@pytest.fixture(scope="module")
def mock() -> Iterator[MastodonMock]:
    with MastodonMock() as server:
        yield server


@pytest.fixture(scope="module")
def mock_harness(mock: MastodonMock) -> MastodonHarness:
    return MastodonHarness(mock)


@pytest.mark.servers
class TestMastodonMock(HearingContract, SpeakingContract):
    @pytest.fixture
    def harness(self, mock_harness: MastodonHarness) -> MastodonHarness:
        return mock_harness

    def test_the_stream_rings_at_once(self, harness: MastodonHarness) -> None:
        """Well below the rounds that it makes anyway: the bell was heard."""

        async def listen() -> float:
            session = harness.connector.open(harness.hears, harness.tools())
            assert isinstance(session, AccountSession)
            session.pause = session.rounds = timedelta(seconds=25)
            async with aclosing(session.stream("")) as batches:  # type: ignore[type-var]
                await anext(batches)
                await asyncio.sleep(1.5)
                begun = time.monotonic()
                said = await asyncio.to_thread(harness.say, words())
                async for batch in batches:
                    if said in {event.canonical_id for event in batch.events}:
                        return time.monotonic() - begun
            return 99.0

        harness.say(words())
        assert asyncio.run(asyncio.wait_for(listen(), 30)) < 20

    def test_the_key_is_honoured_and_the_session_knows(self, harness: MastodonHarness) -> None:
        parent = self.parent(harness)
        now = datetime.now(UTC)
        outgoing = Outgoing("key-" + words()[-8:], words(), parent, created_at=now, first_attempt_at=now)

        async def twice() -> tuple[str, str, str]:
            session = harness.connector.open(harness.speaks, harness.tools())
            assert isinstance(session, AccountSession)
            first, second = [await session.publish(outgoing) for _ in range(2)]
            return first.canonical_id, second.canonical_id, session.speaks.delivery

        first, second, delivery = asyncio.run(twice())
        assert first == second
        assert delivery == "A"
        assert len(harness.standing(outgoing.text)) == 1

    def test_a_direct_message_is_answered_as_one(self, harness: MastodonHarness) -> None:
        said = harness.outside.post(f"@brand {words('in private')}", visibility="direct")
        post = self._heard(harness, said["uri"])
        assert post.kind == "message"
        outgoing = self.outgoing(harness, words(), post)
        self.speak(harness, lambda session: session.publish(outgoing))
        (status,) = [each for each in harness.brand.own() if each["content"].find(outgoing.text) >= 0]
        assert status["visibility"] == "direct"

    def _heard(self, harness: MastodonHarness, uri: str) -> HeardPost:
        heard = self.hear(harness, "", lambda heard: uri in heard.ids)
        return heard.post(uri)


@pytest.fixture(scope="module")
def snac_harness() -> Iterator[SnacHarness]:
    with Snac() as server:
        yield SnacHarness(server)


@pytest.mark.servers
class TestSnac(HearingContract, SpeakingContract):
    @pytest.fixture
    def harness(self, snac_harness: SnacHarness) -> SnacHarness:
        return snac_harness

    def parent(self, harness: Harness) -> HeardPost:
        """Not waited for: how it is heard is the other half's matter, and takes this server eight seconds."""
        assert isinstance(harness, SnacHarness)
        status = harness.outside.post(f"@brand {words('where is my parcel?')}")
        post = post_of(status, About(urlsplit(harness.fediverse.url).netloc), addressed=True)
        assert post is not None
        return post
