"""What the stages make of a batch."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from earshot.features.listening.events import FactsChanged
from earshot.features.listening.models import Author, Channel, Heard, Mention, Post, PostVersion, Sighting
from earshot.ports import bus
from earshot.ports.heard import HeardAuthor, HeardDeletion, Media
from tests.features.factories import MORNING, a_channel, a_topic, a_workspace
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[FactsChanged]:
    """The feature's events, kept from the features above."""
    heard: list[FactsChanged] = []
    monkeypatch.setitem(bus._handlers, FactsChanged, [heard.append])
    return heard


def test_a_new_post_is_stored_with_everything_that_was_heard(ear: Ear) -> None:
    author = HeardAuthor("id:anna", "anna", "Anna", bio="cook", followers=12, verified=True)
    (envelope,) = ear.hear(
        said("Hello", title="Hi", author=author, lang="en", media=(Media("image", "https://x.test/1", "a cat"),),
             links=("https://y.test",), url="https://x.test/p/1", native={"cid": "b"}, kind="review", is_quote=True)
    )  # fmt: skip
    post = Post.objects.get()
    version = post.versions.get()
    assert envelope.outcome == "new"
    assert envelope.stored == post
    assert (post.kind, post.url, post.native, post.is_quote, post.posted_at, post.version) == (
        "review", "https://x.test/p/1", {"cid": "b"}, True, MORNING, 1,
    )  # fmt: skip
    assert (version.title, version.text, version.links) == ("Hi", "Hello", ["https://y.test"])
    assert version.media == [{"kind": "image", "url": "https://x.test/1", "alt": "a cat"}]
    assert (post.author.name, post.author.followers, post.author.verified) == ("Anna", 12, True)
    assert version.findings["sentiment"] == {
        "value": "neutral", "confidence": 0.9, "by": "shouting@1", "reasons": ["capitals"],
    }  # fmt: skip
    assert post.sentiment == "neutral"
    assert Sighting.objects.get().channel == ear.channel


def test_the_same_batch_twice_changes_nothing(ear: Ear, told: list[FactsChanged]) -> None:
    a_topic(ear.workspace, "greeting", "hello")
    batch = [said("hello", 1), said("hello again", 2, parent_id="test://1")]
    ear.hear(*batch)
    counts = [model.objects.count() for model in (Post, PostVersion, Sighting, Mention, Author)]
    again = ear.hear(*batch)
    assert [envelope.outcome for envelope in again] == ["seen", "seen"]
    assert [model.objects.count() for model in (Post, PostVersion, Sighting, Mention, Author)] == counts
    assert not told


def test_a_post_heard_by_two_channels_is_one_post_with_two_sightings(ear: Ear) -> None:
    other = a_channel(ear.workspace, kind="testnet")
    ear.hear(said("hello"))
    ear.hear(said("hello"), channel=other)
    assert Post.objects.count() == 1
    assert set(Sighting.objects.values_list("channel", flat=True)) == {ear.channel.pk, other.pk}


def test_heard_again_as_addressed_it_becomes_addressed(ear: Ear) -> None:
    ear.hear(said("hello"))
    (envelope,) = ear.hear(said("hello", addressed=True))
    assert envelope.outcome == "seen"
    assert envelope.stored.addressed
    assert Post.objects.get().addressed


def test_an_edit_is_a_new_version_and_matches_anew(ear: Ear, told: list[FactsChanged]) -> None:
    late, early = a_topic(ear.workspace, "late", "late"), a_topic(ear.workspace, "early", "early")
    ear.hear(said("You are late"))
    (envelope,) = ear.hear(said("YOU ARE EARLY"))
    post = Post.objects.get()
    assert envelope.outcome == "edited"
    assert post.version == 2
    assert [version.text for version in post.versions.order_by("number")] == ["You are late", "YOU ARE EARLY"]
    assert [mention.topic for mention in post.mentions.all()] == [early]
    assert late.mentions.count() == 0
    assert post.mentions.get().spans == [["text", 8, 13]]
    assert post.sentiment == "negative"
    assert told == [FactsChanged(ear.workspace.pk, (post.pk,), "edit")]


