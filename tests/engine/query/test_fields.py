"""What fields ask of a post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.query import INBOX_FIELDS, Document, parse
from earshot.engine.query.fieldtests import seen_in
from earshot.engine.query.post import document_of_post
from earshot.kernel.errors import BadInput
from tests.engine.query.strategies import texts

POSTED = datetime(2026, 11, 8, 15, 30, tzinfo=UTC)
TAIPEI = ZoneInfo("Asia/Taipei")
POST = Document(
    "text",
    values={
        "lang": "zh-Hant",
        "network": "bluesky",
        "channel": "Our Page",
        "author": "@Alice.example",
        "author_name": "Alice Chen",
        "country": "TW",
        "url": "https://Shop.Acme.example/a?b",
        "kind": "review",
        "followers": 1500,
        "risk": 70,
        "topic": frozenset({"Recall", "industry"}),
        "tag": frozenset({"VIP"}),
        "is": frozenset({"reply", "advocate"}),
        "has": frozenset({"image"}),
        "state": "assigned",
        "posted": POSTED,
        "intent": "complaint",
    },
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lang:zh", True),
        ("lang:zh-hant", True),
        ("lang:zh-Hans", False),
        ("lang:(en OR zh)", True),
        ("network:BlueSky", True),
        ('channel:"our page"', True),
        ("channel:our", False),
        ("author:alice.example", True),
        ("author:@alice.example", True),
        ('author:"alice chen"', True),
        ("author:alice", False),
        ("country:tw", True),
        ("url:shop.acme.example/a", True),
        ("url:acme.example/b", False),
        ("site:acme.example", True),
        ("site:shop.acme.example", True),
        ("site:hop.acme.example", False),
        ("kind:(mail OR review)", True),
        ("followers>=1500", True),
        ("followers>1500", False),
        ("followers<1501", True),
        ("followers:[1000 TO 1500]", True),
        ("followers:([1 TO 2] OR 1500)", True),
        ("followers=1500", True),
        ("risk:[* TO 69]", False),
        ("topic:recall", True),
        ("topic:(a OR INDUSTRY)", True),
        ("tag:vip", True),
        ("is:reply", True),
        ("is:repost", False),
        ("has:image", True),
        ("has:media", True),
        ("has:video", False),
        ("state:open", True),
        ("state:assigned", True),
        ("state:resolved", False),
        ("intent:(complaint OR question)", True),
        ("sentiment:negative", False),
        ("-sentiment:negative", True),
        ("campaign:x", False),
        ("brand:acme", False),
    ],
)
def test_a_field(query, expected):
    assert parse(query, INBOX_FIELDS).matches(POST) is expected


@pytest.mark.parametrize("query", ["lang:en", "followers<5", "risk:[* TO *]", "posted<2030-01-01", "hour:3", "age>1h"])
def test_a_field_that_the_post_lacks_is_false(query):
    assert not parse(query, INBOX_FIELDS).matches(Document("x"), at=POSTED)
    assert parse(f"-({query})", INBOX_FIELDS).matches(Document("x"), at=POSTED)


@pytest.mark.parametrize(
    ("query", "utc", "taipei"),
    [
        ("posted:[2026-11-01 TO 2026-11-08]", True, True),
        ("posted:2026-11-08", True, True),
        ("posted:2026-11-09", False, False),
        ("posted>2026-11-08", False, False),
        ("posted>=2026-11-08", True, True),
        ("posted<2026-11-08", False, False),
        ("posted<=2026-11-08", True, True),
        ("posted:[2026-11-08T15:30 TO *]", True, True),
        ("posted>2026-11-08T15:30", False, True),
        ("posted<2026-11-08T16:00Z", True, True),
        ('posted>="2026-11-08 23:00"', False, True),
        ("posted:[2026-11-08T15:30+00:00 TO 2026-11-08T15:30+00:00]", True, True),
        ("hour:[9 TO 15]", True, False),
        ("hour:23", False, True),
        ("hour>=16", False, True),
    ],
)
def test_times_are_in_the_zone_of_the_query(query, utc, taipei):
    assert parse(query).matches(POST) is utc
    assert parse(query).matches(POST, zone=TAIPEI) is taipei


def test_a_date_is_its_whole_day_in_the_zone():
    late = Document("x", values={"posted": datetime(2026, 11, 8, 16, 30, tzinfo=UTC)})
    assert parse("posted:2026-11-08").matches(late)
    assert not parse("posted:2026-11-08").matches(late, zone=TAIPEI)
    assert parse("posted:2026-11-09").matches(late, zone=TAIPEI)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("age<2h", False), ("age<=2h", True), ("age:[1h TO 1d]", True), ("age>119m", True), ("age>2h", False)],
)
def test_the_age_is_reckoned_from_the_time_given(query, expected):
    assert parse(query, INBOX_FIELDS).matches(POST, at=POSTED + timedelta(hours=2)) is expected


def test_an_age_without_a_time_is_an_error():
    with pytest.raises(ValueError, match="at="):
        parse("age<2h", INBOX_FIELDS).matches(POST)


def test_the_document_of_a_post():
    document = document_of_post(
        {
            "id": "1",
            "text": "t",
            "title": None,
            "bio": "b",
            "reply_to": "0",
            "verified": True,
            "media": ["image"],
            "topics": ["a"],
            "posted": "2026-11-08T15:30:00",
            "followers": 3.0,
            "unknown": object(),
        }
    )
    query = parse("is:reply is:verified has:image has:media topic:a followers:3 bio:b posted:2026-11-08", INBOX_FIELDS)
    assert query.matches(document)


@pytest.mark.parametrize(
    "post",
    [
        {},
        {"text": None},
        {"text": 1},
        {"text": "a", "followers": "many"},
        {"text": "a", "followers": True},
        {"text": "a", "posted": "soon"},
        {"text": "a", "posted": 5},
        {"text": "a", "is": 3},
        {"text": "a", "tags": [1]},
        {"text": "a", "verified": "yes"},
        {"text": "a", "lang": ["en"]},
    ],
)
def test_a_post_that_cannot_be_read(post):
    with pytest.raises(BadInput):
        document_of_post(post)


@given(texts, texts, st.sets(st.just("https://a.example/")))
def test_what_is_seen_in_a_post_is_what_has_finds(text: str, title: str, links: set[str]) -> None:
    post = Document(text, title, values={"links": links})
    asked = ("link", "hashtag", "mention", "question")
    assert seen_in(post) == {word for word in asked if parse(f"has:{word}").matches(post)}
