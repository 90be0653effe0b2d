"""The page of a topic: trying is a page of its own, from there it is saved; versions, tests and texts by plain forms."""

from __future__ import annotations

import pytest
from django.test import Client

from earshot.features.listening.models import Topic
from earshot.features.workshop.actions import save
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.testing import TopicTest
from earshot.features.workshop.views.versions import difference
from tests.features.factories import a_member
from tests.features.workshop.conftest import Bench, a_bench

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PART = {"X-Parts": "part"}
HELD = {"name": "jelly", "title": "", "brand": "", "use": "answer"}


@pytest.fixture
def page(client: Client, bench: Bench) -> Client:
    assert bench.mei.person is not None
    client.force_login(bench.mei.person, backend=BACKEND)
    return client


def at(bench: Bench, path: str) -> str:
    return f"/w/{bench.workspace.slug}/topics/{path}"


def said(page: Client, bench: Bench, path: str, **fields: object) -> str:
    """What a script is answered."""
    return page.post(at(bench, path), {**HELD, **fields}, headers=PART).content.decode()


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_tried_is_saved(page: Client, bench: Bench, is_new: bool) -> None:
    topic = None if is_new else bench.topic("jelly", "jelly")
    wanted = {**HELD, "query": "osmanthus"} | ({"topic": str(topic.pk)} if topic else {})
    tried = page.post(at(bench, "count/"), wanted).content.decode()
    place = at(bench, f"{topic.pk}/" if topic else "add/")
    assert f'action="{place}"' in tried
    assert (f'name="topic" value="{topic.pk}"' in tried) if topic else ('name="topic"' not in tried)
    assert page.post(place, wanted).status_code == 302
    assert list(Topic.objects.values_list("name", "query")) == [("jelly", "osmanthus")]


def test_an_error_stands_beside_the_query_with_its_mend(page: Client, bench: Bench) -> None:
    answer = said(page, bench, "check/", query="tea AND")
    assert 'data-start="4" data-end="7" data-kind="error"' in answer
    assert 'value="3:7:"' in answer
    assert "Remove AND" in answer


def test_a_mend_works_without_a_script(page: Client, bench: Bench) -> None:
    answer = page.post(at(bench, "check/"), {**HELD, "query": "tea\r\nAND", "edit": "3:7:"}).content.decode()
    assert ">\ntea</textarea>" in answer
    assert "can be saved" in answer


def test_a_change_of_nonsense_is_refused(page: Client, bench: Bench) -> None:
    assert page.post(at(bench, "check/"), {**HELD, "query": "tea", "edit": "x"}).status_code == 400


def test_what_it_finds_comes_with_words_marked_and_labels(page: Client, bench: Bench) -> None:
    (post,) = bench.said("osmanthus <b>tea</b>")
    topic = bench.topic("tea")
    answer = said(page, bench, "count/", query="tea", topic=topic.pk)
    assert "osmanthus &lt;b&gt;<mark>tea</mark>&lt;/b&gt;" in answer
    assert 'data-matches="1"' in answer
    assert 'data-cursor=""' in answer
    label = at(bench, f"{topic.pk}/label/")
    assert page.post(label, {"key": f"post:{post.pk}", "word": "right"}, headers=PART).status_code == 204
    assert Label.objects.get().right is True
    assert 'value="none" data-word="right" aria-pressed="true"' in said(
        page, bench, "count/", query="tea", topic=topic.pk
    )
    assert page.post(label, {"key": f"post:{post.pk}", "word": "none"}).status_code == 302
    assert not Label.objects.exists()


def test_what_a_change_gains_and_loses(page: Client, bench: Bench) -> None:
    bench.said("tea", "cake", "milk")
    topic = bench.topic("tea OR cake")
    answer = said(page, bench, "compare/", query="tea OR milk", topic=topic.pk)
    assert 'data-gained="1" data-lost="1"' in answer


def test_saving_a_change_says_what_is_different(page: Client, bench: Bench) -> None:
    bench.said("tea", "cake", "milk", "milk and rice")
    topic = bench.topic("tea", "jelly")
    wanted = {**HELD, "query": "milk", "topic": topic.pk, "seen": 1, "note": "Tea is another team's."}
    answer = page.post(at(bench, f"{topic.pk}/"), wanted, follow=True).content.decode()
    assert "Saved as version 2. 2 posts more, 1 post fewer, of all 4 that are stored." in answer
    versions = page.get(at(bench, f"{topic.pk}/versions/")).content.decode()
    assert "Tea is another team&#x27;s." in versions
    assert "<del>" in versions


def test_a_failing_test_is_said_and_can_be_overruled(page: Client, bench: Bench) -> None:
    wanted = {**HELD, "query": "tea", "test-text": ["a cup of milk", ""], "test-kind": ["matches", "misses"]}
    refused = page.post(at(bench, "add/"), wanted)
    assert refused.status_code == 422
    assert "1 test fails, so nothing is saved yet." in refused.content.decode()
    assert not Topic.objects.exists()
    assert page.post(at(bench, "add/"), {**wanted, "anyway": "1"}).status_code == 302
    assert TopicVersion.objects.get().tests == [{"text": "a cup of milk", "matches": True}]
    outcomes = said(page, bench, "check/", **{k: v for k, v in wanted.items() if k not in HELD})
    assert "fails" in outcomes


