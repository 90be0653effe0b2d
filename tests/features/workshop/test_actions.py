"""Versions, tests and labels: what is kept, who may, and what a deletion on the network leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.engine.query import QueryError
from earshot.features.listening import erasing, reservoir
from earshot.features.listening.actions import save_topic
from earshot.features.listening.departing import deletions_of
from earshot.features.workshop.actions import FailingTests, label, restore_version, save
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.queries import (
    access_labels,
    access_version,
    access_versions,
    newest_version,
    topic_tests,
)
from earshot.features.workshop.testing import TopicTest
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports.heard import Batch, HeardDeparture
from tests.features.factories import a_member
from tests.features.workshop.conftest import Bench, a_bench

TESTS = (TopicTest("a wire in my tea", True), TopicTest("tea time", False))


def test_whoever_changes_the_query_a_version_is_kept(bench: Bench) -> None:
    topic = save_topic(bench.mei, "tea", "tea", bench.clock)
    save_topic(bench.mei, "tea", "tea", bench.clock, topic=topic, title="Tea")
    save_topic(bench.mei, "tea", "tea wire", bench.clock, topic=topic)
    versions = access_versions(bench.mei, topic)
    assert [(each.number, each.query, each.by) for each in versions] == [
        (2, "tea wire", bench.mei),
        (1, "tea", bench.mei),
    ]


def test_tests_are_kept_with_the_query_and_stay_when_only_that_changes(bench: Bench) -> None:
    topic = save(bench.mei, "tea", "tea wire", bench.clock, tests=TESTS, note=" so it holds ")
    assert topic_tests(topic) == TESTS
    save_topic(bench.mei, "tea", "tea (wire OR metal)", bench.clock, topic=topic)
    save(bench.mei, "tea", "tea (wire OR metal)", bench.clock, topic=topic)
    assert topic_tests(topic) == TESTS
    newest = newest_version(topic)
    assert newest is not None
    assert (newest.number, newest.note) == (2, "")
    assert access_version(bench.mei, topic, 1).note == "so it holds"
    save(bench.mei, "tea", "tea (wire OR metal)", bench.clock, topic=topic, tests=[])
    assert topic_tests(topic) == ()
    assert TopicVersion.objects.count() == 3


def test_a_failing_test_is_said_before_it_is_saved(bench: Bench) -> None:
    with pytest.raises(FailingTests) as failed:
        save(bench.mei, "tea", "tea", bench.clock, tests=TESTS)
    (outcome,) = failed.value.failing
    assert (outcome.test, outcome.passed) == (TESTS[1], False)
    assert outcome.why
    assert not TopicVersion.objects.exists()
    topic = save(bench.mei, "tea", "tea", bench.clock, tests=TESTS, anyway=True)
    with pytest.raises(FailingTests):
        save(bench.mei, "tea", "tea OR milk", bench.clock, topic=topic)
    assert newest_version(topic) == access_version(bench.mei, topic, 1)


@pytest.mark.parametrize(
    "tests", [[TopicTest(" ", True)], [TopicTest("x" * 5_001, True)], [TopicTest("x", True)] * 201],
    ids=["empty", "long", "many"],
)  # fmt: skip
def test_tests_have_bounds(bench: Bench, tests: list[TopicTest]) -> None:
    with pytest.raises(BadInput):
        save(bench.mei, "tea", "tea", bench.clock, tests=tests)


def test_a_wrong_query_is_said_with_its_place(bench: Bench) -> None:
    with pytest.raises(QueryError) as wrong:
        save(bench.mei, "tea", "tea AND", bench.clock)
    assert wrong.value.end == 7


def test_nobody_overwrites_what_they_never_saw(bench: Bench) -> None:
    topic = bench.topic("tea")
    save(bench.mei, "tea", "tea wire", bench.clock, topic=topic, seen=1)
    with pytest.raises(Conflict):
        save(bench.mei, "tea", "tea metal", bench.clock, topic=topic, seen=1)


def test_an_earlier_version_comes_back_as_a_new_one(bench: Bench) -> None:
    topic = save(bench.mei, "tea", "tea wire", bench.clock, tests=TESTS, title="Tea", watch=True)
    save(bench.mei, "tea", "tea", bench.clock, topic=topic, tests=[], title="Tea", watch=True)
    back = restore_version(access_version(bench.mei, topic, 1), bench.mei, bench.clock)
    newest = newest_version(topic)
    assert newest is not None
    assert (newest.number, newest.restores, newest.query) == (3, 1, "tea wire")
    assert topic_tests(topic) == TESTS
    assert (back.title, back.watch, back.watcher) == ("Tea", True, None)


def test_the_newest_word_stands_and_can_be_taken_back(bench: Bench) -> None:
    topic = bench.topic("tea")
    (post,) = bench.said("tea with a wire")
    jun = a_member(bench.workspace, "jun")
    label(topic, f"post:{post.pk}", bench.mei, True, bench.clock)
    label(topic, f"post:{post.pk}", jun, False, HeldClock(bench.clock.now() + timedelta(hours=1)))
    (only,) = access_labels(bench.mei, topic)
    assert (only.right, only.by, only.post, only.text) == (False, jun, post, "")
    label(topic, f"label:{only.pk}", bench.mei, None, bench.clock)
    assert not Label.objects.exists()


def test_a_sampled_post_leaves_its_text_with_the_label_until_it_is_deleted(bench: Bench) -> None:
    topic = bench.topic("tea")
    one, other, third = bench.passed_by("a wire", "another wire", "a third")
    for row in (one, other, third):
        label(topic, f"sampled:{row.pk}", bench.mei, True, bench.clock)
    assert set(Label.objects.values_list("text", flat=True)) == {"a wire", "another wire", "a third"}
    reservoir.forget_deleted(bench.workspace.pk, [("testnet", one.canonical_id), ("testnet", "nobody's")])
    assert set(Label.objects.values_list("text", flat=True)) == {"", "another wire", "a third"}
    other.delete()
    left = HeardDeparture("testnet", "id:anna", other.canonical_id)
    deletions_of(bench.workspace.pk, Batch((), "1", departed=(left,)))
    assert set(Label.objects.values_list("text", flat=True)) == {"", "a third"}
    assert Label.objects.filter(right=True).count() == 3


def test_a_post_that_was_kept_later_is_forgotten_too(bench: Bench) -> None:
    topic = bench.topic("tea")
    (row,) = bench.passed_by("a wire")
    label(topic, f"sampled:{row.pk}", bench.mei, True, bench.clock)
    posts = bench.said("a wire", canonical_id=row.canonical_id)
    erasing.blank(posts)
    assert Label.objects.get().text == ""


def test_another_workspace_is_nowhere(bench: Bench) -> None:
    other = a_bench(bench.clock, "other")
    topic, (post,), (row,) = bench.topic("tea"), bench.said("tea"), bench.passed_by("tea")
    label(topic, f"post:{post.pk}", bench.mei, True, bench.clock)
    version, own = access_version(bench.mei, topic, 1), other.topic("tea")
    assert not access_versions(other.mei, topic).exists()
    assert not access_labels(other.mei, topic).exists()
    for act in (
        lambda: access_version(other.mei, topic, 1),
        lambda: restore_version(version, other.mei, bench.clock),
        lambda: save(other.mei, "tea", "milk", bench.clock, topic=topic),
        lambda: label(topic, f"post:{post.pk}", other.mei, True, bench.clock),
        lambda: label(own, f"post:{post.pk}", other.mei, True, bench.clock),
        lambda: label(own, f"sampled:{row.pk}", other.mei, True, bench.clock),
        lambda: label(own, f"label:{Label.objects.get().pk}", other.mei, True, bench.clock),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_personal_watch_is_its_persons_alone(bench: Bench) -> None:
    watch = save(bench.mei, "mine", "tea", bench.clock, mine=True)
    jun = a_member(bench.workspace, "jun")
    assert not access_versions(jun, watch).exists()
    with pytest.raises(NotFound):
        save(jun, "mine", "milk", bench.clock, topic=watch)
    assert restore_version(access_version(bench.mei, watch, 1), bench.mei, bench.clock).watcher == bench.mei


@pytest.mark.parametrize(
    "key", ["", "post", "post:", "post:-1", "post:x", "post:²", f"post:{2**70}", "sampled:1", "u:1"]
)
def test_a_key_that_names_nothing(bench: Bench, key: str) -> None:
    with pytest.raises(NotFound):
        label(bench.topic("tea"), key, bench.mei, True, bench.clock)


def test_who_may_only_look_changes_nothing(bench: Bench) -> None:
    topic, (post,) = bench.topic("tea"), bench.said("tea")
    viewer = a_member(bench.workspace, "vic", "viewer")
    for act in (
        lambda: save(viewer, "tea", "milk", bench.clock, topic=topic),
        lambda: restore_version(access_version(viewer, topic, 1), viewer, bench.clock),
        lambda: label(topic, f"post:{post.pk}", viewer, True, bench.clock),
    ):
        with pytest.raises(NotAllowed):
            act()
