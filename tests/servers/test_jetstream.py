"""The bridge behaves as the public instances do: recorded frames of the real network behind it, no server needed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from tests.servers.jetstream import JetstreamBridge
from tests.servers.test_firehose import frames

POSTS = "wantedCollections=app.bsky.feed.post"


@pytest.fixture(scope="module")
def recording() -> list[bytes]:
    from tests.conftest import REALDATA

    path = REALDATA / "bluesky" / "internal" / "corpus" / "testdata" / "frames.bin.zst"
    if not Path(path).is_file():
        pytest.skip(f"real data is not here ({REALDATA}); set EARSHOT_REALDATA")
    return list(frames(path))


@pytest.fixture(scope="module")
def firehose(recording: list[bytes]) -> Iterator[str]:
    """A server that sends the recorded frames to whoever connects, then stays silent."""

    def send(connection: ServerConnection) -> None:
        for frame in recording:
            connection.send(frame)
        with contextlib.suppress(ConnectionClosed):
            connection.recv()

    with serve(send, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()


@pytest.fixture
def bridge(firehose: str) -> Iterator[JetstreamBridge]:
    with JetstreamBridge(firehose) as bridge:
        for _ in range(200):
            if bridge.held() == 152:
                break
            time.sleep(0.02)
        yield bridge


def listen(bridge: JetstreamBridge, query: str, most: int) -> list[dict[str, Any]]:
    """Up to ``most`` events; fewer where half a second passes without one."""
    told: list[dict[str, Any]] = []
    with (
        connect(f"{bridge.url}?{query}", proxy=None, max_queue=None) as socket,
        contextlib.suppress(TimeoutError, ConnectionClosed),
    ):
        while len(told) < most:
            told.append(orjson.loads(socket.recv(timeout=0.5)))
    return told


@pytest.mark.realdata
class TestBridge:
    def test_everything_from_a_cursor_in_growing_time(self, bridge: JetstreamBridge) -> None:
        told = listen(bridge, "cursor=1", 152)
        times = [event["time_us"] for event in told]
        assert len(told) == 152
        assert times == sorted(set(times))
        again = listen(bridge, f"cursor={times[100]}", 52)
        assert [event["time_us"] for event in again] == times[100:], "the cursor's own event included"

    def test_a_collection_filter_lets_identities_pass(self, bridge: JetstreamBridge) -> None:
        told = listen(bridge, f"{POSTS}&cursor=1", 20)
        assert sorted({event["kind"] for event in told}) == ["account", "commit", "identity"]
        posts = [event for event in told if event["kind"] == "commit"]
        assert {event["commit"]["collection"] for event in posts} == {"app.bsky.feed.post"}
        assert len(posts) == 18
        commits = [
            event["commit"]["collection"] for event in listen(bridge, "cursor=1", 152) if event["kind"] == "commit"
        ]
        graph = sum(collection.startswith("app.bsky.graph.") for collection in commits)
        assert len(listen(bridge, "wantedCollections=app.bsky.graph.*&cursor=1", 99)) == graph + 2

    def test_without_a_cursor_or_with_one_in_the_future_only_what_comes(self, bridge: JetstreamBridge) -> None:
        assert listen(bridge, POSTS, 1) == []
        assert listen(bridge, f"cursor={(time.time_ns() // 1000) + 10**9}", 1) == []

    def test_clients_can_be_cut_off_and_refused(self, bridge: JetstreamBridge) -> None:
        bridge.cut_after = 3
        assert len(listen(bridge, "cursor=1", 99)) <= 3
        bridge.cut_after = None
        assert (bridge.cuts[0].told, bridge.cuts[0].left) == (3, 149)
        with connect(bridge.url, proxy=None) as socket:
            bridge.wait_for_clients()
            assert bridge.cut() == 1
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=5)
        bridge.refusing = True
        with pytest.raises(InvalidStatus, match="503"):
            connect(bridge.url, proxy=None)

    def test_a_client_can_be_cut_off_behind_one_record_once(self, bridge: JetstreamBridge) -> None:
        posts = [each for each in listen(bridge, "cursor=1", 152) if "record" in each.get("commit", {})]
        last = posts[7]
        bridge.cut_behind = f"at://{last['did']}/{last['commit']['collection']}/{last['commit']['rkey']}"
        assert bridge.holds(bridge.cut_behind)
        assert not bridge.holds("at://did:plc:nobody/app.bsky.feed.post/3nothing")
        assert listen(bridge, "cursor=1", 152)[-1]["time_us"] <= last["time_us"]
        assert not bridge.cut_behind
        assert bridge.cuts[-1].told + bridge.cuts[-1].left == 152
        assert len(listen(bridge, "cursor=1", 152)) == 152

    def test_an_instance_may_live_by_another_clock(self, firehose: str, bridge: JetstreamBridge) -> None:
        with JetstreamBridge(firehose, skew=-60) as behind:
            (ours,) = listen(bridge, "cursor=1", 1)
            (theirs,) = listen(behind, "cursor=1", 1)
        assert ours["time_us"] - theirs["time_us"] > 30_000_000
