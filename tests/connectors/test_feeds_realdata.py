"""All of feedparser's own collection and the naughty strings, through the connector and down the whole road."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from earshot.connectors.feeds.connector import Feeds
from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Post, PostVersion
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.connector import Anomalous, ConnectorError, Tools, Unsupported
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardEvent, HeardPost
from earshot.ports.http import HttpAnswer
from tests.connectors.scripted_http import ScriptedHttp
from tests.features import factories

pytestmark = [pytest.mark.whole, pytest.mark.realdata, pytest.mark.django_db]
HEADER = re.compile(rb"^\s*Header:\s*([\w-]+):\s*(.+?)\s*$", re.MULTILINE)
SMUGGLED = re.compile(r"<\s*(script|iframe|object|embed|style|meta|link|img|a)\b", re.IGNORECASE)
"""What the collection's 745 cases for sanitisers try to bring in."""
REFUSED = 20
"""Documents of the collection that hold no feed, or declare entities, at most."""


def heard(body: bytes, clock: HeldClock, headers: Mapping[str, str]) -> Batch:
    """One document as a session hears it."""
    answer = HttpAnswer(200, headers, body, "https://collection.test/feed")
    http = ScriptedHttp({"/feed": answer})
    session = Feeds().open({"address": "https://collection.test/feed"}, Tools(http, clock))
    return asyncio.run(session.pull(""))


def stated_headers(body: bytes) -> dict[str, str]:
    """The headers with which the collection's own tests serve a document (its leading comment tells)."""
    return {name.decode().lower(): value.decode("latin-1") for name, value in HEADER.findall(body[:2000])}


def road(events: Sequence[HeardEvent], clock: HeldClock) -> list[tuple[object, str]]:
    """Down the whole road, as a channel that keeps everything; what was dropped, with the reasons."""
    workspace = factories.a_workspace()
    factories.a_member(workspace, "owner", "owner")
    channel = factories.a_channel(workspace, kind="feeds")
    dropped: list[tuple[object, str]] = []
    for start in range(0, len(events), 500):
        source = Source(workspace.pk, channel.pk, "channel")
        dropped += travel(Batch(tuple(events[start : start + 500]), "1"), source, clock).dropped
    return dropped


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def is_clean(post: HeardPost) -> bool:
    """Nothing in it that a page could run, open or be led astray by."""
    addresses = [post.url, post.author.url, *post.links, *(media.url for media in post.media)]
    safe = all(address == "" or address.startswith(("http://", "https://")) for address in addresses)
    return safe and not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", post.title + post.text
    )


def test_the_whole_collection_is_heard(realdata: Path, clock: HeldClock) -> None:
    events: list[HeardEvent] = []
    refused: dict[str, str] = {}
    read = 0
    for path in files(realdata / "feedparser" / "tests"):
        body = path.read_bytes()
        try:
            batch = heard(body, clock, stated_headers(body))
        except (Anomalous, Unsupported) as error:
            assert error.message and error.mend
            refused[path.name] = error.message
            continue
        read += 1
        assert batch.counted == len(batch.events), f"{path}: an entry was set aside"
        for event in batch.events:
            assert isinstance(event, HeardPost) and is_clean(event), path
            assert "sanitize" not in path.parts or not SMUGGLED.search(event.text), path
            # The cases all call their entry the same; here each is one of its own.
            events.append(replace(event, canonical_id=f"{read}:{event.canonical_id}"))
    assert read > 2_000
    assert len(refused) <= REFUSED, refused
    dropped = road(events, clock)
    assert {reason for _, reason in dropped} <= {"it has neither text nor media"}
    assert Post.objects.count() + len(dropped) == len(events) > 1_000
    assert not Conversation.objects.exists(), "what was there at first is history"
    assert not Post.objects.filter(history=False).exists()


def naughty(realdata: Path) -> list[str]:
    return [each for each in json.loads((realdata / "blns" / "blns.json").read_text("utf-8")) if isinstance(each, str)]


def as_rss(strings: Sequence[str], how: str) -> str:
    def item(number: int, text: str) -> str:
        told = (
            f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
            if how == "cdata"
            else escape(text)
            if how == "escaped"
            else text
        )
        return f"<item><guid>urn:naughty:{number}</guid><title>{told}</title><description>{told}</description></item>"

    return f"<rss version='2.0'><channel><title>t</title>{''.join(item(*each) for each in enumerate(strings))}</channel></rss>"


@pytest.mark.parametrize("how", ["escaped", "cdata"])
def test_naughty_strings_as_titles_and_texts(realdata: Path, clock: HeldClock, how: str) -> None:
    strings = naughty(realdata)
    batch = heard(as_rss(strings, how).encode("utf-8", "replace"), clock, {})
    assert len(batch.events) == len(strings) > 400
    assert all(isinstance(event, HeardPost) and is_clean(event) for event in batch.events)
    dropped = road(batch.events, clock)
    assert {reason for _, reason in dropped} <= {"it has neither text nor media"}
    assert Post.objects.count() + len(dropped) == len(strings)
    texts = PostVersion.objects.values_list("title", "text")
    assert not any("\x00" in title + text for title, text in texts)


def test_naughty_strings_as_raw_markup_one_by_one(realdata: Path, clock: HeldClock) -> None:
    for text in naughty(realdata):
        try:
            batch = heard(as_rss([text, "fine"], "raw").encode("utf-8", "replace"), clock, {})
        except ConnectorError as error:
            assert error.message and error.mend
            continue
        assert all(isinstance(event, HeardPost) and is_clean(event) for event in batch.events)


def test_naughty_strings_as_json(realdata: Path, clock: HeldClock) -> None:
    strings = naughty(realdata)
    items = [
        {
            "id": f"urn:n:{n}",
            "title": text,
            "content_html": text,
            "url": text,
            "date_published": text,
            "language": text,
            "authors": [{"name": text, "url": text}],
        }
        for n, text in enumerate(strings)
    ]
    batch = heard(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items}).encode(), clock, {}
    )
    assert len(batch.events) == len(strings)
    assert all(isinstance(event, HeardPost) and is_clean(event) for event in batch.events)
    dropped = road(batch.events, clock)
    assert {reason for _, reason in dropped} <= {"it has neither text nor media"}
    assert Post.objects.count() + len(dropped) == len(strings)
