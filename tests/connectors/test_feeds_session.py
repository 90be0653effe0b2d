"""A feed's session before a site on loopback: conditional requests, moves, refusals, pauses, pages that name a feed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import TypeVar

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.feeds.asking import Gone
from earshot.connectors.feeds.connector import Feeds, FeedSession
from earshot.kernel.clock import HeldClock
from earshot.kernel.texts import Said
from earshot.ports.connector import (
    Anomalous,
    ConnectorError,
    Notes,
    Proposes,
    Public,
    Pulls,
    RateLimited,
    Speaks,
    Tools,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.heard import Batch, HeardPost
from tests.servers.feed_server import FeedServer

Result = TypeVar("Result")
RSS = "application/rss+xml"
HTML = "text/html; charset=utf-8"


def rss(*items: str, more: str = "") -> str:
    return f'<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Daily</title>{more}{"".join(items)}</channel></rss>'


def item(name: str, text: str = "hello") -> str:
    return f"<item><guid>https://daily.test/{name}</guid><title>{name}</title><description>{text}</description></item>"


@pytest.fixture
def site() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


class Reader:
    """One session, pulled by hand; each pull has its own event loop and client, the clock is the test's."""

    def __init__(self, address: str, clock: HeldClock) -> None:
        self.clock = clock
        self.address = address
        self.cursor = ""
        self.session = self._open()

    def _open(self) -> FeedSession:
        return Feeds().open({"address": self.address}, Tools(GuardedClient(allow="127.0.0.1"), self.clock))

    def restart(self) -> None:
        self.session = self._open()

    def pull(self, after: timedelta = timedelta(hours=7)) -> Batch:
        self.clock.advance(after)
        batch = self.run(lambda session: session.pull(self.cursor))
        self.cursor = batch.cursor
        return batch

    def run(self, act: Callable[[FeedSession], Awaitable[Result]]) -> Result:
        async def go() -> Result:
            client = GuardedClient(allow="127.0.0.1")
            self.session._tools = Tools(client, self.clock)
            try:
                return await act(self.session)
            finally:
                await client.aclose()

        return asyncio.run(go())


def titles(batch: Batch) -> list[str]:
    return [event.title for event in batch.events if isinstance(event, HeardPost)]


def test_what_is_there_at_first_is_history_and_what_comes_is_news(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.put("/feed", rss(item("a"), item("b")), RSS), clock)
    first = reader.pull()
    assert titles(first) == ["b", "a"], "oldest first: feeds begin with the newest"
    assert all(event.backlog for event in first.events if isinstance(event, HeardPost))
    site.put("/feed", rss(item("c"), item("a"), item("b", "changed")), RSS)
    reader.restart()
    second = reader.pull()
    assert sorted(titles(second)) == ["b", "c"]
    assert second.counted == 2
    assert not any(event.backlog for event in second.events if isinstance(event, HeardPost))


def test_what_has_not_changed_is_not_sent_again(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.put("/feed", rss(item("a")), RSS), clock)
    cursor = reader.pull().cursor
    again = reader.pull()
    first, second = site.of("/feed")
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"].startswith('"')
    assert second.headers["if-modified-since"].endswith("GMT")
    assert again == Batch((), cursor)


