"""Feeds that mean harm: bombs, entities, depth, streams without end. All end soon, in words, and reach for nothing."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.feeds import asking
from earshot.connectors.feeds.config import read
from earshot.connectors.feeds.connector import Feeds
from earshot.connectors.feeds.document import MOST_ELEMENTS, MOST_REFERENCES, feeds_named, root_of
from earshot.connectors.feeds.feed import NotAFeed
from earshot.connectors.feeds.html import LONGEST, plain
from earshot.connectors.feeds.json_feed import read_json
from earshot.connectors.feeds.xml import read_xml
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.ports.connector import Anomalous, ConnectorError, Tools, Unavailable, Unsupported
from earshot.ports.heard import Batch, HeardPost
from tests.servers.feed_server import FeedServer

ADDRESS = "https://daily.test/feed"
PATIENCE = 60.0
"""Seconds until a pull counts as hanging."""


@pytest.fixture
def site() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def pull(address: str, clock: HeldClock) -> Batch:
    async def go() -> Batch:
        client = GuardedClient(allow="127.0.0.1")
        try:
            return await Feeds().open({"address": address}, Tools(client, clock)).pull("")
        finally:
            await client.aclose()

    return asyncio.run(asyncio.wait_for(go(), PATIENCE))


def refused(address: str, clock: HeldClock) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        pull(address, clock)
    assert caught.value.message and caught.value.mend
    return caught.value


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ITEM = "<rss version='2.0'><channel><title>t</title><item><guid>urn:x:1</guid><title>{}</title></item></channel></rss>"


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        f'<!DOCTYPE rss [<!ENTITY l9 "{"ha" * 500_000}">]>',
        '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "{site}/dtd"> %p;]>',
        '<!DOCTYPE rss [<!entity l9 SYSTEM "{site}/secret">]>',
    ],
    ids=["billion laughs", "quadratic", "a file", "a parameter", "an address"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_entities_are_refused_and_nothing_is_fetched(
    site: FeedServer, clock: HeldClock, declared: str, encoding: str
) -> None:
    body = '<?xml version="1.0"?>' + declared.replace("{site}", site.url) + ITEM.format("&l9;" * 100)
    error = refused(site.put("/feed", body.encode(encoding), "application/xml"), clock)
    assert isinstance(error, Anomalous)
    assert "entities" in error.message
    assert [asked.path for asked in site.asked] == ["/feed"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<!-- > --><!DOCTYPE rss SYSTEM "{site}/dtd" [<!-- ]> --><!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<?x <!DOCTYPE ?><!DOCTYPE rss SYSTEM "{site}/dtd">',
        '<!DOCTYPE rss PUBLIC ">" "{site}/dtd" [<!ELEMENT rss ANY>]>',
        "x<!DOCTYPE rss [ <!ATTLIST rss x CDATA 'a>b'> ]>",
    ],
)
def test_declarations_that_hide_reach_no_parser(site: FeedServer, hidden: str) -> None:
    body = hidden.replace("{site}", site.url) + ITEM.format("a &l9; b")
    try:
        feed = read_xml(body, ADDRESS)
    except NotAFeed:
        return
    assert "root:" not in "".join(item.title for item in feed.items)
    assert site.asked == []


def test_what_is_included_is_not_fetched(site: FeedServer, clock: HeldClock) -> None:
    body = (
        f'<?xml-stylesheet href="{site.url}/style.xsl" type="text/xsl"?><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
        f'<title>t</title><item><guid>urn:x:1</guid><title>x</title><xi:include href="{site.url}/inc"/><description>&lt;img src="{site.url}/i.png"&gt;'
        f'&lt;iframe src="{site.url}/f"&gt;&lt;/iframe&gt;</description></item></channel></rss>'
    )
    assert len(pull(site.put("/feed", body, "application/xml"), clock).events) == 1
    assert [asked.path for asked in site.asked] == ["/feed"]


def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + packer.flush()


def test_a_hundred_megabytes_of_packed_zeros_are_not_unpacked(site: FeedServer, clock: HeldClock) -> None:
    bomb = zeros(100)
    assert len(bomb) < 200_000
    error = refused(site.put("/feed", bomb, "application/xml", Content_Encoding="gzip"), clock)
    assert isinstance(error, Unavailable) and "larger than" in error.message


def test_a_packed_feed_is_read(site: FeedServer, clock: HeldClock) -> None:
    packed = gzip.compress(ITEM.format("hello").encode())
    assert len(pull(site.put("/feed", packed, "application/xml", Content_Encoding="gzip"), clock).events) == 1


@pytest.mark.parametrize("end", ["</{}>", ""], ids=["closed", "open"])
@pytest.mark.parametrize("name", ["a", "item", "channel", "div", "x:y"])
def test_what_is_nested_a_hundred_thousand_deep_is_refused(name: str, end: str) -> None:
    with pytest.raises(NotAFeed, match="deep"):
        read_xml(f"<rss><channel>{f'<{name}>' * 100_000}{end.format(name) * 100_000}", ADDRESS)


def test_what_has_too_many_elements_is_refused() -> None:
    with pytest.raises(NotAFeed, match="elements"):
        read_xml("<rss><channel>" + "<a/>" * (MOST_ELEMENTS + 1), ADDRESS)


def test_what_has_too_many_references_is_refused() -> None:
    with pytest.raises(NotAFeed, match="references"):
        read_xml("<rss><channel><title>" + "&" * (MOST_REFERENCES + 1), ADDRESS)


def test_deep_json_is_refused() -> None:
    with pytest.raises(NotAFeed):
        read_json('{"version":"jsonfeed","items":' + "[" * 100_000 + "]" * 100_000 + "}", ADDRESS)


def test_a_stream_that_never_ends_is_left(site: FeedServer, clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 1.0)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"<rss version='2.0'><channel>")
        while True:
            handler.wfile.write(b"<item/>")
            time.sleep(0.02)

    assert isinstance(refused(site.answer("/feed", drip), clock), Unavailable)


def test_a_flood_is_left_at_the_cap(site: FeedServer, clock: HeldClock) -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"<item></item>" * 10_000)

    error = refused(site.answer("/feed", flood), clock)
    assert "larger than" in error.message


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "gopher://127.0.0.1"]
)
def test_a_redirect_to_something_else_is_refused(site: FeedServer, clock: HeldClock, target: str) -> None:
    assert isinstance(refused(site.status("/feed", 301, Location=target), clock), Unsupported)


def test_a_page_cannot_send_us_elsewhere_than_the_web(site: FeedServer, clock: HeldClock) -> None:
    page = '<html><link rel=alternate type=application/rss+xml href="file:///etc/passwd">'
    assert isinstance(refused(site.put("/", page, "text/html"), clock), Unsupported)


def test_private_addresses_are_not_reached(clock: HeldClock) -> None:
    async def go() -> None:
        await Feeds().open({"address": "http://127.0.0.1:9/feed"}, Tools(GuardedClient(allow=""), clock)).pull("")

    with pytest.raises(Unsupported) as caught:
        asyncio.run(go())
    assert "may not be reached" in caught.value.message


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!",
        "<!--",
        "<![CDATA[",
        "&",
        "&foo",
        "<a ",
        "<?x ",
        "]]>",
        "<!DOCTYPE ",
        "<!DOCTYPE [",
        "'",
        '<a b="',
        "\n<!ENTITY ",
        "<item><![CDATA[<",
        "</a>",
        "<link ",
    ],
)
@pytest.mark.parametrize("head", ["", "<rss version='2.0'><channel><title>t</title><item><description>"])
def test_rubbish_in_bulk_comes_to_an_end(head: str, piece: str) -> None:
    text = head + piece * 100_000
    with suppress(NotAFeed):
        assert len(read_xml(text, ADDRESS).items) < 2
    assert feeds_named(text, ADDRESS) == ()
    assert len(plain(text)[0]) <= LONGEST


NAUGHTY = "a\x00b\x07c\x1b[31md\u202ee\ufefff\u2066g"


def test_control_characters_do_not_come_through(site: FeedServer, clock: HeldClock) -> None:
    body = ITEM.format(NAUGHTY).replace("<channel>", "<channel><link>javascript:alert(1)</link>")
    body = body.replace("<guid>", "<link>javascript:alert(2)</link><guid>")
    (heard,) = pull(site.put("/feed", body, "application/xml"), clock).events
    assert isinstance(heard, HeardPost)
    assert heard.title == "abc[31mdefg"
    assert heard.url == ""
    assert heard.author.url.startswith("http://127.0.0.1")


def test_a_setting_cannot_name_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(ITEM.format("secret"))
    with pytest.raises(BadInput):
        read({"address": secret.as_uri()})
    with pytest.raises(NotAFeed):
        read_xml(str(secret), ADDRESS)


def test_the_root_is_found_in_one_pass() -> None:
    assert root_of("") == 0
    assert root_of("no element at all") == 17
    assert root_of("<!-- never closed <rss>") == 23
    assert root_of("1 < 2 <rss>") == 6
