"""Search on what is stored: the index only prefilters, the evaluator decides."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.query import INBOX_FIELDS, TOPIC_FIELDS, parse
from earshot.features.listening import search
from earshot.features.listening.documents import document_of
from earshot.features.listening.finding import load
from earshot.features.listening.queries import access_posts, count_matches, search_posts, thread_posts
from earshot.ports.heard import HeardDeletion
from tests.features.factories import a_channel, a_member, a_topic, a_workspace
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


def found(ear: Ear, query: str, **how: int) -> list[str]:
    looked = search_posts(ear.owner, parse(query, fields=INBOX_FIELDS), **how)
    return [post.canonical_id.removeprefix("test://") for post, _, _ in looked.found]


@pytest.mark.parametrize(
    ("text", "query", "finds"),
    [
        ("這家客服真慢", "客服", True),
        ("這家客服真慢", "慢", True),
        ("這家客服真慢", "客家", False),
        ("这家客服务必改进", "服務", True),
        ("客，服", "客服", True),
        ("the brand's café", "brand", True),
        ("the brand's café", "cafe", True),
        ("the brand's cafe", "café", False),
        ("an e-mail came", '"e mail"', True),
        ("snake_case", "snake_case", True),
        ("#recall now", "recall", True),
        ("#recall now", "#recall", True),
        ("recall now", "#recall", False),
        ("so tired \U0001f62d", "\U0001f62d", True),
        ("delivery", "deliver*", True),
        ("hello world", "hello -world", False),
        ("AT&T is down", "{AT&T}", True),
        ("스타벅스 커피", "커피", True),
        ("カフェで", "フェ", True),
    ],
)
def test_finds_what_the_language_says(ear: Ear, text: str, query: str, finds: bool) -> None:
    ear.hear(said(text))
    assert found(ear, query) == (["1"] if finds else [])


def test_newest_first_by_pages_and_bounded(ear: Ear) -> None:
    ear.hear(*(said(f"late {n}" if n % 2 else "on time", n) for n in range(1, 11)))
    assert found(ear, "late") == ["9", "7", "5", "3", "1"]
    first = search_posts(ear.owner, parse("late", fields=INBOX_FIELDS), limit=2)
    assert [post.canonical_id for post, _, _ in first.found] == ["test://9", "test://7"]
    assert not first.complete
    assert first.back_to_time == ear.clock.now()
    assert found(ear, "late", below=first.back_to) == ["5", "3", "1"]


def test_fields_findings_and_topics_are_searched(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("LATE", 1), said("late", 2, by="bert", kind="review"), said("fine", 3, parent_id="test://1"))
    assert found(ear, "topic:late sentiment:negative") == ["1"]
    assert found(ear, "author:bert kind:review") == ["2"]
    assert found(ear, "is:reply") == ["3"]
    assert found(ear, "late posted:2026-11-23") == ["2", "1"]
    assert found(ear, "late age<1h") == ["2", "1"]


def test_an_edit_is_found_by_its_new_words_and_a_deletion_not_at_all(ear: Ear) -> None:
    ear.hear(said("late", 1), said("late", 2, by="bert"))
    ear.hear(said("early", 1), HeardDeletion("testnet", "test://2"))
    assert found(ear, "late") == []
    assert found(ear, "early") == ["1"]
    assert found(ear, "author:bert") == []


def test_another_workspace_finds_nothing(ear: Ear) -> None:
    ear.hear(said("late"))
    stranger = a_member(a_workspace("elsewhere"), "bo")
    query = parse("late", fields=INBOX_FIELDS)
    assert search_posts(stranger, query).found == []
    assert count_matches(stranger, query).number == 0
    assert not access_posts(stranger).exists()
    assert thread_posts(stranger, "testnet", "test://1") == []


def test_counts_are_exact_or_say_that_they_are_not(ear: Ear) -> None:
    ear.hear(*(said(f"late {n}", n) for n in range(7)))
    query = parse("late", fields=TOPIC_FIELDS)
    exact, short = count_matches(ear.owner, query), count_matches(ear.owner, query, limit=3)
    assert (exact.number, exact.exact, exact.back_to) == (7, True, None)
    assert (short.number, short.exact, short.back_to) == (3, False, ear.clock.now())
    assert [post.canonical_id for post in exact.newest][:2] == ["test://6", "test://5"]


def test_a_thread_is_read_from_its_beginning(ear: Ear) -> None:
    ear.hear(said("root", 1), said("answer", 2, parent_id="test://1"), said("other", 3))
    assert [post.canonical_id for post in thread_posts(ear.owner, "testnet", "test://1")] == ["test://1", "test://2"]


def test_without_an_index_the_answers_are_the_same(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    ear.hear(said("客服", 1), said("late", 2))
    monkeypatch.setattr(search, "has_index", lambda: False)
    assert found(ear, "客服") == ["1"]


WORDS = [
    "late",
    "parcel",
    "客服",
    "很慢",
    "服務",
    "e-mail",
    "brand's",
    "#tag",
    "@anna",
    "été",
    "A.B",
    "\U0001f62d",
    "3",
]
QUERIES = [
    *WORDS,
    "parc*",
    '"客服很慢"',
    "late parcel",
    "late OR 慢",
    "tag",
    "-late",
    "NOT 客服 慢",
    "{e-mail}",
    "late NEAR/3 慢",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=6))
def test_the_index_never_loses_a_post_that_the_evaluator_accepts(ear: Ear, texts: list[list[str]]) -> None:
    with transaction.atomic():
        ear.hear(*(said(" ".join(words), n) for n, words in enumerate(texts)))
        everything = load(list(access_posts(ear.owner).values_list("id", flat=True)))
        assert len(everything) == len(texts)
        for text in QUERIES:
            query = parse(text, fields=TOPIC_FIELDS)
            plainly = [post.pk for post, version in everything if query.matches(document_of(post, version))]
            assert [post.pk for post, _, _ in search_posts(ear.owner, query, limit=10_000).found] == plainly, text
        transaction.set_rollback(True)  # each example begins with an empty database


def test_live_and_stored_documents_agree(ear: Ear) -> None:
    """A topic that matched on the road matches what was stored, and one that did not does not."""
    queries = [
        "late",
        "lang:zh",
        "is:reply",
        "has:link",
        "followers>=10",
        "author:anna",
        "kind:review",
        "posted:2026-11-23",
    ]
    for number, query in enumerate(queries):
        a_topic(ear.workspace, f"t{number}", query)
    other = a_channel(ear.workspace, kind="testnet", brand="acme")
    ear.hear(said("late https://x.test/?", 1), said("客服", 2, kind="review", parent_id="test://1"), channel=other)
    for post, version in load(list(access_posts(ear.owner).values_list("id", flat=True))):
        document = document_of(post, version)
        stored = {f"t{n}" for n, query in enumerate(queries) if parse(query).matches(document)}
        assert stored == {mention.topic.name for mention in post.mentions.all()}
