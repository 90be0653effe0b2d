"""Topics, corrections, and "not about us"."""

from __future__ import annotations

import pytest

from earshot.engine.query import QueryError, parse
from earshot.features.audit.models import Entry
from earshot.features.listening.actions import (
    about_us_after_all,
    archive_topic,
    correct,
    correct_all,
    not_about_us,
    save_topic,
)
from earshot.features.listening.events import FactsChanged
from earshot.features.listening.models import Correction, Mention, Post, Topic
from earshot.features.listening.queries import access_topic, access_topics
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports import bus
from tests.features.factories import a_member, a_topic, a_workspace
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[FactsChanged]:
    heard: list[FactsChanged] = []
    monkeypatch.setitem(bus._handlers, FactsChanged, [heard.append])
    return heard


def test_a_new_topic_is_matched_with_what_is_stored(ear: Ear, told: list[FactsChanged]) -> None:
    ear.hear(said("The parcel is late", 1), said("fine", 2))
    topic = save_topic(ear.owner, "late", "late", ear.clock, title="Late parcels", brand="acme")
    mention = Mention.objects.get()
    assert (mention.topic, mention.post.canonical_id, mention.spans) == (topic, "test://1", [["text", 14, 18]])
    assert mention.post.matched_at == ear.clock.now()
    assert told == [FactsChanged(ear.workspace.pk, (mention.post_id,), "topic")]
    assert Entry.objects.get().verb == "topic.save"


def test_changing_the_query_moves_the_mentions(ear: Ear, told: list[FactsChanged]) -> None:
    ear.hear(said("late", 1), said("early", 2), said("late and early", 3))
    topic = save_topic(ear.owner, "time", "late", ear.clock)
    told.clear()
    save_topic(ear.owner, "time", "early", ear.clock, topic=topic)
    assert set(Mention.objects.values_list("post__canonical_id", flat=True)) == {"test://2", "test://3"}
    changed = set(Post.objects.filter(canonical_id__in=["test://1", "test://2"]).values_list("id", flat=True))
    assert [set(event.post_ids) for event in told] == [changed]


def test_a_wrong_query_says_where_and_saves_nothing(ear: Ear) -> None:
    with pytest.raises(QueryError) as caught:
        save_topic(ear.owner, "late", "late AND", ear.clock)
    assert caught.value.start <= 8
    assert not Topic.objects.exists()
    with pytest.raises(QueryError):
        save_topic(ear.owner, "mine", "assignee:mei late", ear.clock)


@pytest.mark.parametrize("name", ["", "two words", "-late", "a" * 81, "late!"])
def test_a_name_that_cannot_be_written_in_a_query_is_refused(ear: Ear, name: str) -> None:
    with pytest.raises(BadInput):
        save_topic(ear.owner, name, "late", ear.clock)


def test_names_are_unique_without_regard_to_case_and_may_be_chinese(ear: Ear) -> None:
    save_topic(ear.owner, "客服", "客服", ear.clock)
    save_topic(ear.owner, "Late", "late", ear.clock)
    with pytest.raises(Conflict):
        save_topic(ear.owner, "late", "early", ear.clock)
    assert access_topic(ear.owner, "LATE").name == "Late"


def test_an_archived_topic_keeps_its_mentions_and_comes_back_when_saved(ear: Ear) -> None:
    topic = save_topic(ear.owner, "late", "late", ear.clock)
    ear.hear(said("late", 1))
    archive_topic(topic, ear.owner, ear.clock)
    ear.hear(said("late", 2))
    assert not access_topics(ear.owner).exists()
    assert Mention.objects.count() == 1
    save_topic(ear.owner, "late", "late", ear.clock, topic=topic)
    assert Mention.objects.count() == 2


def test_only_members_of_the_workspace_change_its_topics(ear: Ear) -> None:
    topic = save_topic(ear.owner, "late", "late", ear.clock)
    stranger = a_member(a_workspace("elsewhere"), "bo", "owner")
    with pytest.raises(NotFound):
        save_topic(stranger, "late", "early", ear.clock, topic=topic)
    with pytest.raises(NotFound):
        archive_topic(topic, stranger, ear.clock)
    with pytest.raises(NotAllowed):
        save_topic(a_member(ear.workspace, "vi", "viewer"), "x", "x", ear.clock)


def test_a_persons_word_wins_also_over_later_versions(ear: Ear, told: list[FactsChanged]) -> None:
    ear.hear(said("HELLO"))
    post = Post.objects.get()
    correct(post, ear.owner, "sentiment", "positive", ear.clock)
    ear.hear(said("HELLO AGAIN"))
    post.refresh_from_db()
    assert (post.version, post.sentiment) == (2, "positive")
    assert [event.cause for event in told] == ["correction", "edit"]
    correct(post, ear.owner, "sentiment", "", ear.clock)
    post.refresh_from_db()
    assert post.sentiment == "negative"
    assert not Correction.objects.exists()


