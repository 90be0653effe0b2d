"""The index as its users meet it."""

from __future__ import annotations

import threading

import pytest

from earshot.engine.query import MATCH_FIELDS, Document, parse
from earshot.engine.query.index import Index
from earshot.engine.query.index import index as implementation


def filled(**queries: str) -> Index:
    index = Index()
    for name, text in queries.items():
        index.add(name, parse(text, MATCH_FIELDS))
    return index


def test_names_come_in_the_order_in_which_they_were_added() -> None:
    index = filled(z="late", a="parcel", m="late OR parcel", n="never")
    assert index.matching(Document("the parcel is late")) == ["z", "a", "m"]
    index.add("z", parse("late parcel"))
    assert index.matching(Document("the parcel is late")) == ["a", "m", "z"]
    assert (len(index), "a" in index, "b" in index, list(index)) == (4, True, False, ["z", "a", "m", "n"])


def test_a_query_that_is_removed_is_gone() -> None:
    index = filled(a="late OR #late OR lat*", b="-late", c="bio:late", d="author:late")
    for name in "abcd":
        index.remove(name)
    assert index.matching(Document("#late", bio="late", values={"author": "late"})) == []
    with pytest.raises(KeyError):
        index.remove("a")
    assert not index._filed and not index._always and not index._uses and not index._word_wilds


def test_what_a_query_costs_is_said() -> None:
    index = filled(cheap="zeppelin", not_only="-late", branch="zeppelin OR (has:link -late)")
    assert not index.cost("cheap").always and index.cost("cheap").rate < 0.01
    assert set(index.costly()) == {"not_only", "branch"}
    assert index.cost("not_only").reason == "It is run for every post: “NOT late” only says what must be missing."
    assert "“has:link AND NOT late”" in index.cost("branch").reason
    cost = index.cost_of(parse("late OR parcel"))
    assert (cost.anchors, cost.always) == (2, False)
    assert len(index) == 3


def test_queries_leave_terms_that_turn_out_to_be_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(implementation, "OFTEN", 4)
    index = filled(**{f"q{number}": "umbrella sun" for number in range(20)})
    assert index._entries["q0"].keys == ("umbrella",)
    for _ in range(100):
        assert index.matching(Document("umbrella again")) == []
    assert {entry.keys for entry in index._entries.values()} == {("sun",)}
    assert len(index.matching(Document("sun and umbrella"))) == 20


def test_without_fields_posts_are_asked_about_before_they_have_values() -> None:
    index = Index(fields=False)
    index.add("author", parse("author:bob"))
    index.add("both", parse("author:bob late"))
    assert index.candidates(Document("late")) == ["author", "both"]
    assert index.candidates(Document("on time")) == ["author"]


def test_age_needs_a_time() -> None:
    from datetime import UTC, datetime

    index = filled(young="late age<2h")
    post = Document("late", values={"posted": datetime(2026, 11, 23, 9, tzinfo=UTC)})
    assert index.matching(post, at=datetime(2026, 11, 23, 10, tzinfo=UTC)) == ["young"]
    with pytest.raises(ValueError, match="age"):
        index.matching(post)


def test_a_post_sees_all_of_a_change_or_nothing() -> None:
    """One name goes to and fro between two queries that both match: never may it be missing, nor come twice."""
    index = filled(a="late")
    one, other = parse("late OR zeppelin"), parse("parcel OR quasar")
    done = threading.Event()

    def change() -> None:
        for _ in range(2_000):
            index.add("a", one)
            index.add("a", other)
        done.set()

    writer = threading.Thread(target=change)
    writer.start()
    answers = set()
    while not done.is_set():
        answers.add(tuple(index.matching(Document("the parcel is late"))))
    writer.join()
    assert answers <= {("a",)}


def test_a_word_met_before_finds_the_wildcard_that_came_later() -> None:
    index = filled(a="deliv*")
    post = "delivery gate"
    assert index.matching(Document(post)) == ["a"]
    index.add("b", parse("deliver*"))
    index.add("c", parse("*gate"))
    assert index.matching(Document(post)) == ["a", "b", "c"]
    for number in range(100):
        index.add(f"d{number}", parse(f"{'delivery'[: 2 + number % 6]}*"))
    assert len(index.matching(Document(post))) == 103
    for name in list(index):
        index.remove(name)
    index.add("e", parse("deliver*"))
    assert index.matching(Document(post)) == ["e"]
