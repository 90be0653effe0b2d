"""What is kept of a public stream (data-model.md, 10), and the sample of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.features.listening import matching, reservoir
from earshot.features.listening.models import Post, Reservoir, Unmatched
from earshot.features.listening.reservoir import uniform_sample
from earshot.features.listening.standing import standing_queries
from earshot.ports.heard import HeardDeletion
from tests.features.factories import a_channel, a_topic
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


def kept() -> set[str]:
    return set(Post.objects.values_list("canonical_id", flat=True))


def test_only_what_matches_is_near_or_addresses_us_is_kept(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    a_channel(ear.workspace, kind="testnet", speaks_as="brand")
    ear.hear(
        said("late", 1),
        said("reply in the same batch", 2, parent_id="test://1"),
        said("deeper in the thread", 3, parent_id="test://x", root_id="test://1"),
        said("nothing", 4),
        said("reply to nothing", 5, parent_id="test://4"),
        said("@brand you", 6, mentions=("id:brand",)),
        said("we say", 7, by="brand"),
        mode="stream",
    )
    assert kept() == {"test://1", "test://2", "test://3", "test://6", "test://7"}
    assert ear.reasons == ["no topic matches"] * 2
    ear.hear(said("reply in a later batch", 8, parent_id="test://2"), said("elsewhere", 9), mode="stream")
    assert "test://8" in kept()
    assert "test://9" not in kept()


def test_edits_and_deletions_of_known_posts_are_always_kept(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("late", 1), said("late too", 2), mode="stream")
    answers = ear.hear(
        said("on time after all", 1), HeardDeletion("testnet", "test://2"), HeardDeletion("testnet", "test://9"),
        mode="stream",
    )  # fmt: skip
    assert [envelope.outcome for envelope in answers] == ["edited", "deleted"]
    assert ear.reasons == ["a deletion of a post that is not stored"]


def test_a_deletion_in_the_batch_of_an_unmatched_post_is_no_error(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("nothing"), HeardDeletion("testnet", "test://1"), mode="stream")
    assert ear.reasons == ["no topic matches", "a deletion of a post that is not stored"]
    assert kept() == set()
    assert not Unmatched.objects.exists()


def test_nothing_is_made_of_a_post_whose_literals_are_missing(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    a_topic(ear.workspace, "late", "late parcel")
    made: list[str] = []
    real = matching.document_of_heard
    monkeypatch.setattr(
        matching, "document_of_heard", lambda e, *rest: made.append(e.post.canonical_id) or real(e, *rest)
    )
    ear.hear(said("a parcel", 1), said("LATE, my parcel", 2), said("the parcel is late", 3), mode="stream")
    assert made == ["test://2", "test://3"]
    assert kept() == {"test://2", "test://3"}


def test_a_topic_that_is_changed_or_archived_counts_from_the_next_batch(ear: Ear) -> None:
    topic = a_topic(ear.workspace, "late", "late")
    ear.hear(said("late", 1), mode="stream")
    topic.query, topic.changed_at = "early", topic.changed_at + timedelta(seconds=1)
    topic.save()
    ear.hear(said("late", 2), said("early", 3), mode="stream")
    topic.archived_at = ear.clock.now()
    topic.save()
    ear.hear(said("early", 4), mode="stream")
    assert kept() == {"test://1", "test://3"}


def test_topics_are_compiled_once(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    assert standing_queries(ear.workspace.pk) is standing_queries(ear.workspace.pk)


def test_a_topic_that_cannot_be_read_any_more_does_not_stop_the_others(
    ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    a_topic(ear.workspace, "broken", "late AND (")
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("late"), mode="stream")
    assert kept() == {"test://1"}
    assert "broken" in caplog.text


def test_the_rest_is_counted_and_sampled(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("late", 1), *(said(f"nothing {n}", n) for n in range(2, 12)), mode="stream")
    ear.channel.refresh_from_db()
    assert (ear.channel.heard, ear.channel.kept) == (11, 1)
    assert Unmatched.objects.count() == 10
    assert uniform_sample(ear.workspace.pk).count() == 10


def test_a_deletion_on_the_network_deletes_the_sampled_post(ear: Ear) -> None:
    ear.hear(said("nothing", 1), said("nothing else", 2), mode="stream")
    ear.hear(HeardDeletion("testnet", "test://1"), mode="stream")
    assert list(Unmatched.objects.values_list("canonical_id", flat=True)) == ["test://2"]


def test_a_full_reservoir_is_thinned_to_a_uniform_sample(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reservoir, "FIRST", 100)
    for batch in range(10):
        ear.hear(*(said(f"nothing {n}", n) for n in range(batch * 100, batch * 100 + 100)), mode="stream")
    state = Reservoir.objects.get()
    draws = list(Unmatched.objects.values_list("draw", flat=True))
    assert len(draws) <= 100
    assert state.size == len(draws)
    assert state.floor == state.level < 0.25
    assert all(draw < state.level for draw in draws)
    eras = [int(row.canonical_id.removeprefix("test://")) // 500 for row in Unmatched.objects.all()]
    assert 0.2 < sum(eras) / len(eras) < 0.8, "early and late posts must have the same chance"


def test_the_sample_forgets_after_seven_days_and_the_level_rises_again(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reservoir, "FIRST", 20)
    monkeypatch.setattr(reservoir, "MOST", 20)
    ear.hear(*(said(f"nothing {n}", n) for n in range(200)), mode="stream")
    low = Reservoir.objects.get().level
    ear.clock.advance(timedelta(days=7, minutes=1))
    ear.hear(said("nothing much", 300), mode="stream")
    state = Reservoir.objects.get()
    assert set(Unmatched.objects.values_list("canonical_id", flat=True)) <= {"test://300"}
    assert state.level == pytest.approx(low * 1.5)
    assert state.floor == low
    ear.clock.advance(timedelta(days=7, minutes=1))
    ear.hear(said("nothing more", 301), mode="stream")
    assert Reservoir.objects.get().floor == pytest.approx(low * 1.5)
