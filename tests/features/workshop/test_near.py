"""Near misses and changes of a query's text, on random queries and posts; and how they fare with very large ones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from earshot.engine.query import Document, Query, parse
from earshot.engine.query.ast import TEXT_NODES, Count, Node, Not, children
from earshot.engine.query.explaining import Reason
from earshot.features.listening.finding import Asked
from earshot.features.workshop.changing import Edit, added, removed, written
from earshot.features.workshop.loosening import loosened
from earshot.features.workshop.near import near_miss
from tests.engine.query.strategies import queries, texts

WHEN = Asked(datetime(2026, 11, 23, tzinfo=UTC), UTC)


def _nodes(node: Node) -> list[Node]:
    return [node, *(below for child in children(node) for below in _nodes(child))]


def _asked_and_there(reason: Reason) -> bool:
    """Whether a member of a group that lacks another is there, and is a word."""
    here = any(each.true and each.wanted and isinstance(each.node, TEXT_NODES) for each in reason.besides)
    return here or any(_asked_and_there(each) for each in reason.below)


@given(queries, texts)
def test_a_near_miss_misses_and_its_change_lets_it_match(text: str, post: str) -> None:
    query, document = parse(text), Document(post)
    near = near_miss(query, document, WHEN)
    if near is None:
        return
    assert not query.matches(document, at=WHEN.at)
    assert near.why
    if near.edit is not None:
        assert parse(near.edit.of(text)).matches(document, at=WHEN.at)


few = st.sampled_from(("tea", "wire", "milk", "late", "metal", "cup"))
small = st.one_of(
    few,
    st.tuples(few, few).map('"{0[0]} {0[1]}"'.format),
    st.tuples(few, few).map("{0[0]} NEAR/1 {0[1]}".format),
    st.lists(few, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
)
conditions = st.lists(small | few.map("-{}".format), min_size=2, max_size=4).map(lambda some: f"({' '.join(some)})")
nested = st.lists(conditions | small, min_size=1, max_size=3).flatmap(
    lambda some: st.sampled_from((" OR ".join(some), " AND ".join(some), f"ATLEAST/{len(some)}({', '.join(some)})"))
)


@given(nested, st.lists(few, unique=True, min_size=2).map(" ".join))
@settings(max_examples=400)
def test_what_lacks_one_thing_and_has_another_is_looked_at(text: str, post: str) -> None:
    query, document = parse(text), Document(post)
    found = query.explain(document, at=WHEN.at)
    if found.matches or len(found.terms) != 1 or not _asked_and_there(found.why):
        return
    event("near")
    looser = loosened(query)
    assert looser is not None
    assert looser.matches(document, at=WHEN.at)


@given(queries, st.data())
def test_an_alternative_only_adds(text: str, data: st.DataObject) -> None:
    """Anywhere that is not below a NOT; whatever matched before does so still."""
    query = parse(text)
    node = data.draw(st.sampled_from(_nodes(query.tree)))
    edit = added(query, node, "zebra")
    changed = edit.parsed(text) if edit is not None else None
    if edit is None or changed is None:  # it may not stand there: in a field, or a proximity of its own
        return
    if any(isinstance(each, Not | Count) for each in _nodes(query.tree)):
        return
    post = Document(data.draw(texts))
    assert not query.matches(post, at=WHEN.at) or changed.matches(post, at=WHEN.at)
    assert edit.of(text).startswith(text[: edit.start])
    assert edit.of(text).endswith(text[edit.end :])


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("tea NOT (milk OR metal)", "milk", "tea NOT (metal)"),
        ("tea NOT milk", "milk", "tea"),
        ("tea <<<no>>> -milk sugar", "milk", "tea sugar"),
        ("milk AND tea", "milk", "tea"),
        ("tea AND title:milk", "milk", "tea"),
        ("milk", "milk", None),
        ("ATLEAST/2(milk, tea, jam)", "milk", None),
    ],
)
def test_left_out(text: str, word: str, left: str | None) -> None:
    query = parse(text)
    node = next(node for node in _nodes(query.tree) if text[slice(*node.span)] == word)
    edit = removed(query, node)
    assert (edit.of(text) if edit else None) == left


@given(texts)
def test_words_of_a_post_can_be_asked_for(post: str) -> None:
    asked = Edit(0, 0, written(post)).parsed("")
    assume(asked is not None and not any(sign in post for sign in "*?#@$"))
    assert asked is not None
    assert asked.matches(Document(post))


def _large(size: int) -> str:
    names = [f"brand{number}" for number in range(size)]
    return f"({' OR '.join(names)}) AND ({' OR '.join(f'harm{number}' for number in range(size))}) NOT (x OR y)"


@pytest.mark.parametrize("text", [_large(2_000), " AND ".join(f"word{number}" for number in range(2_000))])
def test_large_queries_are_loosened_to_something_not_much_larger(text: str) -> None:
    query = parse(text)
    looser = loosened(query)
    assert looser is not None
    assert len(_nodes(looser.tree)) <= 4 * len(_nodes(query.tree))
    near = near_miss(query, Document("brand17 and harmm3"), WHEN)
    assert near is None or near.why


def test_one_of_many_conditions_is_missing() -> None:
    text = " ".join(f"word{number}" for number in range(12)) + " -bad"
    looser = loosened(parse(text))
    assert looser is not None
    lacking = " ".join(f"word{number}" for number in range(1, 12))
    assert looser.matches(Document(lacking))
    assert not looser.matches(Document(f"{lacking} bad"))
    assert looser.matches(Document(f"word0 {lacking} bad"))
    assert not looser.matches(Document(lacking.replace("word7", "")))


def test_a_query_of_exclusions_has_no_near_ones() -> None:
    assert loosened(parse("-tea -milk")) is None
    assert isinstance(loosened(parse("tea milk")), Query)
