"""Feeds as heard posts: every dialect, encodings, dates, identities, HTML, settings and proposals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.connectors.feeds.config import proposals, read
from earshot.connectors.feeds.dates import instant
from earshot.connectors.feeds.decoding import decoded
from earshot.connectors.feeds.document import feeds_named, shape_of
from earshot.connectors.feeds.feed import NotAFeed
from earshot.connectors.feeds.html import plain
from earshot.connectors.feeds.json_feed import read_json
from earshot.connectors.feeds.posts import Place, cleaned, mark_of
from earshot.connectors.feeds.xml import read_xml
from earshot.kernel.errors import BadInput
from earshot.ports.heard import HeardPost, Media

ADDRESS = "https://www.daily.test/news/feed.xml"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

RSS = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="{version}"><channel><title>Daily</title><link>https://www.daily.test/</link><language>zh-tw</language>
<item><title>One &amp;amp; two</title><link>/a?utm_source=rss&amp;id=1#top</link><description>&lt;p&gt;Hello &lt;b&gt;all&lt;/b&gt;&lt;/p&gt;</description>
<pubDate>Mon, 23 Nov 2026 10:00:00 +0800</pubDate></item></channel></rss>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://www.daily.test/"><title>Daily</title><link>https://www.daily.test/</link></channel>
<item rdf:about="https://www.daily.test/a?id=1"><title>One &amp;amp; two</title><link>https://www.daily.test/a?id=1</link><description>Hello all</description>
<dc:date>2026-11-23T10:00:00+08:00</dc:date><dc:creator>Mei</dc:creator></item></rdf:RDF>"""
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="zh-TW"><title>Daily</title><link rel="alternate" href="https://www.daily.test/"/>
<entry><title mode="escaped" type="text/html">One &amp;amp; two</title><link rel="alternate" href="https://www.daily.test/a?id=1"/><id>https://www.daily.test/a?id=1</id>
<issued>2026-11-23T02:00:00Z</issued><modified>2026-11-23T02:30:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;Hello all&lt;/p&gt;</content></entry></feed>"""
ATOM_10 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-TW" xml:base="https://www.daily.test/"><title>Daily</title><link href="/"/>
<entry><title type="html">One &amp;amp; two</title><link href="a?id=1"/><id>https://www.daily.test/a?id=1</id><published>2026-11-23T02:00:00Z</published>
<updated>2026-11-23T09:00:00Z</updated><summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <b>all</b></p></div></content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Daily", "home_page_url": "https://www.daily.test/", "language": "zh-TW",
"items": [{"id": "https://www.daily.test/a?id=1", "url": "/a?id=1", "title": "One & two", "content_html": "<p>Hello <b>all</b></p>", "date_published": "2026-11-23T10:00:00+08:00"}]}"""


def posts(text: str, *, backlog: bool = False) -> list[HeardPost]:
    feed = (read_json if shape_of(text) == "json" else read_xml)(text, ADDRESS)
    place = Place(ADDRESS, feed, "news")
    return [place.post_of(item, backlog=backlog) for item in feed.items]


def post(text: str) -> HeardPost:
    (found,) = posts(text)
    return found


def rss(inner: str, more: str = "") -> str:
    return (
        '<rss version="2.0" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>Daily</title><link>https://www.daily.test/</link>{more}<item>{inner}</item></channel></rss>"
    )


@pytest.mark.parametrize(
    "text",
    [
        *(RSS.format(version=version) for version in ("0.91", "0.92", "0.93", "0.94", "2.0")),
        RDF,
        ATOM_03,
        ATOM_10,
        JSON,
    ],
    ids=["0.91", "0.92", "0.93", "0.94", "2.0", "rdf", "atom 0.3", "atom 1.0", "json"],
)
def test_every_dialect_says_the_same(text: str) -> None:
    heard = post(text)
    assert (heard.network, heard.kind, heard.title, heard.text) == ("feeds", "news", "One & two", "Hello all")
    assert heard.canonical_id == "https://www.daily.test/a?id=1"
    assert heard.url.split("#")[0].replace("utm_source=rss&", "") == "https://www.daily.test/a?id=1"
    assert (heard.posted_at, heard.precision) == (AT, "second")
    assert heard.lang.lower() in ("zh-tw", "")
    assert (heard.author.handle, heard.author.name) in (("daily.test", "Daily"), ("daily.test", "Mei"))
    assert heard.author.external_id.startswith("https://www.daily.test/")


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        ("<guid>tag:daily.test,2026:1</guid><link>https://a.test/x</link>", "tag:daily.test,2026:1"),
        ('<guid isPermaLink="false">0123456789abcdef</guid>', "entry:daily.test:0123456789abcdef"),
        ('<guid isPermaLink="false">42</guid>', "entry:daily.test:42"),
        ("<link>HTTPS://A.test/x?fbclid=1&amp;b=2&amp;utm_medium=x#c</link>", "https://a.test/x?b=2"),
    ],
)
def test_which_entry_it_is(inner: str, name: str) -> None:
    assert post(rss(f"<title>t</title>{inner}")).canonical_id == name


