"""Rows without the ORM are the rows that the ORM would make."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import models

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Author, Post
from earshot.web import bulk
from earshot.web.models import LiveEvent

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("model", [Conversation, Post, Author, LiveEvent])
def test_a_new_instance_is_what_the_model_makes(model: type[models.Model]) -> None:
    ours, theirs = (dict(vars(made)) for made in (bulk.new(model), model()))
    assert ours.pop("_state").adding is theirs.pop("_state").adding is True
    assert ours == theirs


def test_instances_share_no_lists() -> None:
    one, other = bulk.new(Conversation), bulk.new(Conversation)
    one.topics.append("recall")
    assert other.topics == []


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TypeError, match="no columns colour"):
        bulk.new(LiveEvent, kind="x", colour="red")


@pytest.mark.django_db
def test_rows_come_back_as_they_were_given_with_growing_ids() -> None:
    names = ("workspace_id", "kind", "ref", "payload", "at")
    first = bulk.insert_numbered(LiveEvent, names, [(1, "a.b", 7, {"say": "好"}, AT), (1, "a.c", 8, {}, AT)])
    then = bulk.insert_numbered(LiveEvent, names, [(1, "a.d", 9, {}, AT)])
    assert [*first, *then] == sorted({*first, *then})
    rows = LiveEvent.objects.filter(pk__in=[*first, *then]).order_by("pk")
    assert [(row.pk, row.kind, row.ref, row.payload, row.at) for row in rows] == [
        (first[0], "a.b", 7, {"say": "好"}, AT),
        (first[1], "a.c", 8, {}, AT),
        (then[0], "a.d", 9, {}, AT),
    ]


@pytest.mark.django_db
def test_an_update_writes_only_the_columns_named() -> None:
    event = LiveEvent.objects.create(workspace_id=1, kind="a.b", ref=7, payload={}, at=AT)
    event.kind, event.ref = "a.c", 8
    bulk.update([event], ("ref",))
    event.refresh_from_db()
    assert (event.kind, event.ref) == ("a.b", 8)