def test_who_saved_meanwhile_is_not_overwritten(page: Client, bench: Bench) -> None:
    topic = bench.topic("tea", "jelly")
    save(bench.mei, "jelly", "cake", bench.clock, topic=topic)
    refused = page.post(at(bench, f"{topic.pk}/"), {**HELD, "query": "milk", "seen": 1})
    assert refused.status_code == 422
    assert "Somebody has saved version 2" in refused.content.decode()
    assert Topic.objects.get().query == "cake"


def test_a_version_can_be_brought_back(page: Client, bench: Bench) -> None:
    topic = bench.topic("tea", "jelly")
    save(bench.mei, "jelly", "cake", bench.clock, topic=topic, tests=[TopicTest("cake", True)])
    assert "cake" in page.get(at(bench, f"{topic.pk}/versions/1/")).content.decode()
    page.post(at(bench, f"{topic.pk}/versions/1/restore/"))
    assert Topic.objects.get().query == "tea"
    assert TopicVersion.objects.count() == 3


def test_why_a_text_matches_or_does_not(page: Client, bench: Bench) -> None:
    (post,) = bench.said("osmanthus tea")
    type(post).objects.filter(pk=post.pk).update(url="https://posts.test/1")
    assert "<mark>tea</mark>" in said(page, bench, "why/", query="tea", post="A cup of tea")
    missed = said(page, bench, "why/", query="tea milk", post="https://posts.test/1")
    assert "It does not match" in missed
    assert 'data-blamed data-start="4" data-end="8"' in missed
    assert "No post with this address is stored." in said(page, bench, "why/", query="tea", post="https://posts.test/2")


def test_posts_of_others_are_not_explained(page: Client, bench: Bench) -> None:
    other = a_bench(bench.clock, "other")
    (post,) = other.said("secret tea")
    type(post).objects.filter(pk=post.pk).update(url="https://posts.test/9")
    answer = said(page, bench, "why/", query="tea", post="https://posts.test/9")
    assert "secret" not in answer


def test_a_query_of_another_product_is_brought_along(page: Client, bench: Bench) -> None:
    answer = said(page, bench, "convert/", query="", foreign='"late parcel" NEAR/5 tea', dialect="brandwatch")
    assert "data-take=" in answer
    taken = page.post(at(bench, "convert/"), {**HELD, "foreign": "tea AND cake", "dialect": "x", "take": "1"})
    assert ">\ntea AND cake</textarea>" in taken.content.decode()


def test_comments_keep_a_query_from_being_laid_out(page: Client, bench: Bench) -> None:
    assert "tea AND cake" in said(page, bench, "layout/", query="tea   cake")
    kept = said(page, bench, "layout/", query="tea   cake <<<so>>>")
    assert "would lose the comments" in kept
    assert "tea   cake &lt;&lt;&lt;so&gt;&gt;&gt;" in kept


def test_a_topic_goes_and_comes_as_a_text(page: Client, bench: Bench) -> None:
    topic = save(bench.mei, "jelly", "tea", bench.clock, tests=[TopicTest("a cup of tea", True)])
    text = page.get(at(bench, f"{topic.pk}/topic.yaml")).content.decode()
    read = page.post(at(bench, "read/"), {**HELD, "name": "", "query": "", "document": text}).content.decode()
    assert ">\ntea</textarea>" in read
    assert "a cup of tea" in read
    wrong = page.post(at(bench, "read/"), {**HELD, "query": "cake", "document": "name: x\nquery: |\n  tea AND\n"})
    assert wrong.status_code == 422
    assert "Line 3" in wrong.content.decode()
    assert ">\ncake</textarea>" in wrong.content.decode()


def test_who_may_only_look_sees_but_changes_nothing(client: Client, bench: Bench) -> None:
    topic = bench.topic("tea", "jelly")
    viewer = a_member(bench.workspace, "view", "viewer")
    assert viewer.person is not None
    client.force_login(viewer.person, backend=BACKEND)
    shown = client.get(at(bench, f"{topic.pk}/")).content.decode()
    assert "readonly" in shown
    assert "data-save " not in shown
    assert client.post(at(bench, f"{topic.pk}/"), {**HELD, "query": "cake"}).status_code in (403, 422)
    assert client.post(at(bench, f"{topic.pk}/versions/1/restore/")).status_code == 403
    assert Topic.objects.get().query == "tea"


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("tea OR cake", "tea OR milk", [("same", "tea OR "), ("gone", "cake"), ("come", "milk")]),
        ("桂花凍", "桂花茶", [("same", "桂花"), ("gone", "凍"), ("come", "茶")]),
        ("", "tea", [("come", "tea")]),
        ("tea", "tea", [("same", "tea")]),
    ],
    ids=["words", "characters", "first", "same"],
)
def test_differences_go_by_words(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.how, piece.text) for piece in difference(old, new)] == pieces