def test_an_entry_without_any_id_is_known_by_what_it_says() -> None:
    one = post(rss("<title>t</title><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"))
    same = post(rss("<title>t</title><description>more</description><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"))
    other = post(rss("<title>t</title><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>"))
    assert one.canonical_id == same.canonical_id != other.canonical_id
    assert mark_of(one) != mark_of(same), "an edit"


def test_an_endless_id_is_shortened_always_alike() -> None:
    one, two = (post(rss(f'<title>t</title><guid isPermaLink="false">{"x" * 5000}{end}</guid>')) for end in "ab")
    assert len(one.canonical_id) < 100
    assert one.canonical_id != two.canonical_id


def test_short_ids_of_two_feeds_of_a_site_differ() -> None:
    other = rss('<title>t</title><guid isPermaLink="false">42</guid>').replace("daily.test/<", "daily.test/comments/<")
    assert post(other).canonical_id == "entry:daily.test/comments:42"


def test_authors_sources_and_answers() -> None:
    signed = post(rss("<title>t</title><author>mei@daily.test (Mei Lin)</author><guid>urn:x:1</guid>"))
    assert (signed.author.name, signed.author.external_id) == ("Mei Lin", "https://www.daily.test/#Mei Lin")
    assert "mei@" not in repr(signed.author), "addresses of people are not kept"
    paper = post(rss('<title>t</title><guid>urn:x:1</guid><source url="https://www.paper.test">The Paper</source>'))
    assert (paper.author.name, paper.author.handle) == ("The Paper", "paper.test")
    answer = post(rss('<title>t</title><guid>urn:x:2</guid><thr:in-reply-to ref="urn:x:1"/>'))
    assert (answer.parent_id, answer.kind) == ("urn:x:1", "comment")


def test_podcasts_and_pictures() -> None:
    heard = post(
        rss(
            '<title>Episode</title><guid>urn:x:1</guid><itunes:author>Mei</itunes:author><enclosure url="/e.mp3" type="audio/mpeg" length="9"/>'
            '<media:content url="https://m.test/v.mp4"/><media:thumbnail url="https://m.test/t"/><enclosure url="javascript:x" type="audio/mpeg"/>'
            "<description>&lt;img src='/p.png' alt='A  lift'&gt;&lt;img src='data:x'&gt;</description>"
        )
    )
    assert heard.media == (
        Media("audio", "https://www.daily.test/e.mp3"),
        Media("video", "https://m.test/v.mp4"),
        Media("image", "https://m.test/t"),
        Media("image", "https://www.daily.test/p.png", "A lift"),
    )
    assert heard.author.name == "Mei"


