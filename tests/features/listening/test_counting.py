"""Reading only what a query asks about, and counting with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from earshot.engine.query import INBOX_FIELDS, TOPIC_FIELDS, parse
from earshot.engine.query.fields import ALL
from earshot.features.listening import counting
from earshot.features.listening.documents import document_of
from earshot.features.listening.finding import load
from earshot.features.listening.models import Post
from earshot.features.listening.queries import count_matches
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from tests.features.factories import a_topic
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db


def test_what_is_read_for_all_fields_is_the_whole_document(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    ear.hear(said("late https://a.example", 1), said("fine", 2, by="bert", kind="review", parent_id="test://1"))
    ids = list(Post.objects.values_list("pk", flat=True))
    read = dict(read_documents(current_versions(ids), [*ALL, "bio"]))
    assert len(read) == 2
    for post, version in load(ids):
        whole, some = document_of(post, version), read[post.pk]
        assert (some.text, some.title, some.bio) == (whole.text, whole.title, whole.bio)
        assert dict(some.values) == dict(whole.values)


def test_nothing_is_read_that_is_not_asked_for(ear: Ear) -> None:
    ear.hear(said("late", 1))
    query = parse("late -lang:zh", fields=TOPIC_FIELDS)
    assert fields_of(query) == {"lang"}
    ids = [Post.objects.get().pk]
    with CaptureQueriesContext(connection) as caught:
        [(_, document)] = read_documents(current_versions(ids), fields_of(query))
    assert set(document.values) == {"lang"}
    [sql] = [each["sql"] for each in caught.captured_queries]
    assert "findings" not in sql
    assert "listening_author" not in sql


def test_fields_are_found_wherever_they_stand() -> None:
    query = parse("ATLEAST/2(a, lang:en, -(title:b OR is:reply)) has:link", fields=INBOX_FIELDS)
    assert fields_of(query) == {"lang", "title", "is", "has"}


def test_more_than_a_chunk_is_counted_exactly(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CHUNK", 2)
    ear.hear(*(said(f"late {n}" if n % 2 else "fine", n) for n in range(1, 10)))
    for query, number in (("late", 5), ("-late", 4), ("late -3", 4)):
        counted = count_matches(ear.owner, parse(query, fields=TOPIC_FIELDS))
        assert (counted.number, counted.exact, counted.back_to) == (number, True, None)
        assert len(counted.newest) == min(number, 5)


def test_where_it_stops_it_says_when_the_last_one_looked_at_was_posted(ear: Ear) -> None:
    ear.hear(*(said(f"late {n}", n) for n in range(1, 8)))
    posts = list(Post.objects.order_by("-pk"))
    for number, post in enumerate(posts):
        Post.objects.filter(pk=post.pk).update(posted_at=ear.clock.now() - timedelta(days=number))
    counted = count_matches(ear.owner, parse("late", fields=TOPIC_FIELDS), limit=3)
    assert (counted.number, counted.exact) == (3, False)
    assert counted.back_to == ear.clock.now() - timedelta(days=2)
    assert count_matches(ear.owner, parse("late", fields=TOPIC_FIELDS), limit=7).exact