def test_risk_and_language_can_be_corrected(ear: Ear) -> None:
    ear.hear(said("hello"))
    post = Post.objects.get()
    correct(post, ear.owner, "risk", "85", ear.clock)
    correct(post, ear.owner, "language", "de", ear.clock)
    post.refresh_from_db()
    assert (post.risk, post.lang) == (85, "de")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("sentiment", "angry"), ("risk", "101"), ("risk", "-1"), ("risk", "9" * 5_000), ("colour", "red")),
        *(("language", "x" * 41), ("language", "xx"), ("language", "english"), ("language", "zh-Hant-TW-x-a")),
    ],
)
def test_a_word_that_cannot_be_is_refused(ear: Ear, kind: str, value: str) -> None:
    ear.hear(said("hello"))
    with pytest.raises(BadInput):
        correct(Post.objects.get(), ear.owner, kind, value, ear.clock)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("said_so", "stored"),
    [("zh-hant", "zh-Hant"), ("PT_br", "pt-BR"), ("en", "en"), ("yue", "yue"), ("es-419", "es-419")],
)
def test_a_language_is_kept_in_its_usual_spelling(ear: Ear, said_so: str, stored: str) -> None:
    ear.hear(said("hello"))
    assert correct(Post.objects.get(), ear.owner, "language", said_so, ear.clock).lang == stored


def test_several_words_are_one_act(ear: Ear, told: list[FactsChanged]) -> None:
    ear.hear(said("hello"))
    post = Post.objects.get()
    words = {"risk": "070", "intent": "praise"}
    assert correct_all(post, ear.owner, words, ear.clock) == ("risk", "intent")
    post.refresh_from_db()
    assert (post.risk, post.intent) == (70, "praise")
    assert len(told) == 1
    assert correct_all(post, ear.owner, words, ear.clock) == ()
    assert len(told) == 1
    with pytest.raises(BadInput):
        correct_all(post, ear.owner, {"intent": "", "risk": "-1"}, ear.clock)
    assert Correction.objects.count() == 2


def test_a_stranger_cannot_correct(ear: Ear) -> None:
    ear.hear(said("hello"))
    with pytest.raises(NotFound):
        correct(Post.objects.get(), a_member(a_workspace("elsewhere"), "bo"), "sentiment", "positive", ear.clock)


def test_not_about_us_proposes_exclusions_with_what_they_would_remove(ear: Ear, told: list[FactsChanged]) -> None:
    topic = save_topic(ear.owner, "apple", "apple", ear.clock)
    ear.hear(
        said("my apple phone is broken", 1),
        said("apple store queue", 2),
        said("grandma bakes apple pie with cinnamon", 3, by="cook"),
        said("apple cinnamon cake", 4, by="baker"),
    )
    told.clear()
    pie = Post.objects.get(canonical_id="test://3")
    done = not_about_us(pie, ear.owner, ear.clock)
    assert done.topics == ("apple",)
    assert not Mention.objects.filter(post=pie).exists()
    assert Correction.objects.get().kind == "not_about_us"
    assert told[-1] == FactsChanged(ear.workspace.pk, (pie.pk,), "correction")
    assert done.proposals
    for proposal in done.proposals:
        query = parse(proposal.query)
        assert proposal.topic == topic
        assert len(proposal.removes) == proposal.count
        assert query.text.endswith(proposal.excluded)
    topic.refresh_from_db()
    assert topic.query == "apple", "nothing is changed before somebody says so"
    second = not_about_us(Post.objects.get(canonical_id="test://4"), ear.owner, ear.clock)
    assert second.proposals[0].excluded == '"cinnamon"', "what also keeps out the earlier stranger comes first"
    assert second.proposals[0].foreign == 1


def test_not_about_us_lasts_over_edits_and_new_queries_and_can_be_undone(ear: Ear) -> None:
    save_topic(ear.owner, "apple", "apple", ear.clock)
    ear.hear(said("apple pie"))
    post = Post.objects.get()
    not_about_us(post, ear.owner, ear.clock)
    ear.hear(said("apple pie with cream"))
    topic = a_topic(ear.workspace, "pie", "nothing")
    save_topic(ear.owner, "pie", "pie", ear.clock, topic=topic)
    assert not Mention.objects.exists()
    about_us_after_all(post, ear.owner, ear.clock)
    assert set(Mention.objects.values_list("topic__name", flat=True)) == {"apple", "pie"}


def test_an_author_is_proposed_where_all_their_posts_are_alike(ear: Ear) -> None:
    save_topic(ear.owner, "apple", "apple", ear.clock)
    ear.hear(said("apple", 1, by="orchard"), said("apple", 2, by="phones"))
    done = not_about_us(Post.objects.get(canonical_id="test://1"), ear.owner, ear.clock)
    assert [(proposal.excluded, proposal.count) for proposal in done.proposals] == [("author:orchard", 0)]