def test_the_whole_text_is_preferred_to_its_summary_and_links_are_whole() -> None:
    heard = post(
        rss(
            "<title>t</title><guid>urn:x:1</guid><description>short</description>"
            '<content:encoded><![CDATA[<p>long enough</p><a href="/b">b</a><a href="javascript:alert(1)">j</a><script>alert(1)</script>]]></content:encoded>'
        )
    )
    assert heard.text == "long enough\n\nbj"
    assert heard.links == ("https://www.daily.test/b",)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("a &amp; b &lt;script&gt;", "a & b <script>"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>not <b>closed", "not closed"),
        ("<style>p{}</style><iframe src=x>f</iframe>ok<!-- no -->", "ok"),
        ("<![CDATA[x]]>", ""),
        ("a\x00b\x1bc\u202ed", "abcd"),
        ("<b>" * 20_000 + "deep", "deep"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html)[0] == text


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_html_becomes_text(html: str, base: str) -> None:
    text, links, pictures = plain(html, base)
    assert text == text.strip()
    assert all(link.startswith(("https://", "http://")) for link in (*links, *(picture for picture, _ in pictures)))


TEXT = "台灣的高鐵排隊兩小時，大家都說服務不好，我也這樣想。這個問題要有人來看。"
SIMPLE = "上海的地铁排队两小时，大家都说服务不好，我也这样想。这个问题要有人来看。"
DOCUMENT = '<?xml version="1.0" encoding="{}"?><rss><channel><title>{}</title></channel></rss>'


@pytest.mark.parametrize(
    ("text", "real", "declared", "header"),
    [
        (TEXT, "utf-8", "utf-8", ""),
        (TEXT, "utf-8", "big5", "text/xml; charset=iso-8859-1"),
        (TEXT, "utf-8-sig", "us-ascii", ""),
        (TEXT, "utf-16", "utf-16", ""),
        (TEXT, "utf-16-le", "utf-16", ""),
        (TEXT, "utf-16-be", "utf-8", ""),
        (TEXT, "cp950", "big5", ""),
        (TEXT, "cp950", "utf-8", "application/xml; charset=utf-8"),
        (TEXT, "cp950", "", ""),
        (TEXT, "cp950", "nonsense", "text/xml; charset=Big5"),
        (SIMPLE, "gb18030", "gb2312", ""),
        (SIMPLE, "gb18030", "utf-8", ""),
        (SIMPLE, "gb18030", "", "text/xml; charset=gbk"),
        ("東京のラーメンはとてもおいしいです", "cp932", "Shift_JIS", ""),
        ("東京のラーメンはとてもおいしいです", "iso2022_jp", "iso-2022-jp", ""),
        ("東京のラーメンはとてもおいしいです", "euc_jp", "euc-jp", ""),
        ("Café naïve — “quoted”", "cp1252", "iso-8859-1", ""),
        ("Café naïve", "cp1252", "utf-8", ""),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(text: str, real: str, declared: str, header: str) -> None:
    body = DOCUMENT.format(declared, text).encode(real)
    assert text in decoded(body, header)


def test_one_broken_letter_does_not_change_the_encoding() -> None:
    body = DOCUMENT.format("utf-8", TEXT * 3).encode().replace("鐵".encode(), "鐵".encode()[:2], 1)
    assert TEXT in decoded(body)


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, header: str) -> None:
    decoded(body, f"text/xml; charset={header}").encode()


@pytest.mark.parametrize("name", ["zlib", "rot13", "idna", "punycode", "unicode_escape", "undefined", "hex"])
def test_a_declaration_cannot_name_a_tool(name: str) -> None:
    assert "\\x41" in decoded(f'<?xml version="1.0" encoding="{name}"?><a>\\x41é</a>'.encode("latin-1"))


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("Mon, 23 Nov 2026 10:00:00 +0800", AT, "second"),
        ("Mon, 23 Nov 2026 10:00 +0800", AT, "minute"),
        ("2026-11-23T10:00:00.123+08:00", AT.replace(microsecond=123000), "second"),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC), "day"),
        ("2026-11-23 02:00:00", AT, "second"),
        ("2026-11-23T02:00Z", AT, "minute"),
        ("2026年11月23日 下午3:05", datetime(2026, 11, 23, 15, 5, tzinfo=UTC), "minute"),
        ("2026年11月23日 上午12時5分", datetime(2026, 11, 23, 0, 5, tzinfo=UTC), "minute"),
        ("2026/11/23 10:00:00 +0800", AT, "second"),
        ("2026年11月23日", datetime(2026, 11, 23, tzinfo=UTC), "day"),
        ("1970-01-01T00:00:00Z", None, "day"),
        ("0001-01-01", None, "day"),
        ("99999-99-99", None, "day"),
        ("yesterday", None, "day"),
        ("", None, "day"),
    ],
)
def test_dates_of_all_kinds(text: str, at: datetime | None, precision: str) -> None:
    assert instant(text) == (at, precision)


