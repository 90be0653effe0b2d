"""Prepared queries give what the queryset gives, for every value, in every thread."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.web.models import LiveEvent
from earshot.web.prepared import Prepared

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
KINDS = ("conversation.new", "conversation.changed", "x' OR 1=1 --", "\x01prepared 0\x01", "貓咪")


@pytest.fixture
def events() -> list[LiveEvent]:
    rows = [
        LiveEvent(workspace_id=n % 3, kind=KINDS[n % 5], ref=n, payload={"n": n}, at=BEGIN + timedelta(minutes=n))
        for n in range(40)
    ]
    return LiveEvent.objects.bulk_create(rows)


def of(workspace_id: int, kind: str, until: datetime) -> QuerySet[LiveEvent]:
    mine = Q(workspace_id=workspace_id) | Q(ref=workspace_id)
    return LiveEvent.objects.filter(mine, kind=kind, at__lte=until).defer("payload").annotate(next=F("ref") + 1)


def plain(rows: Any) -> list[Any]:
    return [{k: v for k, v in row.__dict__.items() if k != "_state"} for row in rows]


@pytest.mark.usefixtures("events")
def test_the_rows_are_those_of_the_queryset() -> None:
    prepared = Prepared(of)

    @settings(max_examples=60, deadline=None)
    @given(st.integers(-2, 4), st.sampled_from(KINDS), st.integers(-5, 50))
    def same(workspace_id: int, kind: str, minutes: int) -> None:
        values = workspace_id, kind, BEGIN + timedelta(minutes=minutes)
        assert plain(prepared(*values)) == plain(of(*values))

    same()


@pytest.mark.usefixtures("events")
def test_values_and_sums_come_as_the_queryset_gives_them() -> None:
    def build(workspace_id: int) -> QuerySet[Any, Any]:
        return (
            LiveEvent.objects.filter(workspace_id=workspace_id).values("kind").annotate(n=Count("*")).order_by("kind")
        )

    assert Prepared(build)(1) == list(build(1))
    flat = Prepared(
        lambda ref: LiveEvent.objects.filter(ref__gte=ref).order_by("-ref").values_list("ref", flat=True)[:3]
    )
    assert flat(5) == [39, 38, 37]
    assert (flat.first(39), flat.first(40)) == (39, None)


@pytest.mark.usefixtures("events")
def test_it_asks_once_and_builds_once() -> None:
    built = []

    def build(ref: int) -> QuerySet[LiveEvent]:
        built.append(ref)
        return LiveEvent.objects.filter(ref=ref)

    prepared = Prepared(build)
    with CaptureQueriesContext(connection) as queries:
        assert [prepared(n)[0].ref for n in (3, 4, 5)] == [3, 4, 5]
    assert (len(queries), len(built)) == (3, 1)


@pytest.mark.usefixtures("events")
def test_a_value_may_stand_twice_and_rows_are_not_shared() -> None:
    twice = Prepared(lambda number: LiveEvent.objects.filter(Q(ref=number) | Q(ref=F("ref"), workspace_id=number)))
    assert {each.ref for each in twice(2)} == {2, *range(2, 40, 3)}
    one, other = twice(2)[0], twice(2)[0]
    assert one == other and one is not other


@pytest.mark.usefixtures("events")
def test_a_row_can_be_saved_and_its_deferred_columns_read() -> None:
    found = Prepared(lambda ref: LiveEvent.objects.filter(ref=ref).only("kind"))(7)[0]
    assert found.payload == {"n": 7}
    found.kind = "changed"
    found.save(update_fields=["kind"])
    assert LiveEvent.objects.get(ref=7).kind == "changed"


@pytest.mark.parametrize("value", [None, True, 1.5, [1], b"x"])
def test_what_would_change_the_shape_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="can not be a value"):
        Prepared(lambda ref: LiveEvent.objects.filter(ref=ref))(value)


def test_a_value_that_does_not_stand_as_it_is_is_refused() -> None:
    refused: list[tuple[Any, Any]] = [
        (lambda kind: LiveEvent.objects.filter(kind__contains=kind), "new"),
        (lambda kind: LiveEvent.objects.filter(kind=kind.upper()), "new"),
        (lambda ref: LiveEvent.objects.filter(ref=ref + 1), 1),
        (lambda ref: LiveEvent.objects.all()[:ref], 1),
        (lambda at: LiveEvent.objects.filter(at__date=at.date()), BEGIN),
    ]
    for build, value in refused:
        with pytest.raises(TypeError, match="does not stand as it is"):
            Prepared(build)(value)


@pytest.mark.usefixtures("events")
def test_a_value_need_not_be_asked_for() -> None:
    assert [each.ref for each in Prepared(lambda ref, unused: LiveEvent.objects.filter(ref=ref))(1, 2)] == [1]


def test_prefetching_is_refused() -> None:
    from django.contrib.auth.models import Group

    with pytest.raises(TypeError, match="can not prefetch"):
        Prepared(lambda pk: Group.objects.filter(pk=pk).prefetch_related("permissions"))(1)


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_mix() -> None:
    LiveEvent.objects.bulk_create(LiveEvent(workspace_id=1, kind="k", ref=n, payload={}, at=BEGIN) for n in range(8))
    prepared = Prepared(lambda ref: LiveEvent.objects.filter(ref=ref))
    wrong: list[tuple[int, list[int]]] = []

    def ask(ref: int) -> None:
        for _ in range(60):
            found = [each.ref for each in prepared(ref)]
            if found != [ref]:
                wrong.append((ref, found))
        connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
