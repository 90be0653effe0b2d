"""The public stream: batches, cursors, rewinds and instances that fail."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from earshot.connectors.bluesky.connector import Bluesky, PublicStream
from earshot.connectors.bluesky.stream import MOST, REWIND_US, WAITING
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import Checks, Profiles, Pulls, Speaks, Streams, Threads, Tools, Unavailable
from earshot.ports.heard import Batch, HeardDeletion, HeardDeparture, HeardPost
from earshot.ports.http import HttpFailed
from tests.connectors.scripted_http import ScriptedHttp, ScriptedSocket

START = int(datetime(2026, 11, 23, 1, tzinfo=UTC).timestamp() * 1_000_000)
LOST = HttpFailed("lost", sent=True)
CONFIG = {"jetstream": "wss://one.example wss://two.example/subscribe"}


def frame(number: int, text: str = "", at: int | None = None, **commit: object) -> bytes:
    record = {"text": text or f"post {number}", "createdAt": "2026-11-23T01:00:00Z"}
    whole = {
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": str(number),
        "record": record,
        "cid": "c",
    }
    event = {"did": "did:plc:a", "time_us": START + number if at is None else at, "kind": "commit"}
    return orjson.dumps({**event, "commit": {**whole, **commit}})


def opened(http: ScriptedHttp, clock: HeldClock) -> PublicStream:
    session = Bluesky().open(CONFIG, Tools(http, clock))
    assert isinstance(session, PublicStream)
    return session


async def collect(session: PublicStream, cursor: str = "", most: int = 10_000) -> list[Batch]:
    """Batches until the stream ends, or ``most`` of them."""
    batches: list[Batch] = []
    async for batch in session.stream(cursor):
        batches.append(batch)
        if len(batches) >= most:
            break
    return batches


def texts(batches: list[Batch]) -> list[str]:
    return [event.text for batch in batches for event in batch.events if isinstance(event, HeardPost)]


def test_a_channel_without_an_account_listens_and_does_not_speak(clock: HeldClock) -> None:
    session = opened(ScriptedHttp(), clock)
    for capability in (Streams, Profiles, Threads, Checks):
        assert isinstance(session, capability)
    assert not isinstance(session, Speaks)
    assert not isinstance(session, Pulls)
    assert asyncio.run(session.account()) is None


def test_posts_edits_and_deletions_in_their_order(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [
        ScriptedSocket([frame(1), frame(1, "edited", at=START + 2, operation="update"), frame(3, operation="delete")])
    ]
    (batch,) = asyncio.run(collect(opened(http, clock)))
    assert texts([batch]) == ["post 1", "edited"]
    assert batch.events[2] == HeardDeletion("bluesky", "at://did:plc:a/app.bsky.feed.post/3")
    assert batch.cursor == str(START + 3)


def account(told_of: str, status: str = "", **more: object) -> bytes:
    told: dict[str, object] = {"did": told_of, "active": not status, "seq": 1, "time": "2026-11-23T01:00:00Z"}
    if status:
        told["status"] = status
    return orjson.dumps({"did": told_of, "time_us": START + 5, "kind": "account", "account": told | more})


def test_a_deleted_account_departs_with_all_its_posts(clock: HeldClock) -> None:
    http = ScriptedHttp()
    gone, *others = (
        account("did:plc:a", "deleted"),
        *(account("did:plc:b", status) for status in ("takendown", "suspended", "deactivated", "", "new word")),
        *(account("did:plc:c", "deleted", **odd) for odd in ({"active": True}, {"active": 0}, {"did": 7})),
        orjson.dumps({"did": "did:plc:d", "time_us": START, "kind": "account", "account": ["deleted"]}),
    )
    http.sockets = [ScriptedSocket([frame(1), gone, *others])]
    (batch,) = asyncio.run(collect(opened(http, clock)))
    assert batch.departed == (HeardDeparture("bluesky", "did:plc:a", "at://did:plc:a/"),)
    assert (texts([batch]), batch.counted, batch.cursor) == (["post 1"], 11, str(START + 5))


def test_what_is_no_post_is_counted_and_moves_the_cursor(clock: HeldClock) -> None:
    odd = [
        b"{",
        b"[]",
        b"7",
        b'{"time_us": "x", "commit": {}}',
        orjson.dumps({"did": "d", "time_us": START + 9, "kind": "identity"}),
    ]
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1), *odd, frame(2, record={"text": 7})])]
    (batch,) = asyncio.run(collect(opened(http, clock)))
    assert texts([batch]) == ["post 1"]
    assert (batch.counted, batch.cursor) == (7, str(START + 9))


def test_a_burst_is_handed_on_in_batches_of_bounded_size_and_nothing_is_lost(clock: HeldClock) -> None:
    http = ScriptedHttp()
    socket = ScriptedSocket([frame(number) for number in range(3 * WAITING + 7)])
    http.sockets = [socket]
    batches = asyncio.run(collect(opened(http, clock)))
    assert texts(batches) == [f"post {number}" for number in range(3 * WAITING + 7)]
    assert max(len(batch.events) for batch in batches) == MOST
    assert sum(batch.counted for batch in batches) == 3 * WAITING + 7
    cursors = [int(batch.cursor) for batch in batches]
    assert cursors == sorted(cursors)


def test_a_slow_reader_holds_the_connection_back(clock: HeldClock) -> None:
    http = ScriptedHttp()
    socket = ScriptedSocket([frame(number) for number in range(5 * WAITING)], stay=True)
    http.sockets = [socket]

    async def take_one() -> int:
        stream = opened(http, clock).stream("")
        await anext(stream)
        await asyncio.sleep(0.05)
        return socket.given

    assert asyncio.run(take_one()) <= WAITING + MOST + 1


def test_a_lone_post_does_not_wait_for_company(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1)], stay=True)]
    (batch,) = asyncio.run(asyncio.wait_for(collect(opened(http, clock), most=1), 20))
    assert texts([batch]) == ["post 1"]


def test_a_connection_begins_a_little_before_the_cursor(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([]), ScriptedSocket([])]
    session = opened(http, clock)
    asyncio.run(collect(session))
    asyncio.run(collect(session, str(START)))
    first, second = http.opened
    assert first == "wss://one.example/subscribe?wantedCollections=app.bsky.feed.post"
    assert second == f"wss://two.example/subscribe?wantedCollections=app.bsky.feed.post&cursor={START - REWIND_US}"


def test_an_instance_that_cannot_be_reached_is_passed_over(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [HttpFailed("refused", sent=False), ScriptedSocket([frame(1)])]
    assert texts(asyncio.run(collect(opened(http, clock)))) == ["post 1"]
    assert [address.partition("/subscribe")[0] for address in http.opened] == ["wss://one.example", "wss://two.example"]


def test_where_all_fail_it_is_unavailable_and_says_why(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [HttpFailed("no route", sent=False), HttpFailed("bad name", sent=False)]
    with pytest.raises(Unavailable, match=r"None of the 2 servers .* no route"):
        asyncio.run(collect(opened(http, clock)))


def test_a_lost_connection_first_gives_what_came_then_says_so(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1), frame(2)], LOST)]
    session = opened(http, clock)
    batches: list[Batch] = []

    async def listen() -> None:
        async for batch in session.stream(""):
            batches.append(batch)

    with pytest.raises(Unavailable, match="lost"):
        asyncio.run(listen())
    assert texts(batches) == ["post 1", "post 2"]


def test_an_event_from_the_future_does_not_move_the_cursor_there(clock: HeldClock) -> None:
    now = int(clock.now().timestamp() * 1_000_000)
    later = int((clock.now() + timedelta(days=1)).timestamp() * 1_000_000)
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1), frame(2, at=later)])]
    (batch,) = asyncio.run(collect(opened(http, clock)))
    assert batch.cursor == str(now)


def test_the_cursor_never_goes_back(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1, at=START - 1), frame(2, at=START - 2)])]
    (batch,) = asyncio.run(collect(opened(http, clock), str(START)))
    assert batch.cursor == str(START)


def test_leaving_the_stream_closes_it(clock: HeldClock) -> None:
    http = ScriptedHttp()
    http.sockets = [ScriptedSocket([frame(1)], stay=True)]

    async def leave() -> set[str]:
        stream = opened(http, clock).stream("")
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}

    assert asyncio.run(leave()) == set()