def test_a_site_without_validators_gives_no_doubles(site: FeedServer, clock: HeldClock) -> None:
    body = rss(item("a")).encode()

    def bare(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    reader = Reader(site.answer("/feed", bare), clock)
    assert len(reader.pull().events) == 1
    assert reader.pull().events == ()


def test_nothing_is_asked_before_the_pause_is_over(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.put("/feed", rss(item("a"), more="<ttl>60</ttl>"), RSS), clock)
    reader.pull()
    assert reader.session.pause == timedelta(hours=1)
    quiet = reader.pull(after=timedelta(minutes=40))
    assert quiet.events == () and len(site.asked) == 1
    assert reader.session.pause == timedelta(minutes=20)
    reader.pull(after=timedelta(minutes=20))
    assert len(site.asked) == 2
    assert reader.session.pause == timedelta(hours=1), "the wish is remembered when the answer is 304"
    clock.advance(timedelta(days=-3))
    reader.pull(after=timedelta(0))
    assert len(site.asked) == 3, "a clock that is set back does not silence a feed"


@pytest.mark.parametrize(
    ("more", "header", "minutes"),
    [
        ("", "", 10),
        ("<ttl>1</ttl>", "", 2),
        ("<ttl>30</ttl>", "max-age=300", 30),
        ("<ttl>nonsense</ttl>", "public, max-age=1800", 30),
        ("<ttl>0</ttl>", "max-age=0", 10),
        ("<ttl>100000</ttl>", "", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", "", 30),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", "", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", "", 60),
    ],
)
def test_how_long_a_feed_is_left_alone(
    site: FeedServer, clock: HeldClock, more: str, header: str, minutes: int
) -> None:
    headers = {"Cache_Control": header} if header else {}
    reader = Reader(site.put("/feed", rss(item("a"), more=more), RSS, **headers), clock)
    reader.pull()
    assert reader.session.pause == timedelta(minutes=minutes)


@pytest.mark.parametrize("status", [301, 308])
def test_an_address_that_moved_for_good_is_followed_and_said(site: FeedServer, clock: HeldClock, status: int) -> None:
    new = site.put("/new", rss(item("a")), RSS)
    reader = Reader(site.status("/old", status, Location="/new"), clock)
    reader.pull()
    assert isinstance(reader.session, Notes)
    assert new in reader.session.note
    site.put("/new", rss(item("a"), item("b")), RSS)
    reader.restart()
    assert titles(reader.pull()) == ["b"]
    assert len(site.of("/old")) == 1
    assert new in reader.session.note, "it is known after a restart, too"
    site.take_away("/new")
    site.put("/old", rss(item("c")), RSS)
    assert titles(reader.pull()) == ["c"], "where the new place is empty, the settings' own address counts again"
    assert reader.session.note == ""


def test_an_address_that_moved_for_now_is_kept(site: FeedServer, clock: HeldClock) -> None:
    site.put("/new", rss(item("a")), RSS)
    reader = Reader(site.status("/old", 302, Location="/new"), clock)
    reader.pull()
    reader.pull()
    assert len(site.of("/old")) == 2
    assert reader.session.note == ""


def test_a_feed_that_is_gone_is_not_asked_again(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.status("/feed", 410), clock)
    for _ in range(3):
        with pytest.raises(Gone) as caught:
            reader.pull()
    assert "remove the channel" in caught.value.mend
    assert len(site.asked) == 1
    with pytest.raises(Gone):
        reader.pull(after=timedelta(days=1))
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Unauthorised),
        (403, Unauthorised),
        (404, Unsupported),
        (429, RateLimited),
        (500, Unavailable),
        (503, Unavailable),
        (300, Unsupported),
    ],
)
def test_refusals_are_said_in_words(
    site: FeedServer, clock: HeldClock, status: int, error: type[ConnectorError]
) -> None:
    reader = Reader(site.status("/feed", status), clock)
    with pytest.raises(error) as caught:
        reader.pull()
    assert isinstance(caught.value.message, Said)
    assert isinstance(caught.value.mend, Said) and caught.value.mend


@pytest.mark.parametrize(
    ("given", "minutes"), [("120", 2), ("Mon, 23 Nov 2026 10:00:00 GMT", 60), ("99999999", 1440), ("soon", None)]
)
def test_a_site_that_asks_for_a_pause_gets_it(
    site: FeedServer, clock: HeldClock, given: str, minutes: int | None
) -> None:
    reader = Reader(site.status("/feed", 429, Retry_After=given), clock)
    with pytest.raises(RateLimited) as caught:
        reader.pull()
    assert caught.value.retry_at == (None if minutes is None else clock.now() + timedelta(minutes=minutes))
    with pytest.raises(RateLimited):
        reader.pull(after=timedelta(minutes=(minutes or 1)) - timedelta(seconds=1))
    assert len(site.asked) == 1
    with pytest.raises(RateLimited):
        reader.pull(after=timedelta(seconds=1))
    assert len(site.asked) == 2