def test_a_deletion_leaves_a_tombstone_without_a_word(ear: Ear, told: list[FactsChanged]) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("late", url="https://x.test/1", media=(Media("image"),), native={"cid": "c"}))
    ear.hear(said("late again"))
    told.clear()
    (envelope,) = ear.hear(HeardDeletion("testnet", "test://1"))
    post = Post.objects.get()
    assert envelope.outcome == "deleted"
    assert post.deleted_at == ear.clock.now()
    assert (post.url, post.native) == ("", {})
    assert [(v.text, v.title, v.media, v.links) for v in post.versions.all()] == [("", "", [], [])] * 2
    assert [v.findings["sentiment"]["reasons"] for v in post.versions.all()] == [[], []]
    assert post.mentions.get().spans == []
    assert told == [FactsChanged(ear.workspace.pk, (post.pk,), "deletion")]


def test_a_tombstone_stays_when_the_stream_is_rewound(ear: Ear, told: list[FactsChanged]) -> None:
    ear.hear(said("late"), HeardDeletion("testnet", "test://1"))
    told.clear()
    answers = ear.hear(said("late"), HeardDeletion("testnet", "test://1"))
    assert [envelope.outcome for envelope in answers] == ["seen", "seen"]
    assert Post.objects.get().versions.get().text == ""
    assert not told


def test_one_batch_may_tell_of_a_post_again_and_again(ear: Ear) -> None:
    answers = ear.hear(said("one"), said("one"), said("two"), HeardDeletion("testnet", "test://1"))
    assert [envelope.outcome for envelope in answers] == ["new", "edited", "deleted"]
    assert ear.reasons == ["twice in one batch"]
    assert [version.text for version in Post.objects.get().versions.all()] == ["", ""]


def test_times_in_the_future_are_clamped_and_flagged(ear: Ear) -> None:
    ear.hear(said("soon", posted_at=MORNING + timedelta(days=1)), said("never", 2, posted_at=None))
    soon, never = Post.objects.order_by("id")
    assert (soon.posted_at, soon.clamped) == (MORNING, True)
    assert (never.posted_at, never.clamped) == (MORNING, False)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"canonical_id": ""}, "it has no identity"),
        ({"canonical_id": "x" * 1001}, "its identity is too long"),
        ({"author": HeardAuthor("")}, "it has no author"),
        ({"text": "x" * 100_001}, "its text is too long"),
        ({"text": ""}, "it has neither text nor media"),
        ({"posted_at": datetime(2026, 1, 1)}, "its time has no zone"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_a_post_is_dropped_with_its_reason_and_the_others_go_on(
    ear: Ear, fields: dict[str, object], reason: str
) -> None:
    ear.hear(said(**({"text": "bad"} | fields)), said("good", 2))
    assert ear.reasons == [reason]
    assert [version.text for version in PostVersion.objects.all()] == ["good"]


def test_characters_that_no_database_takes_are_replaced_one_for_one(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("\ud83d late \x00", by="an\ud800na", links=("https://x.test/\udfff",), canonical_id="a\ud800"))
    version = PostVersion.objects.get()
    assert version.text == "\ufffd late \ufffd"
    assert version.post.mentions.get().spans == [["text", 2, 6]]
    assert version.post.canonical_id == "a\ufffd"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "//x.test", ""])
def test_only_addresses_of_the_web_are_kept_as_links(ear: Ear, address: str) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(
        said("late", 1, url=address, media=(Media("image", address, "a picture"),)),
        said("late", 2, url="HTTPS://x.test/2"),
    )
    assert list(Post.objects.order_by("id").values_list("url", flat=True)) == ["", "HTTPS://x.test/2"]
    assert PostVersion.objects.order_by("id")[0].media == [{"kind": "image", "url": "", "alt": "a picture"}]


def test_a_reply_without_a_root_joins_the_thread_of_its_parent(ear: Ear) -> None:
    ear.hear(said("root", 1))
    ear.hear(said("first", 2, parent_id="test://1"), said("second", 3, parent_id="test://2"))
    ear.hear(said("lost", 4, parent_id="test://unknown"), said("told", 5, parent_id="test://3", root_id="test://1"))
    threads = dict(Post.objects.values_list("canonical_id", "thread_key"))
    assert threads == {
        "test://1": "test://1", "test://2": "test://1", "test://3": "test://1", "test://4": "test://unknown",
        "test://5": "test://1",
    }  # fmt: skip


