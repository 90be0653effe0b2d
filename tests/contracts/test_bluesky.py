"""Bluesky's connector before Bluesky's own network: its public stream, and an account's notifications and replies."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.bluesky.connector import Bluesky
from earshot.kernel.clock import SystemClock
from earshot.ports.connector import Connector, Streams, Tools, Unavailable
from tests.contracts.harness import Harness, Standing
from tests.contracts.suite import HearingContract, ManifestContract, SpeakingContract
from tests.servers.bluesky import BlueskyNetwork, BlueskyPerson, reply_to
from tests.servers.jetstream import JetstreamBridge
from tests.servers.processes import free_port

LOOPBACK = "127.0.0.1,localhost"


class BlueskyHarness(Harness):
    """Hears by the public stream, speaks as ``brand``."""

    def __init__(self, network: BlueskyNetwork, jetstream: JetstreamBridge) -> None:
        self.connector: Connector = Bluesky()
        self.network = network
        self.brand, self.outside = network.person(), network.person()
        password = self.brand.app_password()
        self.hears: Mapping[str, str] = {"jetstream": jetstream.url, "appview": network.appview}
        self.account = {"handle": self.brand.handle, "app_password": password, "service": network.pds}
        self.speaks = self.account
        self.refused = {**self.account, "app_password": "abcd-efgh-ijkl-mnop"}
        self.unreachable = {"jetstream": f"ws://127.0.0.1:{free_port()} ws://127.0.0.1:{free_port()}"}
        self.write_path = "com.atproto.repo.putRecord"
        self._said: dict[str, dict[str, str]] = {}
        self._roots: dict[str, dict[str, str]] = {}

    @property
    def server(self) -> str:
        return self.network.pds

    def tools(self) -> Tools:
        return Tools(GuardedClient(allow=LOOPBACK), SystemClock())

    def start(self) -> str:
        return str(time.time_ns() // 1000)

    def say(self, text: str, answer_to: str = "") -> str:
        if not answer_to:
            return self._note(self.write(text, {}))
        self.seen(answer_to)
        root = self._roots.get(answer_to, self._said[answer_to])
        made = self._note(self.write(text, {"reply": reply_to(self._said[answer_to], root)}))
        self._roots[made] = root
        return made

    def write(self, text: str, more: Mapping[str, object]) -> dict[str, str]:
        """How somebody outside writes so that ``hears`` hears it."""
        return self.outside.post(text, **more)

    def _note(self, made: dict[str, str]) -> str:
        self._said[made["uri"]] = made
        return made["uri"]

    def seen(self, uri: str) -> None:
        """Wait until the AppView knows a post; it makes no notice of an answer to one that it does not know."""
        for _ in range(200):
            if self.outside.call("app.bsky.feed.getPosts", params={"uris": [uri]})["posts"]:
                return
            time.sleep(0.05)
        raise TimeoutError(uri)

    def unsay(self, canonical_id: str) -> None:
        self.outside.delete(canonical_id)

    def edit(self, canonical_id: str, text: str) -> None:
        self.outside.edit(canonical_id, text)

    def standing(self, text: str) -> list[Standing]:
        return [
            Standing(record["uri"], record["value"].get("reply", {}).get("parent", {}).get("uri", ""))
            for record in self.brand.standing(text)
        ]

    def through(self, server: str) -> Mapping[str, str]:
        return {**self.account, "service": server}


class NotificationsHarness(BlueskyHarness):
    """Hears by the account's notifications what addresses ``brand``."""

    hears_deletions = False
    hears_edits = False

    def __init__(self, network: BlueskyNetwork, jetstream: JetstreamBridge) -> None:
        super().__init__(network, jetstream)
        self.hears = self.through(network.pds)
        self.unreachable = self.through(f"http://127.0.0.1:{free_port()}")

    def start(self) -> str:
        return ""

    def write(self, text: str, more: Mapping[str, object]) -> dict[str, str]:
        return self.outside.mention(text, self.brand, **more)


class TestManifest(ManifestContract):
    incomplete: ClassVar[dict[str, str]] = {"handle": "acme.example"}

    @pytest.fixture
    def connector(self) -> Connector:
        return Bluesky()


@pytest.mark.servers
class TestPublicStream(HearingContract, SpeakingContract):
    @pytest.fixture(scope="class")
    @classmethod
    def harness(cls, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> BlueskyHarness:
        return BlueskyHarness(bluesky_network, jetstream)


@pytest.mark.servers
class TestDroppedConnections:
    """The public stream in the hands of a network that drops connections."""

    PAUSE = 0.1
    COUNT = 60

    def listen(
        self, instances: Sequence[JetstreamBridge], person: BlueskyPerson, disturb: Callable[[int], object]
    ) -> int:
        """Resume from the last cursor, as the work process does, while ``person`` writes and ``disturb`` is called ten
        times meanwhile; until all of it is heard. How often the stream broke off."""
        wanted: set[str] = set()

        def write() -> None:
            for number in range(self.COUNT):
                wanted.add(person.post(f"post {number}")["uri"])
                if number % 6 == 5:
                    disturb(number // 6)
                time.sleep(self.PAUSE)

        async def listen() -> int:
            config = {"jetstream": " ".join(instance.url for instance in instances)}
            session = Bluesky().open(config, Tools(GuardedClient(allow=LOOPBACK), SystemClock()))
            assert isinstance(session, Streams)
            heard, cursor, drops = set[str](), str(time.time_ns() // 1000), 0
            writing = asyncio.create_task(asyncio.to_thread(write))
            while not (writing.done() and heard >= wanted):
                try:
                    async for batch in session.stream(cursor):
                        heard |= {event.canonical_id for event in batch.events}
                        cursor = batch.cursor
                        if writing.done() and heard >= wanted:
                            break
                except Unavailable:
                    drops += 1
            await writing
            return drops

        drops = asyncio.run(asyncio.wait_for(listen(), 120))
        assert len(wanted) == self.COUNT
        return drops

    def test_a_stream_that_is_cut_again_and_again_goes_on_without_a_gap(
        self, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
    ) -> None:
        drops = self.listen([jetstream], bluesky_network.person(), lambda _: jetstream.cut())
        assert drops >= 5

    def test_instances_take_over_from_one_another_though_their_clocks_differ(
        self, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
    ) -> None:
        with (
            JetstreamBridge(bluesky_network.pds, skew=2) as ahead,
            JetstreamBridge(bluesky_network.pds, skew=-2) as behind,
        ):
            bridges = [jetstream, ahead, behind]

            def disturb(turn: int) -> None:
                for bridge in bridges:
                    bridge.refusing = bridge is bridges[turn % 3]
                    bridge.cut()

            try:
                drops = self.listen(bridges, bluesky_network.person(), disturb)
            finally:
                jetstream.refusing = False
            assert drops >= 5
            assert all(bridge.asked() for bridge in bridges)


@pytest.mark.servers
class TestNotifications(HearingContract):
    @pytest.fixture(scope="class")
    @classmethod
    def harness(cls, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> NotificationsHarness:
        return NotificationsHarness(bluesky_network, jetstream)