def test_pauses_double_while_a_site_fails_and_end_with_the_failure(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.status("/feed", 500), clock)
    for minutes in (0, 1, 2, 4, 8):
        with pytest.raises(Unavailable):
            reader.pull(after=timedelta(minutes=minutes))
    assert len(site.asked) == 5
    for _ in range(20):
        with pytest.raises(Unavailable):
            reader.pull(after=timedelta(hours=6))
    assert len(site.asked) == 25, "never more than six hours"
    site.put("/feed", rss(item("a")), RSS)
    assert titles(reader.pull()) == ["a"]


def test_a_page_that_names_its_feed_will_do(site: FeedServer, clock: HeldClock) -> None:
    feed = site.put("/atom?x=1&y=2", rss(item("a")), RSS)
    page = """<!doctype html><html><head><link rel="stylesheet" href="/s.css">
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
      <link rel='alternate' type='application/rss+xml' title='News' href='/atom?x=1&amp;y=2'></head><body>hi</body></html>"""
    reader = Reader(site.put("/", page, HTML), clock)
    assert titles(reader.pull()) == ["a"]
    assert feed in reader.session.note
    reader.restart()
    assert reader.pull().events == ()
    assert len(site.of("/")) == 1, "from then on the feed itself is asked"
    assert reader.run(lambda session: session.account()) is None


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>x</title></head></html>",
        "",
        "hello",
        '<html><link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<html><link rel="alternate" type="application/rss+xml" href="/">',
    ],
)
def test_a_page_without_a_feed_is_said(site: FeedServer, clock: HeldClock, page: str) -> None:
    reader = Reader(site.put("/", page, HTML), clock)
    with pytest.raises(Unsupported) as caught:
        reader.run(lambda session: session.account())
    assert "feed's address" in caught.value.mend


def test_two_pages_that_name_one_another_end(site: FeedServer, clock: HeldClock) -> None:
    named = '<html><head><link rel="alternate" type="application/rss+xml" href="{}"></head></html>'
    site.put("/b", named.format("/a"), HTML)
    reader = Reader(site.put("/a", named.format("/b"), HTML), clock)
    with pytest.raises(Unsupported):
        reader.pull()
    assert len(site.asked) == 2


@pytest.mark.parametrize("body", ["<rss><channel></channel></rss>", "{}", '{"items": 3, "title": "x"}', "{" * 100_000])
def test_a_document_that_is_no_feed_is_said(site: FeedServer, clock: HeldClock, body: str) -> None:
    reader = Reader(site.put("/feed", body, "application/xml"), clock)
    if body.startswith("<rss"):
        assert reader.pull().events == (), "an empty feed is a feed"
        return
    with pytest.raises(Anomalous) as caught:
        reader.pull()
    assert caught.value.message and caught.value.mend


def test_another_address_is_another_feed(site: FeedServer, clock: HeldClock) -> None:
    reader = Reader(site.put("/one", rss(item("a")), RSS), clock)
    reader.pull()
    reader.address = site.put("/two", rss(item("a"), item("b")), RSS)
    reader.restart()
    batch = reader.pull()
    assert sorted(titles(batch)) == ["a", "b"]
    assert all(event.backlog for event in batch.events if isinstance(event, HeardPost))
    assert "if-none-match" not in site.of("/two")[0].headers


@pytest.mark.parametrize("cursor", ["{", "[]", "null", '{"a": 3}', '{"s": "short"}', "\x00"])
def test_a_damaged_cursor_begins_anew(site: FeedServer, clock: HeldClock, cursor: str) -> None:
    reader = Reader(site.put("/feed", rss(item("a")), RSS), clock)
    reader.cursor = cursor
    assert titles(reader.pull()) == ["a"]


def test_it_listens_publicly_and_never_speaks(clock: HeldClock) -> None:
    session = Feeds().open({"address": "daily.test"}, Tools(GuardedClient(), clock))
    assert isinstance(session, Pulls) and isinstance(session, Public) and session.public
    assert not isinstance(session, Speaks) and Feeds.speaks is None
    assert isinstance(Feeds(), Proposes)
