"""Notifications: nothing twice, nothing missed, though the network sorts a late one behind what was read."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from earshot.connectors.bluesky import notifications
from earshot.connectors.bluesky.notifications import FIRST, MOST, PAGE, pull
from earshot.connectors.bluesky.xrpc import Params
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import Unavailable
from earshot.ports.heard import Batch, HeardPost

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Network:
    """Lists notifications as the network does: newest claimed time first, page by page."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.asked: list[Mapping[str, Any]] = []

    def say(self, number: int, at: datetime, reason: str = "mention", **more: Any) -> str:
        uri = f"at://did:plc:guest/app.bsky.feed.post/{number}"
        author = {"did": "did:plc:guest", "handle": "guest.test", "displayName": "Guest"}
        record = {"text": f"note {number}", "createdAt": at.isoformat()}
        note = {
            "uri": uri,
            "cid": f"c{number}",
            "author": author,
            "reason": reason,
            "record": record,
            "indexedAt": at.isoformat(),
        }
        self.notes.append({**note, **more})
        return uri

    async def ask(self, method: str, params: Params) -> dict[str, Any]:
        assert method == "app.bsky.notification.listNotifications"
        self.asked.append(params)
        start = int(str(params.get("cursor", "0")))
        sorted_notes = sorted(self.notes, key=lambda note: str(note["indexedAt"]), reverse=True)
        page = sorted_notes[start : start + PAGE]
        return {"notifications": page, **({"cursor": str(start + PAGE)} if len(sorted_notes) > start + PAGE else {})}


@pytest.fixture
def network() -> Network:
    return Network()


def pulled(network: Network, clock: HeldClock, cursor: str = "") -> Batch:
    return asyncio.run(pull(network.ask, cursor, clock))


def ids(batches: Sequence[Batch]) -> list[str]:
    return [event.canonical_id for batch in batches for event in batch.events]


def test_a_note_is_a_post_that_addresses_us(network: Network, clock: HeldClock) -> None:
    network.say(1, NOW - timedelta(minutes=1), "reply")
    (post,) = pulled(network, clock).events
    assert isinstance(post, HeardPost)
    assert post.addressed
    assert (post.text, post.author.handle, post.author.name, post.native["cid"]) == (
        "note 1",
        "guest.test",
        "Guest",
        "c1",
    )
    assert network.asked[0]["reasons"] == ["mention", "reply", "quote"]


def test_oldest_first_and_nothing_twice(network: Network, clock: HeldClock) -> None:
    first = [network.say(number, NOW - timedelta(seconds=90 - number)) for number in range(3)]
    batch = pulled(network, clock)
    assert ids([batch]) == first
    again = pulled(network, clock, batch.cursor)
    assert (again.events, again.counted, again.cursor) == ((), 0, batch.cursor)
    late = network.say(9, NOW - timedelta(seconds=5))
    assert ids([pulled(network, clock, batch.cursor)]) == [late]


def test_one_that_slips_in_behind_is_heard(network: Network, clock: HeldClock) -> None:
    network.say(1, NOW - timedelta(seconds=10))
    batch = pulled(network, clock)
    late = network.say(2, NOW - timedelta(minutes=9))
    assert ids([pulled(network, clock, batch.cursor)]) == [late]


def test_a_new_account_is_heard_from_a_day_back(network: Network, clock: HeldClock) -> None:
    network.say(1, NOW - FIRST - timedelta(minutes=1))
    warm = network.say(2, NOW - FIRST + timedelta(minutes=1))
    assert ids([pulled(network, clock)]) == [warm]


def test_likes_and_odd_notes_are_passed_over(network: Network, clock: HeldClock) -> None:
    network.say(1, NOW, "like")
    network.say(2, NOW, record={"text": 7})
    network.say(3, NOW, author=None)
    network.notes.append({"uri": 7, "reason": "mention", "indexedAt": "never", "record": {}, "author": {"did": "d"}})
    fine = network.say(4, NOW)
    assert ids([pulled(network, clock)]) == [fine]


def test_many_come_in_batches_oldest_first_over_pages(network: Network, clock: HeldClock) -> None:
    said = [network.say(number, NOW - timedelta(seconds=3000 - number)) for number in range(MOST * 2 + 30)]
    batches = [pulled(network, clock)]
    while batches[-1].events:
        batches.append(pulled(network, clock, batches[-1].cursor))
    assert ids(batches) == said
    assert [len(batch.events) for batch in batches] == [MOST, MOST, 30, 0]


def test_a_time_in_the_future_does_not_hide_what_comes_after(network: Network, clock: HeldClock) -> None:
    future = network.say(1, NOW + timedelta(days=300))
    batch = pulled(network, clock)
    assert ids([batch]) == [future]
    clock.advance(timedelta(hours=1))
    fine = network.say(2, clock.now())
    following = pulled(network, clock, batch.cursor)
    assert fine in ids([following])
    assert ids([following]).count(future) == 0


def test_a_network_that_pages_in_circles_is_left(network: Network, clock: HeldClock) -> None:
    async def circles(method: str, params: Params) -> dict[str, Any]:
        network.asked.append(params)
        return {"notifications": [{"indexedAt": NOW.isoformat(), "reason": "like"}], "cursor": "same"}

    assert asyncio.run(pull(circles, "", clock)).events == ()
    assert len(network.asked) == 2


def test_an_error_reaches_the_caller_and_loses_nothing(network: Network, clock: HeldClock) -> None:
    async def broken(method: str, params: Params) -> dict[str, Any]:
        raise Unavailable("out of order")

    uri = network.say(1, NOW)
    with pytest.raises(Unavailable):
        asyncio.run(pull(broken, "", clock))
    assert ids([pulled(network, clock)]) == [uri]


@pytest.mark.parametrize("seed", range(20))
def test_over_any_order_of_arrival_each_is_heard_once(
    seed: int, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes arrive up to nine minutes late, some pulls are never stored, and the cursor survives it all."""
    monkeypatch.setattr(notifications, "MOST", 7)
    chance, clock = random.Random(seed), HeldClock(NOW)
    cursor, stored, said = "", [], set()
    for number in range(120):
        clock.advance(timedelta(seconds=chance.randint(1, 40)))
        said.add(network.say(number, clock.now() - timedelta(seconds=chance.randint(0, 540))))
        if chance.random() < 0.5:
            batch = pulled(network, clock, cursor)
            if chance.random() < 0.8:
                stored.append(batch)
                cursor = batch.cursor
    while (batch := pulled(network, clock, cursor)).events:
        stored.append(batch)
        cursor = batch.cursor
    heard = ids(stored)
    assert set(heard) == said
    assert len(heard) == len(said)