def test_an_entry_without_a_date_has_none_to_the_day() -> None:
    heard = post(rss("<title>t</title><guid>urn:x:1</guid><pubDate>soon</pubDate>"))
    assert (heard.posted_at, heard.precision) == (None, "day")


def test_broken_feeds_are_read_as_far_as_they_make_sense() -> None:
    broken = (
        'Warning: something in /srv/x.php<br />\n<rss version="2.0"><channel><title>Tom & Jerry</title>'
        "<item><title>A & B &nbsp; C</title><guid>urn:x:1</guid><description>x < y</description></item><item><title>second</title>"
    )
    first, second = posts(broken)
    assert first.title == "A & B C"
    assert second.title == "second"


def test_json_feeds_of_both_versions_and_their_oddities() -> None:
    old = '{"version": "https://jsonfeed.org/version/1", "title": "x", "items": [{"id": 7, "content_text": "a\\nb", "author": {"name": "Mei", "url": "/mei"}}, 3]}'
    feed = read_json(old, ADDRESS)
    assert feed.set_aside
    heard = post(old)
    assert heard.canonical_id == "entry:daily.test/news/feed.xml:7"
    assert (heard.text, heard.author.name, heard.author.external_id) == ("a\nb", "Mei", "https://www.daily.test/mei")
    lone = '{"version": "jsonfeed", "items": [{"id": "1", "title": "\\ud800"}]}'
    assert len(posts(lone)) == 1
    with pytest.raises(NotAFeed):
        read_json('{"title": "x", "items": {}}', ADDRESS)


def test_pages_name_their_feeds() -> None:
    page = (
        '<base href="https://cdn.test/x/"><LINK REL="alternate home" TYPE="application/atom+xml" HREF=feed.atom>'
        '<link rel=alternate type="text/html" href="/en"><link rel="alternate" type="application/json" href="/wp-json">'
        '<link rel="alternate" type="application/feed+json" title="留言" href="/c.json">'
    )
    assert feeds_named(page, ADDRESS) == ("https://cdn.test/x/feed.atom", "https://cdn.test/c.json")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("daily.test/feed", "https://daily.test/feed"),
        (" http://daily.test:8080/feed?x=1#top ", "http://daily.test:8080/feed?x=1"),
        ("feed://daily.test/feed", "https://daily.test/feed"),
        ("feed:https://daily.test/feed", "https://daily.test/feed"),
        ("feed:http://daily.test/feed", "http://daily.test/feed"),
        ("HTTPS://daily.test/", "https://daily.test/"),
    ],
)
def test_spellings_of_an_address(given: str, address: str) -> None:
    assert read({"address": given}).address == address


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"address": " "},
        {"address": "ftp://a.test/x"},
        {"address": "file:///etc/passwd"},
        {"address": "https://"},
        {"address": "https://me:secret@a.test/"},
        {"address": "two words"},
        {"address": "http://[::1"},
        {"address": "https://a.test", "kind": "mail"},
    ],
)
def test_unusable_settings_are_said_in_words(config: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        read(config)
    assert caught.value.mend
    assert "secret" not in caught.value.message or "me:" in config["address"]


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("zh-TW", "hl=zh-TW&gl=TW"),
        ("zh-Hant", "hl=zh-TW&gl=TW"),
        ("zh-hant-hk", "hl=zh-TW&gl=TW"),
        ("zh-CN", "hl=zh-CN&gl=CN"),
        ("zh_Hans", "hl=zh-CN&gl=CN"),
        ("en", "hl=en-US&gl=US"),
        ("ja", "hl=en-US&gl=US"),
        ("", "hl=en-US&gl=US"),
    ],
)
def test_news_searches_are_proposed_in_the_language(language: str, part: str) -> None:
    found = proposals(' Blue  "Lift" & Co ', language)
    assert part in found[0][1]
    assert "%22Blue+Lift+%26+Co%22" in found[0][1]
    assert len({title for title, _ in found}) == len(found)
    assert all(title and read({"address": address}).address == address for title, address in found)
    assert proposals("  ", language) == ()


def test_cleaning_an_address_keeps_what_tells_pages_apart() -> None:
    assert cleaned("http://A.test/x?a=&b=%E4%BD%A0&utm_campaign=1") == "http://a.test/x?a=&b=%E4%BD%A0"
    assert cleaned("http://[::1") == "http://[::1"
