"""Mastodon's notifications, replies, errors and bell, over a server that answers from a script."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.mastodon.bell import Bell
from earshot.connectors.mastodon.config import Settings
from earshot.connectors.mastodon.connector import AccountSession, Mastodon
from earshot.connectors.mastodon.notifications import PAGE, Position
from earshot.connectors.mastodon.publishing import alike, counted
from earshot.connectors.mastodon.server import Server
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import (
    Anomalous,
    ConnectorError,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Rejected,
    Tools,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.heard import HeardAuthor, HeardDeletion, HeardPost
from earshot.ports.http import HttpAnswer, HttpFailed
from tests.adapters.http.loopback import Heard, serving
from tests.connectors.scripted_http import Asked, ScriptedHttp, says
from tests.connectors.test_mastodon_reading import status

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
INSTANCE = {"domain": "social.test", "version": "4.5.0", "configuration": {"statuses": {"max_characters": 500}}}
ME = {"id": "1", "acct": "brand", "uri": "https://social.test/users/brand", "display_name": "Brand"}
Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(asyncio.wait_for(work, 20))


def session_on(http: ScriptedHttp, **more: Any) -> AccountSession:
    http.replies = {
        "/api/v2/instance": [says({**INSTANCE, **more})],
        "/accounts/verify_credentials": [says(ME)],
        **http.replies,
    }
    tools = Tools(http, HeldClock(NOW))
    return Mastodon().open({"server": "social.test", "token": "secret"}, tools)


def note(number: int, kind: str = "mention", **more: object) -> dict[str, Any]:
    made = status(id=str(1000 + number), uri=f"https://social.test/s/{number}", content=f"<p>text {number}</p>", **more)
    return {"id": str(number), "type": kind, "created_at": NOW.isoformat(), "status": made}


class Box:
    """The notifications of a server, newest first, as its list gives them."""

    def __init__(self, *notes: dict[str, Any]) -> None:
        self.notes = list(notes)
        self.gone: set[str] = set()

    def list(self, asked: Asked) -> HttpAnswer:
        before = int(asked.query.get("max_id", ["999999999"])[0])
        ordered = sorted(self.notes, key=lambda each: -int(each["id"]))
        return says([each for each in ordered if int(each["id"]) < before][: int(asked.query["limit"][0])])

    def status(self, asked: Asked) -> HttpAnswer:
        return says({"error": "Record not found"}, 404) if asked.path.rsplit("/", 1)[1] in self.gone else says({})

    def http(self) -> ScriptedHttp:
        # Any single status is asked for by its number, four digits here.
        singles = {f"/statuses/{1000 + number}": [self.status] for number in range(100)}
        return ScriptedHttp({"/api/v1/notifications": [self.list], "/context": [says({"ancestors": []})], **singles})


def numbers(batch: Any) -> list[str]:
    return [event.canonical_id.rsplit("/", 1)[1] for event in batch.events]


def test_the_first_look_hears_the_last_day_oldest_first() -> None:
    old = {**note(1), "created_at": (NOW - timedelta(days=2)).isoformat()}
    batch = run(session_on(Box(note(3), note(2), old).http()).pull(""))
    assert numbers(batch) == ["2", "3"]
    assert all(event.addressed for event in batch.events)


def test_nothing_new_keeps_the_cursor() -> None:
    box = Box(note(1))
    first = run(session_on(box.http()).pull(""))
    second = run(session_on(box.http()).pull(first.cursor))
    assert second.events == ()
    assert second.cursor == first.cursor


def test_an_empty_account_has_a_cursor_from_which_the_first_mention_is_heard() -> None:
    box = Box()
    empty = run(session_on(box.http()).pull(""))
    assert empty.cursor
    box.notes.append({**note(5), "created_at": (NOW - timedelta(days=9)).isoformat()})
    assert numbers(run(session_on(box.http()).pull(empty.cursor))) == ["5"]


def test_a_long_absence_is_walked_back_to_the_cursor_in_batches() -> None:
    box = Box(note(1))
    cursor = run(session_on(box.http()).pull("")).cursor
    box.notes += [note(number) for number in range(2, 99)]
    session, heard = session_on(box.http()), []

    async def all_of_it() -> None:
        nonlocal cursor
        for _ in range(10):
            batch = await session.pull(cursor)
            heard.extend(numbers(batch))
            cursor = batch.cursor
            if not session._notifications.more:
                return

    run(all_of_it())
    assert heard == [str(number) for number in range(2, 99)]


def test_a_restart_between_two_batches_loses_nothing() -> None:
    box = Box(note(1))
    cursor, heard = run(session_on(box.http()).pull("")).cursor, []
    box.notes += [note(number) for number in range(2, 99)]
    for _ in range(4):
        batch = run(session_on(box.http()).pull(cursor))
        heard += numbers(batch)
        cursor = batch.cursor
    assert heard == [str(number) for number in range(2, 99)]


def test_other_notifications_are_left_out_but_passed() -> None:
    batch = run(session_on(Box(note(3, "favourite"), note(2), note(1, "follow")).http()).pull(""))
    assert numbers(batch) == ["2"]


def test_a_subscribed_status_is_heard_but_addresses_nobody() -> None:
    (event,) = run(session_on(Box(note(1, "status")).http()).pull("")).events
    assert isinstance(event, HeardPost)
    assert not event.addressed


def test_an_edit_comes_again_once() -> None:
    box = Box(note(1), note(2))
    cursor = run(session_on(box.http()).pull("")).cursor
    box.notes[0] = note(1, edited_at="2026-11-23T03:00:00Z")
    batch = run(session_on(box.http()).pull(cursor))
    assert numbers(batch) == ["1"]
    assert run(session_on(box.http()).pull(batch.cursor)).events == ()


def test_a_deletion_is_told_once_and_only_when_the_status_is_gone() -> None:
    box = Box(note(1), note(2), note(3))
    cursor = run(session_on(box.http()).pull("")).cursor
    box.notes = [each for each in box.notes if each["id"] == "3"]  # 1 deleted, 2 merely dismissed
    box.gone = {"1001"}
    batch = run(session_on(box.http()).pull(cursor))
    assert batch.events == (HeardDeletion("mastodon", "https://social.test/s/1"),)
    http = box.http()
    assert run(session_on(http).pull(batch.cursor)).events == ()
    assert not [asked for asked in http.asked if "/statuses/" in asked.path], "what was checked is not checked again"


def test_what_is_no_longer_among_the_newest_is_not_asked_for() -> None:
    box = Box(note(1))
    cursor = run(session_on(box.http()).pull("")).cursor
    box.notes += [note(number, "favourite") for number in range(2, 2 + PAGE)]
    http = box.http()
    assert run(session_on(http).pull(cursor)).events == ()
    assert not [asked for asked in http.asked if "/statuses/" in asked.path]


def test_a_broken_cursor_begins_anew() -> None:
    for cursor in ("x", "{}", "[]", "[1,2]", '["5",["a"]]'):
        assert numbers(run(session_on(Box(note(7)).http()).pull(cursor))) == ["7"]


def test_a_cursor_reads_back() -> None:
    batch = run(session_on(Box(note(1), note(2)).http()).pull(""))
    position = Position.read(batch.cursor)
    assert (position.newest, [each.note for each in position.known]) == ("2", ["2", "1"])
    assert str(position) == batch.cursor


# -- errors --------------------------------------------------------------------------------------------------------

ERRORS: list[tuple[int, type[ConnectorError], type[ConnectorError]]] = [
    (401, Unauthorised, Unauthorised),
    (403, Unauthorised, Unauthorised),
    (422, Rejected, Rejected),
    (404, Rejected, Rejected),
    (410, Rejected, Rejected),
    (429, RateLimited, RateLimited),
    (500, Unavailable, OutcomeUnknown),
    (502, Unavailable, OutcomeUnknown),
    (503, Unavailable, OutcomeUnknown),
    (501, Unsupported, Unsupported),
    (302, Anomalous, Anomalous),
]


def outgoing(text: str = "it left this morning", parent: HeardPost | None = None, **more: Any) -> Outgoing:
    return Outgoing("key-1", text, parent, first_attempt_at=NOW, **more)


def heard_here(**more: Any) -> HeardPost:
    native = {"server": "social.test", "id": "12", "acct": "guest", "visibility": "unlisted"}
    author = HeardAuthor("https://social.test/users/guest", "guest@social.test")
    given = {"author": author, "text": "where is it?", "native": native, **more}
    return HeardPost("mastodon", "https://social.test/s/12", **given)


@pytest.mark.parametrize(("code", "reading", "writing"), ERRORS)
def test_every_status_has_its_error(code: int, reading: type[ConnectorError], writing: type[ConnectorError]) -> None:
    refused = says({"error": "because"}, code)
    with pytest.raises(reading) as read:
        run(session_on(ScriptedHttp({"/api/v1/notifications": [refused]})).pull(""))
    assert read.value.message
    assert read.value.mend
    with pytest.raises(writing):
        run(session_on(ScriptedHttp({"/api/v1/statuses": [refused]})).publish(outgoing()))


@pytest.mark.parametrize(("sent", "error"), [(True, OutcomeUnknown), (False, Unavailable)])
def test_a_lost_answer_is_unknown_only_if_it_was_sent(sent: bool, error: type[ConnectorError]) -> None:
    http = ScriptedHttp({"/api/v1/statuses": [HttpFailed("lost", sent=sent)]})
    with pytest.raises(error):
        run(session_on(http).publish(outgoing()))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"uri": "x"}'])
def test_a_receipt_that_cannot_be_read_is_unknown(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        run(session_on(ScriptedHttp({"/api/v1/statuses": [says(body)]})).publish(outgoing()))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_ratelimit_reset": "2026-11-23T02:05:00.000Z"}, 300),
        ({"retry_after": "60"}, 60),
        ({"x_ratelimit_reset": "2020-01-01T00:00:00Z"}, 0),
        ({}, None),
        ({"x_ratelimit_reset": "soon"}, None),
    ],
)
def test_when_to_come_back(headers: dict[str, str], seconds: int | None) -> None:
    http = ScriptedHttp({"/api/v1/notifications": [says({}, 429, **headers)]})
    with pytest.raises(RateLimited) as caught:
        run(session_on(http).pull(""))
    assert caught.value.retry_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_refused_token_is_unauthorised_however_the_server_says_it() -> None:
    for code in (401, 403, 422):
        http = ScriptedHttp({"/accounts/verify_credentials": [says({"error": "no"}, code)]})
        with pytest.raises(Unauthorised):
            run(session_on(http).account())


# -- replies -------------------------------------------------------------------------------------------------------


def sent_by(out: Outgoing, **more: Any) -> Asked:
    http = ScriptedHttp({"/api/v1/statuses": [says(status(id="99", uri="https://social.test/s/99"))]})
    receipt = run(session_on(http, **more).publish(out))
    assert receipt.canonical_id == "https://social.test/s/99"
    return http.of("/api/v1/statuses")[0]


def test_a_reply_goes_out_with_key_name_and_the_same_visibility() -> None:
    asked = sent_by(outgoing(parent=heard_here(), lang="zh-Hant"))
    assert asked.headers["idempotency-key"] == "key-1"
    assert asked.headers["authorization"] == "Bearer secret"
    assert asked.json == {
        "status": "@guest it left this morning",
        "visibility": "unlisted",
        "in_reply_to_id": "12",
        "language": "zh-TW",
    }


def test_a_name_that_is_there_already_is_not_doubled() -> None:
    assert sent_by(outgoing("Hello @Guest@social.test!", heard_here())).json["status"] == "Hello @Guest@social.test!"
    assert sent_by(outgoing("thanks @guest", heard_here())).json["status"] == "thanks @guest"
    assert sent_by(outgoing("thanks @guestbook", heard_here())).json["status"] == "@guest thanks @guestbook"


def test_our_own_post_is_answered_without_our_name() -> None:
    ours = heard_here(author=HeardAuthor("https://social.test/users/brand", "brand@social.test"))
    assert sent_by(outgoing(parent=ours)).json["status"] == "it left this morning"


def test_a_content_warning_is_kept() -> None:
    asked = sent_by(outgoing(parent=heard_here(title="food")))
    assert (asked.json["spoiler_text"], asked.json["sensitive"]) == ("food", True)


def test_a_post_heard_elsewhere_is_found_by_its_uri() -> None:
    far = heard_here(
        native={"server": "far.test", "id": "77", "acct": "guest"}, author=HeardAuthor("x", "guest@social.test")
    )
    http = ScriptedHttp(
        {"/api/v2/search": [says({"statuses": [{"id": "55"}]})], "/api/v1/statuses": [says(status(id="99"))]}
    )
    run(session_on(http).publish(outgoing(parent=far)))
    asked = http.of("/api/v1/statuses")[0]
    assert asked.json["in_reply_to_id"] == "55"
    assert asked.json["status"].startswith("@guest@social.test ")
    assert http.of("/api/v2/search")[0].query["q"] == ["https://social.test/s/12"]


@pytest.mark.parametrize("reply", [says({"error": "Record not found"}, 404), says({"statuses": []})])
def test_a_parent_that_is_gone(reply: HttpAnswer) -> None:
    far = heard_here(native={"server": "far.test", "id": "77"})
    http = ScriptedHttp({"/api/v2/search": [reply]})
    with pytest.raises(Rejected):
        run(session_on(http).publish(outgoing(parent=far)))


def test_length_counts_the_name_in_front_and_addresses_at_a_flat_rate() -> None:
    assert counted("@guest@social.test see https://example.org/" + "x" * 400) == len("@guest see ") + 23
    sent_by(outgoing("x" * 493, heard_here()))
    with pytest.raises(Rejected, match="501"):
        sent_by(outgoing("x" * 494, heard_here()))


def test_a_server_with_less_room_is_respected() -> None:
    small = {"statuses": {"max_characters": 100}}
    with pytest.raises(Rejected):
        sent_by(outgoing("x" * 101), configuration=small)


@pytest.mark.parametrize(("version", "delivery"), [("4.5.0", "A"), ("4.0.0 (not true; really snac/2.75)", "B")])
def test_the_class_of_delivery_is_the_server_s(version: str, delivery: str) -> None:
    http = ScriptedHttp({"/api/v1/statuses": [says(status())]})
    session = session_on(http, version=version)
    assert session.speaks.delivery == "B"
    run(session.publish(outgoing()))
    assert session.speaks.delivery == delivery
    assert session.speaks.settle > timedelta(seconds=15)


# -- looking up ----------------------------------------------------------------------------------------------------


def own(text: str, after: int = 5, answered: str | None = "12", number: str = "99") -> dict[str, Any]:
    written = (NOW + timedelta(seconds=after)).isoformat()
    return status(
        id=number, uri=f"https://social.test/s/{number}", content=text, created_at=written, in_reply_to_id=answered
    )


def looked_up(*statuses: dict[str, Any], out: Outgoing | None = None, version: str = "4.5.0") -> str | None:
    http = ScriptedHttp({"/accounts/1/statuses": [says(list(statuses)), says([])]})
    found = run(session_on(http, version=version).look_up(out or outgoing(parent=heard_here())))
    return found.canonical_id if found else None


def test_the_same_words_in_the_same_place_are_ours() -> None:
    html = '<p><span class="h-card"><a class="mention" href="x">@<span>guest</span></a></span> it <b>left</b> this morning</p>'
    assert looked_up(own("something else", number="98"), own(html)) == "https://social.test/s/99"


@pytest.mark.parametrize(
    "other",
    [
        own("@guest it left this morning", answered="13"),
        own("@guest it left this morning", answered=None),
        own("@guest it left this morning", after=-3600),
        own("@guest completely different words"),
    ],
    ids=["under another", "under none", "an hour before", "other words"],
)
def test_what_is_not_ours_leaves_it_absent(other: dict[str, Any]) -> None:
    assert looked_up(other) is None


def test_what_is_only_similar_is_for_a_person() -> None:
    with pytest.raises(OutcomeUnknown):
        looked_up(own("@guest it left this evening"))


def test_a_direct_message_that_a_server_may_not_list_is_for_a_person() -> None:
    direct = heard_here(native={"server": "social.test", "id": "12", "visibility": "direct"})
    assert looked_up(out=outgoing(parent=direct)) is None
    with pytest.raises(OutcomeUnknown):
        looked_up(out=outgoing(parent=direct), version="0.17.0")


def test_a_list_that_never_ends_tells_nothing() -> None:
    turn = iter(range(100, 10_000))

    def page(asked: Asked) -> HttpAnswer:
        return says([own("other words here", number=str(next(turn))) for _ in range(40)])

    with pytest.raises(OutcomeUnknown):
        run(session_on(ScriptedHttp({"/accounts/1/statuses": [page]})).look_up(outgoing(parent=heard_here())))


@pytest.mark.parametrize(
    ("text", "standing", "same"),
    [
        ("Hi :)", "@guest@a.test @other Hi 🙂", True),
        ("*bold* _it_", "bold it", True),
        ("@guest hi", "@guest@social.test hi", True),
        ("排隊兩小時", "@guest 排隊兩小時", True),
        ("👍", "@guest 👍", True),
        ("👍", "@guest 👎", False),
        ("order 1", "order 2", False),
    ],
)
def test_which_texts_are_the_same(text: str, standing: str, same: bool) -> None:
    assert (alike(text, standing) == 1.0) is same


# -- the bell ------------------------------------------------------------------------------------------------------


def bell_rings(answer: Any, seconds: float = 3.0) -> tuple[float, bool, int]:
    """(seconds until it rang, whether a stream was open then, requests that the server heard)."""

    async def work() -> tuple[float, bool, int]:
        async with serving(answer=answer) as server:
            tools = Tools(GuardedClient(allow=server.allowed), HeldClock(NOW))
            made = Server(Settings(server.url, "secret"), tools.http, tools.clock)
            async with Bell(made, tools.http).listening() as bell:
                begun = asyncio.get_running_loop().time()
                await bell.wait(seconds)
                await asyncio.sleep(0.05)
                return asyncio.get_running_loop().time() - begun, bell.connected, len(server.heard)

    return run(work())


def test_an_opened_stream_rings_for_what_came_before_it() -> None:
    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if heard.target.startswith("/api/v1/streaming/user/notification"):
            assert heard.headers["authorization"] == "Bearer secret"
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n:connected\n\n")
            await writer.drain()
            await asyncio.sleep(5)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")

    waited, connected, _ = bell_rings(answer)
    assert connected
    assert waited < 2.5


def test_a_server_without_streams_never_rings() -> None:
    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}")

    waited, connected, requests = bell_rings(answer, 0.5)
    assert waited >= 0.5
    assert not connected
    assert requests == 4, "two for what it is, one for events, one for a web socket"


def test_a_session_without_a_stream_looks_all_the_same() -> None:
    box = Box(note(1))
    session = session_on(box.http())
    session.pause = timedelta(milliseconds=20)

    async def listen() -> list[str]:
        heard: list[str] = []
        async with aclosing(session.stream("")) as batches:  # type: ignore[type-var]
            async for batch in batches:
                heard += numbers(batch)
                if len(heard) == 2:
                    break
                box.notes.append(note(2))
        return heard

    assert run(listen()) == ["1", "2"]