def test_our_own_accounts_are_recognised_by_identity_and_by_handle(ear: Ear) -> None:
    a_channel(ear.workspace, kind="testnet", speaks_as="brand")
    ear.hear(
        said("we speak", 1, by="brand"),
        said("renamed", 2, author=HeardAuthor("id:brand", "new-name")),
        said("@Brand hello", 3, mentions=("Brand",)),
        said("answer", 4, parent_id="test://1"),
        said("to you", 5, parent_author="id:brand", parent_id="test://elsewhere"),
        said("nothing", 6),
    )
    assert dict(Post.objects.values_list("canonical_id", "ours")) == {
        "test://1": True, "test://2": True, "test://3": False, "test://4": False, "test://5": False, "test://6": False,
    }  # fmt: skip
    ear.hear(said("later", 7, parent_id="test://1"))
    addressed = set(Post.objects.filter(addressed=True).values_list("canonical_id", flat=True))
    assert addressed == {"test://3", "test://5", "test://7"}
    assert Author.objects.get(external_id="id:brand").ours


def test_an_account_of_another_network_is_not_ours(ear: Ear) -> None:
    a_channel(ear.workspace, kind="othernet", speaks_as="brand")
    ear.hear(said("namesake", by="brand"))
    assert not Post.objects.get().ours


def test_history_is_marked_and_work_is_not(ear: Ear) -> None:
    ear.hear(said("old", 1), mode="history")
    ear.hear(said("new", 2), mode="work")
    assert dict(Post.objects.values_list("canonical_id", "history")) == {"test://1": True, "test://2": False}


def test_authors_follow_what_the_network_says_and_silence_changes_nothing(ear: Ear) -> None:
    ear.hear(said("a", 1, author=HeardAuthor("id:anna")))
    assert Author.objects.get().profile_at is None
    ear.hear(said("b", 2, author=HeardAuthor("id:anna", "anna", "Anna", followers=5)))
    ear.hear(said("c", 3, author=HeardAuthor("id:anna", "anna.new")))
    author = Author.objects.get()
    assert (author.handle, author.name, author.followers, author.profile_at) == ("anna.new", "Anna", 5, MORNING)


def test_no_row_crosses_between_workspaces(ear: Ear) -> None:
    elsewhere = a_workspace("elsewhere")
    other = Ear(elsewhere, ear.owner, a_channel(elsewhere, kind="testnet"), ear.clock)
    a_topic(elsewhere, "late", "late")
    ear.hear(said("late"))
    other.hear(said("late"))
    assert Post.objects.count() == 2
    assert Author.objects.count() == 2
    assert list(Mention.objects.values_list("post__workspace__slug", flat=True)) == ["elsewhere"]
    other.hear(HeardDeletion("testnet", "test://1"))
    assert Post.objects.get(workspace=ear.workspace).deleted_at is None


def test_a_failing_enricher_stops_neither_the_post_nor_the_batch(ear: Ear, caplog: pytest.LogCaptureFixture) -> None:
    ear.hear(said("explode", 1), said("FINE", 2))
    assert dict(Post.objects.values_list("canonical_id", "sentiment")) == {"test://1": "", "test://2": "negative"}
    assert "sentiment failed on test://1" in caplog.text


def test_what_an_import_says_wins_over_the_machine_and_says_so(ear: Ear) -> None:
    told = {"sentiment": "positive", "risk": 40, "topics": ["Fees"], "tags": ["vip", "x"], "advocate": True}
    a_topic(ear.workspace, "fees", "nothing-like-it")
    ear.hear(said("SHOUTING", findings=told), mode="work")
    post = Post.objects.get()
    findings = post.versions.get().findings
    assert (post.sentiment, post.risk) == ("positive", 40)
    assert findings["sentiment"] == {
        "value": "positive", "confidence": 1.0, "by": f"import@{ear.channel.pk}", "reasons": [],
    }  # fmt: skip
    assert findings["tags"]["value"] == "vip x"
    assert [mention.topic.name for mention in post.mentions.all()] == ["fees"]


def test_the_language_is_found_where_a_topic_asks_for_it(ear: Ear) -> None:
    a_topic(ear.workspace, "zh", "客服 lang:zh")
    ear.hear(said("客服很慢", 1), said("no such language", 2))
    assert dict(Post.objects.values_list("canonical_id", "lang")) == {"test://1": "zh-Hant", "test://2": "und"}
    assert Mention.objects.get().spans == [["text", 0, 2]]


def test_cursor_and_counts_are_stored_with_the_batch(ear: Ear) -> None:
    ear.hear(said("a", 1), said("b", 2), cursor="42")
    ear.clock.advance(timedelta(hours=1))
    ear.hear(said("c", 3), cursor="43")
    channel = Channel.objects.get(pk=ear.channel.pk)
    assert (channel.cursor, channel.heard, channel.kept, channel.last_item_at) == ("43", 3, 3, ear.clock.now())
    assert sorted(Heard.objects.values_list("heard", "kept")) == [(1, 1), (2, 2)]
