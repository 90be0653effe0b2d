"""The connector of feeds before a real server on loopback. Nothing has to be installed, so it runs with the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.feeds.connector import Feeds
from earshot.kernel.clock import SystemClock
from earshot.ports.connector import Connector, Tools
from tests.contracts.harness import Harness, Standing
from tests.contracts.suite import HearingContract, ManifestContract
from tests.servers.feed_server import Board, FeedServer
from tests.servers.processes import free_port


class BoardHarness(Harness):
    """Guests write on a board; the channel follows its feed."""

    hears_deletions = False
    patience = 10.0

    def __init__(self, site: FeedServer) -> None:
        self.connector: Connector = Feeds()
        self.site, self.board = site, Board(site)
        self.hears: Mapping[str, str] = {"address": self.board.address, "kind": "post"}
        self.unreachable = {"address": f"http://127.0.0.1:{free_port()}/feed"}

    @property
    def server(self) -> str:
        return self.site.url

    def tools(self) -> Tools:
        return Tools(GuardedClient(allow="127.0.0.1"), SystemClock())

    def say(self, text: str, answer_to: str = "") -> str:
        return self.board.say(text, answer_to)

    def unsay(self, canonical_id: str) -> None:
        self.board.unsay(canonical_id)

    def edit(self, canonical_id: str, text: str) -> None:
        self.board.edit(canonical_id, text)

    def standing(self, text: str) -> list[Standing]:
        return []

    def through(self, server: str) -> Mapping[str, str]:
        raise NotImplementedError("it never speaks")


class TestManifest(ManifestContract):
    @pytest.fixture
    def connector(self) -> Connector:
        return Feeds()


class TestFeeds(HearingContract):
    @pytest.fixture(scope="class")
    @classmethod
    def harness(cls) -> Iterator[BoardHarness]:
        with FeedServer() as site:
            yield BoardHarness(site)
