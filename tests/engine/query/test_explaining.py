"""Why a query matches, and the smallest reason why not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.query import MATCH_FIELDS, Document, explain, parse
from earshot.engine.query.ast import And, AtLeast, Node, Not, Or, Within, children
from tests.engine.query.strategies import queries, texts

documents = st.builds(
    Document,
    texts,
    texts | st.just(""),
    texts | st.just(""),
    st.fixed_dictionaries(
        {},
        optional={
            "lang": st.sampled_from(("en", "zh-Hant")),
            "followers": st.integers(0, 2000),
            "posted": st.sampled_from((datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 1, 3, 19, tzinfo=UTC))),
            "is": st.sampled_from((frozenset(), frozenset(("reply",)))),
        },
    ),
)


def turned(node: Node, truth: dict[int, bool]) -> bool:
    """What the query would be if its terms had these truths."""
    if id(node) in truth:
        return truth[id(node)]
    below = [turned(child, truth) for child in children(node)]
    match node:
        case And():
            return all(below)
        case Or():
            return any(below)
        case Not():
            return not below[0]
        case AtLeast(times=times):
            return sum(below) >= times
    assert isinstance(node, Within)
    return below[0]


def truths(node: Node, document: Document, scope=("title", "text")) -> dict[int, bool]:
    from earshot.engine.query.evaluate import Moment, holds

    if not isinstance(node, And | Or | Not | AtLeast | Within):
        return {id(node): holds(node, document, scope, Moment())}
    found: dict[int, bool] = {}
    for child in children(node):
        found |= truths(child, document, (node.name,) if isinstance(node, Within) else scope)
    return found


@settings(max_examples=150, deadline=None)
@given(queries, documents)
def test_it_agrees_with_the_evaluator(text, document):
    query = parse(text)
    found = explain(query, document)
    assert found.matches is query.matches(document)
    assert found.spans == query.spans(document)
    assert found.sentences
    assert all(reason.true is (reason.wanted is found.matches) for reason in found.terms)


@settings(max_examples=150, deadline=None)
@given(queries, documents)
def test_the_reason_why_not_is_enough_and_nothing_in_it_is_too_much(text, document):
    query = parse(text)
    found = explain(query, document)
    truth = truths(query.tree, document)
    blamed = [id(reason.node) for reason in found.terms]
    assert turned(query.tree, truth) is found.matches
    if not found.matches:
        assert turned(query.tree, truth | {one: not truth[one] for one in blamed})
        for left_out in blamed:
            assert not turned(query.tree, truth | {one: not truth[one] for one in blamed if one != left_out})


@settings(max_examples=100, deadline=None)
@given(queries, documents)
def test_a_match_stands_on_its_reasons_alone(text, document):
    """Whatever the other terms were, these suffice."""
    query = parse(text)
    found = explain(query, document)
    if found.matches:
        kept = {id(reason.node) for reason in found.terms}
        truth = truths(query.tree, document)
        assert turned(query.tree, {one: true if one in kept else not true for one, true in truth.items()})


def said(query: str, text: str, **parts) -> list[str]:
    found = explain(parse(query, MATCH_FIELDS), Document(text, **parts), at=datetime(2026, 11, 23, tzinfo=UTC))
    return [str(sentence) for sentence in found.sentences]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("late parcel", "The parcel is LATE", ["late is in the text: “LATE”.", "parcel is in the text: “parcel”."]),
        ("late parcel", "The parcel", ["late is not there."]),
        ("late -job", "late at the job", ["job is in the text and must not be: “job”."]),
        ("late -job", "late", ["late is in the text: “late”.", "job is not there, as asked."]),
        ("café", "the cafe", ["café is written with its accents; the post has “cafe”."]),
        ("{BT}", "bt again", ["{BT} asks for these capital and small letters; the post has “bt”."]),
        ("{台灣}", "我在台湾", ["{台灣} asks for this Chinese script; the post has “台湾”."]),
        ("{Café}", "Cafe", ["{Café} is written with its accents; the post has “Cafe”."]),
        ("{New Phone}", "New-Phone", ["{New Phone} asks for exactly these characters; the post has “New-Phone”."]),
        ("deliver*", "delyvery", ["deliver* is not there; “delyvery” comes close."]),
        ("#tag", "a tag", ["#tag is there only as the word “tag”."]),
        ("#tag", "@tag", ["#tag is there behind another sign: “tag”."]),
        ("phone", "two phones", ["phone is only inside “phones”."]),
        ("parcel", "the parcle", ["parcel is not there; “parcle” comes close."]),
        ("👍🏽", "ok 👍", ["👍🏽 has a skin tone; the post has “👍”."]),
        ("shop", "https://acme.example/shop", ["shop is only in a link; url: finds it there."]),
        (
            '"new phone"',
            "phone, new",
            ['The words of "new phone" are there, but not next to each other in this order.'],
        ),
        ('"new phone"', "new fone", ['"new phone": phone is not there.']),
        ("a NEAR/2 b", "a x x x b", ["a NEAR/2 b: 3 words stand between, at most 2 may."]),
        ("a ONEAR/2 b", "b a", ["a ONEAR/2 b: the terms stand in the other order."]),
        ("a NEAR/2 b", "a x", ["a NEAR/2 b: b is not there."]),
        ("parcel NEAR/2 late", "parcle late", ["parcel is not there; “parcle” comes close."]),
        ("phone#2", "two phones", ["phone is only inside “phones”."]),
        ("a NEAR/2 a", "a", ["a NEAR/2 a: the terms overlap."]),
        ("aa NEAR/1 bb NEAR/1 cc", "aa bb x x x cc", ["aa NEAR/1 bb NEAR/1 cc: 3 words stand between, at most 1 may."]),
        ("(a AND b AND c)~1", "a x b y y c", ["(a AND b AND c)~1: 3 words stand between, at most 1 may."]),
        ("late SENTENCE here", "late. here", ["late SENTENCE here: the terms stand in different sentences."]),
        ("late#3", "late late", ["late#3: it is there 2 times, 3 are needed."]),
        ("late#3", "here", ["late#3 is not there."]),
        ("ATLEAST/2(a, b, c)", "a", ["1 of 3 are there, 2 are needed:", "b is not there."]),
        (
            "lost OR late",
            "xyz",
            ["None of the 2 alternatives is fulfilled; this is the nearest:", "lost is not there."],
        ),
        (
            "lost OR parcel",
            "parcle",
            [
                "None of the 2 alternatives is fulfilled; this is the nearest:",
                "parcel is not there; “parcle” comes close.",
            ],
        ),
        (
            "(lost wet broken) OR (late parcel)",
            "late",
            ["None of the 2 alternatives is fulfilled; this is the nearest:", "parcel is not there."],
        ),
        ("NOT (a OR b)", "a b", ["a is in the text and must not be: “a”.", "b is in the text and must not be: “b”."]),
        (
            "late -(a OR b OR c OR d)",
            "late",
            ["late is in the text: “late”.", "None of the 4 excluded terms is there."],
        ),
        ("NOT (a b)", "a b", ["a is in the text and must not be: “a”."]),
    ],
)
def test_sentences(query, text, expected):
    assert said(query, text) == expected


def test_another_part_of_the_post():
    assert said("late", "x", bio="late") == ["late is only in the author's description."]
    assert said("text:late", "x", title="Late") == ["late is only in the title."]
    assert said("a NEAR/2 b", "a", title="b") == [
        "The terms of a NEAR/2 b do not stand together in one part of the post."
    ]


def test_fields():
    values = {"followers": 12, "lang": "en", "is": frozenset(("reply",))}
    assert said("followers>=1000", "x", values=values) == ["followers>=1000 is not fulfilled; the post has: 12."]
    assert said("lang:de", "x", values=values) == ["lang:de is not fulfilled; the post has: en."]
    assert said("country:TW", "x", values=values) == ["country:TW is not fulfilled; the post does not say."]
    assert said("-is:reply", "x", values=values) == ["is:reply is fulfilled and must not be."]
    assert said("lang:en", "x", values=values) == ["lang:en is fulfilled."]


def test_as_data():
    found = explain(parse("late parcel -job"), Document("late here")).as_json()
    assert found["matches"] is False
    assert found["sentences"] == ["parcel is not there."]
    why = found["why"]
    assert [below["query"] for below in why["below"]] == ["parcel"]
    assert [below["query"] for below in why["besides"]] == ["late", "NOT job"]
    assert why["besides"][0]["spans"] == [["text", 0, 4]]


def test_long_queries_and_long_posts_are_explained_soon():
    many = " OR ".join(f"word{number}" for number in range(4_000))
    found = explain(parse(many), Document("nothing " * 5_000))
    assert len(found.terms) == 1
    wide = parse("a NEAR/5 b OR (a AND c AND d)~3 OR (a AND b)~2")
    assert not explain(wide, Document("a " * 8_000 + "x x x x x x x " + "b " * 8_000)).matches


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_every_sentence_can_be_said_in_chinese(language):
    from django.utils import translation

    from earshot.web.texts import translated

    queries = (
        "late -job",
        "lost OR parcel",
        "a NEAR/2 b",
        "{BT}",
        "lang:de",
        "late#3",
        "ATLEAST/2(x, y, z)",
        "text:late",
    )
    with translation.override(language):
        for query in queries:
            found = explain(parse(query), Document("job parcle a x x x b bt late", title="late"))
            assert all(any("\u4e00" <= char <= "\u9fff" for char in translated(said)) for said in found.sentences), (
                query
            )
