"""Mastodon's statuses as heard posts: text out of HTML, and the shapes of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from earshot.connectors.mastodon.config import read
from earshot.connectors.mastodon.html import plain
from earshot.connectors.mastodon.server import About, instant
from earshot.connectors.mastodon.statuses import post_of
from earshot.kernel.errors import BadInput

ABOUT = About("social.test", "4.5.0")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("<p>one</p>\n\n<p>two</p>", "one\n\ntwo"),
        ("a &amp; b &lt;script&gt;", "a & b <script>"),
        (
            '<p><span class="h-card"><a href="https://s.test/@me" class="u-url mention">@<span>me</span></a></span> hi</p>',
            "@me hi",
        ),
        (
            '<a href="https://e.test/a/long/path"><span class="invisible">https://</span><span class="ellipsis">e.test/a/long</span>'
            '<span class="invisible">/path</span></a>',
            "https://e.test/a/long/path",
        ),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ('<p class="quote-inline">RE: <a href="https://s.test/1">x</a></p><p>so true</p>', "so true"),
        ("<script>alert(1)</script>ok<style>p{}</style>", "ok"),
        ("<p>not <b>closed", "not closed"),
        ("<svg><title>x</title></svg>after", "after"),
        ("</p></div>stray", "stray"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html)[0] == text


def test_links_are_kept_but_not_those_to_people_and_tags() -> None:
    html = (
        '<a href="https://a.test/x">x</a> <a href="https://a.test/x">again</a> <a class="mention" href="https://s.test/@me">@me</a>'
        '<a class="mention hashtag" href="https://s.test/tags/t">#t</a> <a href="javascript:alert(1)">j</a>'
    )
    assert plain(html)[1] == ("https://a.test/x",)


@given(st.text(max_size=300))
def test_any_html_becomes_text(html: str) -> None:
    text, links = plain(html)
    assert text == text.strip()
    assert all(link.startswith(("https://", "http://")) for link in links)


def status(**more: object) -> dict[str, Any]:
    account = {
        "id": "7",
        "acct": "guest",
        "uri": "https://social.test/users/guest",
        "url": "https://social.test/@guest",
        "followers_count": 3,
    }
    base = {
        "id": "12",
        "uri": "https://social.test/users/guest/statuses/12",
        "account": account,
        "content": "<p>hi</p>",
    }
    return {**base, "created_at": "2026-11-23T02:00:00.000Z", "visibility": "unlisted", "language": "zh", **more}


def test_a_status_is_a_post() -> None:
    post = post_of(status(spoiler_text="food"), ABOUT, addressed=True)
    assert post is not None
    assert (post.canonical_id, post.author.handle) == (
        "https://social.test/users/guest/statuses/12",
        "guest@social.test",
    )
    assert (post.text, post.title, post.lang, post.kind, post.addressed) == ("hi", "food", "zh", "post", True)
    assert post.native == {"server": "social.test", "id": "12", "acct": "guest", "visibility": "unlisted"}
    assert post.posted_at == instant("2026-11-23T02:00:00Z")


def test_an_answer_knows_parent_and_root() -> None:
    root = status(id="1", uri="https://a.test/1")
    parent = status(id="2", uri="https://a.test/2", in_reply_to_id="1")
    post = post_of(status(in_reply_to_id="2"), ABOUT, (root, parent))
    assert post is not None
    assert (post.parent_id, post.root_id, post.kind) == ("https://a.test/2", "https://a.test/1", "comment")
    assert post.parent_author == "https://social.test/users/guest"


def test_an_answer_to_what_the_server_does_not_show_is_still_heard() -> None:
    post = post_of(status(in_reply_to_id="2"), ABOUT)
    assert post is not None
    assert (post.parent_id, post.root_id, post.kind) == ("", "", "comment")


def test_direct_messages_media_and_mentions() -> None:
    media = [{"type": "gifv", "url": "https://m.test/1.mp4", "description": None}, {"type": "unknown", "url": None}]
    mentions = [
        {"acct": "brand", "url": "https://social.test/@brand"},
        {"acct": "x@far.test", "url": "https://far.test/@x"},
    ]
    post = post_of(status(visibility="direct", media_attachments=media, mentions=mentions), ABOUT)
    assert post is not None
    assert post.kind == "message"
    assert [each.kind for each in post.media] == ["video", "document"]
    assert post.mentions == ("brand@social.test", "https://social.test/@brand", "x@far.test", "https://far.test/@x")


@pytest.mark.parametrize("broken", [{"account": None}, {"uri": None, "url": None}, {"id": None}])
def test_what_is_no_status_is_left_out(broken: dict[str, None]) -> None:
    assert post_of(status(**broken), ABOUT) is None


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://mastodon.social/@me ", "https://mastodon.social"),
        ("@me@social.test", "https://social.test"),
        ("http://localhost:3000/", "http://localhost:3000"),
    ],
)
def test_spellings_of_a_server(given: str, server: str) -> None:
    assert read({"server": given, "token": "t"}).server == server


@pytest.mark.parametrize(
    "config",
    [{}, {"server": "a"}, {"token": "t"}, {"server": "ftp://a", "token": "t"}, {"server": "https://", "token": "t"}],
)
def test_unusable_settings_are_said_in_words(config: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        read(config)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("version", "mastodon", "quotes"),
    [
        ("4.5.2", True, True),
        ("4.3.1+glitch", True, False),
        ("4.6.0-nightly.2026-01-01", True, True),
        ("3.5.3", True, False),
        ("10.0.0", False, False),
        ("2.7.2 (compatible; Pleroma 2.5.0)", False, False),
        ("4.0.0 (not true; really snac/2.75)", False, False),
        ("0.17.3+git-abc", False, False),
        ("", False, False),
    ],
)
def test_which_servers_are_known_to_honour_the_key(version: str, mastodon: bool, quotes: bool) -> None:
    about = About("a", version)
    assert (about.is_mastodon, about.tells_quotes) == (mastodon, quotes)


def _bodies(folder: Path) -> Iterator[Any]:
    yaml = YAML(typ="safe", pure=False)
    for path in sorted(folder.glob("*.yaml")):
        for interaction in yaml.load(path.read_text("utf-8"))["interactions"]:
            body = interaction["response"]["body"].get("string") or ""
            try:
                yield orjson.loads(body)
            except orjson.JSONDecodeError:
                continue


def _statuses(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "visibility" in value and "content" in value and "account" in value:
            yield value
        for each in value.values():
            yield from _statuses(each)
    elif isinstance(value, list):
        for each in value:
            yield from _statuses(each)


@pytest.mark.whole
@pytest.mark.realdata
def test_every_recorded_status_is_read(realdata: Path) -> None:
    found = 0
    for body in _bodies(realdata / "mastodon" / "cassettes"):
        for raw in _statuses(body):
            post = post_of(raw, ABOUT)
            assert post is not None
            assert post.author.external_id.startswith("http")
            assert "@" in post.author.handle
            assert post.posted_at is not None
            assert "</" not in post.text
            found += 1
    assert found > 100
