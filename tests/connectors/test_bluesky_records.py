"""The network's records as posts: real frames, and everything that odd software may write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.connectors.bluesky.records import instant, post_of, split_uri
from earshot.connectors.bluesky.stream import event_of
from earshot.ports.heard import HeardDeletion, HeardPost, Media

RECORDINGS = ("internal/corpus/testdata/expected_v1.jsonl", "internal/subscribe/testdata/golden_v1.jsonl")


def recorded(realdata: Path) -> list[dict[str, Any]]:
    lines = [line for name in RECORDINGS for line in (realdata / "bluesky" / name).read_bytes().splitlines()]
    return [orjson.loads(line) for line in lines]


@pytest.mark.realdata
def test_every_recorded_post_and_deletion_is_heard_and_nothing_else(realdata: Path) -> None:
    events = recorded(realdata)
    heard = [event_of(event) for event in events]
    assert len(events) == 162
    assert sum(isinstance(event, HeardPost) for event in heard) == 18
    assert sum(isinstance(event, HeardDeletion) for event in heard) == 1
    for event, post in zip(events, heard, strict=True):
        commit = event.get("commit", {})
        assert (post is not None) == (commit.get("collection") == "app.bsky.feed.post")


@pytest.mark.realdata
def test_recorded_posts_are_heard_as_they_were_written(realdata: Path) -> None:
    for event in recorded(realdata):
        post = event_of(event)
        if not isinstance(post, HeardPost):
            continue
        commit = event["commit"]
        record = commit["record"]
        assert post.canonical_id == f"at://{event['did']}/app.bsky.feed.post/{commit['rkey']}"
        assert (post.network, post.author.external_id, post.text) == ("bluesky", event["did"], record["text"])
        assert post.posted_at == datetime.fromisoformat(record["createdAt"])
        assert post.lang == (record.get("langs") or [""])[0]
        assert post.native["cid"] == commit["cid"]
        reply = record.get("reply")
        assert post.parent_id == (reply["parent"]["uri"] if reply else "")
        assert post.native.get("root") == (reply["root"] if reply else None)
        assert post.kind == ("comment" if reply else "post")


@pytest.mark.realdata
def test_recorded_links_pictures_and_cards(realdata: Path) -> None:
    posts = {post.text: post for event in recorded(realdata) if isinstance(post := event_of(event), HeardPost)}
    card = posts["www.youtube.com/watch?v=V5lD..."]
    assert card.links == ("https://www.youtube.com/watch?v=V5lDo-jw8mA",)
    pictures = [post for post in posts.values() if post.media]
    assert len(pictures) == 2
    assert all(media.kind == "image" and "/bafkrei" in media.url for post in pictures for media in post.media)


def record(**more: object) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.post", "text": "hello", "createdAt": "2026-11-23T02:00:00.000Z", **more}


def heard(**more: object) -> HeardPost:
    post = post_of("did:plc:abc", "3k", record(**more), "cid1")
    assert post is not None
    return post


def feature(kind: str, start: int, end: int, **more: str) -> dict[str, Any]:
    features = [{"$type": f"app.bsky.richtext.facet#{kind}", **more}]
    return {"index": {"byteStart": start, "byteEnd": end}, "features": features}


def test_a_mention_is_its_identity_and_the_handle_that_the_text_spells() -> None:
    text = "謝謝 @Brand.Test 與 @other"
    facets = [feature("mention", 7, 18, did="did:plc:brand"), feature("mention", 23, 29, did="did:plc:other")]
    assert heard(text=text, facets=facets).mentions == ("did:plc:brand", "brand.test", "did:plc:other")


def test_a_quote_names_what_it_quotes_and_keeps_its_pictures() -> None:
    quoted = {"record": {"uri": "at://did:plc:x/app.bsky.feed.post/1", "cid": "c"}}
    image = {"alt": "壞掉的電梯", "image": {"ref": {"$link": "bafy"}, "mimeType": "image/jpeg"}}
    media = {"$type": "app.bsky.embed.images", "images": [image]}
    post = heard(embed={"$type": "app.bsky.embed.recordWithMedia", "record": quoted, "media": media})
    assert post.is_quote
    assert post.native["quote"] == "at://did:plc:x/app.bsky.feed.post/1"
    (picture,) = post.media
    assert (picture.kind, picture.alt, "did:plc:abc/bafy" in picture.url) == ("image", "壞掉的電梯", True)
    plain = heard(embed={"$type": "app.bsky.embed.record", "record": quoted["record"]})
    assert plain.is_quote
    assert plain.media == ()


def test_a_video_and_an_unknown_embed() -> None:
    post = heard(embed={"$type": "app.bsky.embed.video", "video": {"ref": {"$link": "bafy"}}, "alt": "a clip"})
    assert [media.kind for media in post.media] == ["video"]
    assert heard(embed={"$type": "app.bsky.embed.hologram"}).media == ()
    assert heard(embed={"$type": "app.bsky.embed.video"}).media == (Media("video"),)


def test_an_answer_without_a_root_counts_its_parent_as_root() -> None:
    parent = {"uri": "at://did:plc:p/app.bsky.feed.post/1", "cid": "c"}
    post = heard(reply={"parent": parent})
    assert (post.parent_id, post.root_id, post.parent_author) == (parent["uri"], parent["uri"], "did:plc:p")
    assert heard(reply={"parent": {"uri": 7}}).parent_id == ""


def test_a_null_character_does_not_reach_the_house() -> None:
    assert heard(text="a\x00b").text == "ab"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-23T02:00:00Z", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("2026-11-23T10:00:00.123456789+08:00", datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-23T02:00:00", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (1732327200, None),
    ],
)
def test_times(text: object, at: datetime | None) -> None:
    assert instant(text) == at


def test_a_record_without_a_text_is_no_post() -> None:
    assert post_of("did:plc:abc", "3k", {"text": None}, "c") is None


def test_identities_are_taken_apart() -> None:
    assert split_uri("at://did:plc:a/app.bsky.feed.post/3k") == ("did:plc:a", "app.bsky.feed.post", "3k")
    assert split_uri("nonsense") == ("nonsense", "", "")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["uri", "cid", "did", "index", "byteStart", "byteEnd", "features", "$type", "images", "image", "ref", "$link",
             "alt", "record", "media", "external", "video", "parent", "root"]
        ),
        inner | st.sampled_from(["app.bsky.embed.images", "app.bsky.embed.recordWithMedia", "app.bsky.embed.video"]),
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(text=st.text(), facets=json, embed=json, reply=json, langs=json, created=json)
def test_no_record_stops_the_stream(
    text: str, facets: object, embed: object, reply: object, langs: object, created: object
) -> None:
    post = heard(text=text, facets=facets, embed=embed, reply=reply, langs=langs, createdAt=created)
    assert post.text == text.replace("\x00", "")
    assert all(isinstance(each, str) for each in (*post.links, *post.mentions, post.parent_id, post.root_id, post.lang))
    assert all(isinstance(media, Media) for media in post.media)
    orjson.dumps(dict(post.native))
