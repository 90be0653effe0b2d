"""What lint says about branches is true of every post; the rest by examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.query import MATCH_FIELDS, Document, lint, parse
from earshot.engine.query.ast import Node, Within, children
from earshot.engine.query.evaluate import Moment, holds
from earshot.engine.query.linting import without
from earshot.engine.query.linting.proving import Prover
from tests.engine.query.strategies import texts

SCOPE = ("title", "text")
NOW = Moment(datetime(2026, 11, 23, 12, tzinfo=UTC))

_TERMS = (
    *(
        "late",
        "café",
        "cafe",
        "parcel",
        "par*",
        "parc*",
        "*cel",
        "p?rcel",
        "parcel's",
        "手機",
        "手",
        "手机*",
        "👍",
        "👍🏽",
    ),
    *(
        "#tag",
        "tag",
        "@bob",
        "bob",
        "#ta*",
        "ta*",
        "#手機pro",
        "#物流",
        "物流",
        "{Parcel}",
        "{late}",
        "{C++}",
        "{late Parcel}",
    ),
    *('"late parcel"', '"late parcel cafe"', '"parcel late"', '"late par*"', '"#tag late"', '"tag late"'),
    *("late NEAR/2 parcel", "late NEAR/5 parcel", "parcel NEAR/3 late", "late ONEAR/2 parcel", "(late AND parcel)~2"),
    *(
        "(parcel AND late)~4",
        "(late OR cafe) NEAR/2 parcel",
        "late SENTENCE parcel",
        "parcel SENTENCE late",
        "late#2",
        "late#3",
    ),
    *("(late OR parcel)#2", "late NEAR/2 parcel NEAR/2 cafe", "late NEAR/4 parcel NEAR/2 cafe", "late NEAR/1 late"),
    *("(late OR cafe OR café)#2", "(café OR cafe) NEAR/3 tag", "(par* OR parcel OR tag) NEAR/3 late", '"10 tag"', "10"),
)
_FIELDS = (
    *("lang:en", "lang:zh", "lang:zh-Hant", "lang:(en OR zh)", "followers>=10", "followers>=1000", "followers<5"),
    *("followers:[10 TO 20]", "posted:[2026-11-01 TO 2026-11-08]", "posted>=2026-11-05", "posted<2026-11-01"),
    *(
        "posted>2026-11-05",
        'posted<"2026-11-05T10:00Z"',
        'posted>="2026-11-05T10:00Z"',
        "hour<12",
        "hour>23",
        "hour:[9 TO 18]",
    ),
    *("age<2h", "age>1d", "age<=1d", "is:reply", "is:question", "has:image", "has:media", "has:link", "site:a.example"),
    *(
        "site:example",
        "url:a.example/x",
        "url:a.example",
        "author:jane",
        'author:"Jane"',
        "author:@jane",
        "kind:post",
        "kind:mail",
    ),
    *("risk>=70", "risk>=80", "topic:a", "tag:a", "tag:b", "network:bluesky"),
)
_simple = st.sampled_from(_TERMS) | st.sampled_from(_FIELDS)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner.map(lambda text: f"({text})"), min_size=2, max_size=4)
    return st.one_of(
        some.map(" AND ".join),
        some.map(" OR ".join),
        inner.map(lambda text: f"NOT ({text})"),
        some.map(lambda members: f"ATLEAST/{len(members) - 1}({', '.join(members)})"),
        st.tuples(st.sampled_from(("title", "text", "bio")), inner.map(lambda text: f"({text})")).map(":".join),
    )


_WORDS = (
    "late",
    "Parcel",
    "parcel's",
    "Café",
    "cafe",
    "手機",
    "手机",
    "物流",
    "#tag",
    "#tags",
    "@bob",
    "👍🏽",
    "👍",
    "C++",
    "#手機pro",
    "10",
)
_posts = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from((" ", " ", ". ", "\n", ", ", ""))), max_size=9
).map(lambda found: "".join(word + gap for word, gap in found))
documents = st.builds(
    Document,
    _posts | texts,
    _posts | st.just(""),
    _posts | st.just(""),
    st.fixed_dictionaries(
        {},
        optional={
            "lang": st.sampled_from(("en", "zh", "zh-Hant", "de")),
            "followers": st.sampled_from((0, 4, 5, 9, 10, 15, 20, 999, 1000, 5000)),
            "posted": st.integers(0, 600).map(
                lambda hours: datetime(2026, 10, 30, tzinfo=UTC) + timedelta(hours=hours)
            ),
            "is": st.sampled_from((frozenset(), frozenset(("reply",)))),
            "has": st.sampled_from((frozenset(), frozenset(("image",)), frozenset(("video",)))),
            "url": st.sampled_from(("https://a.example/x", "https://b.a.example", "https://c.example/a.example/x")),
            "author": st.sampled_from(("jane", "@Jane", "bob")),
            "author_name": st.sampled_from(("Jane", "Bob")),
            "kind": st.sampled_from(("post", "mail")),
            "risk": st.sampled_from((0, 69, 70, 80)),
            "topic": st.sampled_from((frozenset(("a",)), frozenset(("a", "b")))),
            "tag": st.sampled_from((frozenset(("a",)), frozenset(("b", "a")))),
            "network": st.sampled_from(("bluesky", "mastodon")),
        },
    ),
)
queries = _joined(_simple) | _joined(_joined(_simple)) | _joined(_joined(_joined(_simple)))


def at(tree: Node, path: tuple[int, ...]) -> tuple[Node, tuple[str, ...]]:
    """The node at a path, and where it looks."""
    scope = SCOPE
    for step in path:
        scope = (tree.name,) if isinstance(tree, Within) else scope
        tree = children(tree)[step]
    return tree, scope


@settings(max_examples=150, deadline=None)
@given(queries, st.lists(documents, min_size=3, max_size=6))
def test_what_is_said_of_branches_is_true(text, posts):
    tree = parse(text, MATCH_FIELDS).tree
    for found in lint(parse(text, MATCH_FIELDS)):
        node, scope = at(tree, found.path)
        for post in posts:
            if found.removable:
                assert holds(tree, post, SCOPE, NOW) is holds(without(tree, found.path), post, SCOPE, NOW), found
            if found.kind in ("contradiction", "always"):
                assert holds(node, post, scope, NOW) is (found.kind == "always"), found


@settings(max_examples=150, deadline=None)
@given(_simple | _joined(_simple), _simple | _joined(_simple), st.lists(documents, min_size=3, max_size=6))
def test_what_is_proved_holds(one, other, posts):
    first, second = parse(one, MATCH_FIELDS).tree, parse(other, MATCH_FIELDS).tree
    prover = Prover()
    implied = prover.implies((first, SCOPE), (second, SCOPE))
    excluded = prover.excludes((first, SCOPE), (second, SCOPE))
    for post in posts:
        mine, yours = holds(first, post, SCOPE, NOW), holds(second, post, SCOPE, NOW)
        assert not (implied and mine and not yours), (one, other, post.text, post.values)
        assert not (excluded and mine and yours), (one, other, post.text, post.values)


def test_every_pair_of_terms():
    """The rules for terms against posts that have nearly everything."""
    posts = [Document(text) for text in _dense()]
    nodes = [(text, parse(text, MATCH_FIELDS).tree) for text in _TERMS]
    truth = {text: [holds(node, post, SCOPE, NOW) for post in posts] for text, node in nodes}
    prover, proved = Prover(10**9), 0
    for one, first in nodes:
        for other, second in nodes:
            if prover.implies((first, SCOPE), (second, SCOPE)):
                proved += one != other
                assert all(yours or not mine for mine, yours in zip(truth[one], truth[other], strict=True)), (
                    one,
                    other,
                )
    assert proved > 60


def _dense() -> list[str]:
    import itertools
    import random

    random.seed(7)
    pairs = [f"{a}{gap}{b}" for a, b in itertools.product(_WORDS, repeat=2) for gap in (" ", "")]
    return [
        *pairs,
        *(" ".join(random.choices(_WORDS, k=6)) for _ in range(300)),
        *(". ".join(random.choices(_WORDS, k=5)) for _ in range(200)),
    ]


def kinds(query: str, **options) -> list[tuple[str, str]]:
    text = parse(query, MATCH_FIELDS)
    return [(found.kind, query[found.start : found.end]) for found in lint(text, **options)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("acme -acme", [("contradiction", "acme -acme")]),
        ("acme (late OR lost)", []),
        ("acme lang:en lang:de", [("contradiction", "acme lang:en lang:de")]),
        ("acme followers>=1000 followers<10", [("contradiction", "acme followers>=1000 followers<10")]),
        ("acme posted>2026-11-05 posted<2026-11-05", [("contradiction", "acme posted>2026-11-05 posted<2026-11-05")]),
        ("acme hour>23", [("contradiction", "hour>23")]),
        ('"new phone" -phone', [("contradiction", '"new phone" -phone')]),
        ("acme OR (late -late)", [("dead", "(late -late)")]),
        ("acme -late (late OR lost)", [("dead", "late")]),
        ("acme -(late OR lost) (late OR broken)", [("dead", "late")]),
        ("acme lang:en (lang:de OR lost)", [("dead", "lang:de")]),
        ('phone OR "new phone"', [("subsumed", '"new phone"')]),
        ("#sale OR sale", [("subsumed", "#sale")]),
        ("deliver* OR delivery", [("subsumed", "delivery")]),
        ("acme (followers>=1000 OR followers>=10)", [("subsumed", "followers>=1000")]),
        ("lang:zh-Hant acme OR lang:zh acme", [("subsumed", "lang:zh-Hant acme")]),
        ("late NEAR/2 acme OR late NEAR/5 acme", [("subsumed", "late NEAR/2 acme")]),
        ("late NEAR/2 acme OR acme", [("subsumed", "late NEAR/2 acme")]),
        ("late NEAR/2 (acme OR Acme)", [("duplicate", "Acme")]),
        ("late NEAR/2 (deliver* OR delivery)", [("subsumed", "delivery")]),
        ("acme OR late OR acme", [("duplicate", "acme")]),
        ('"new phone" phone', [("implied", "phone")]),
        ("acme (late OR acme)", [("implied", "(late OR acme)")]),
        ("acme (lost OR NOT lost)", [("always", "(lost OR NOT lost)")]),
        ("acme OR NOT acme", [("always", "acme OR NOT acme")]),
        ("-acme", [("only-not", "-acme")]),
        ("acme OR -late", [("only-not", "acme OR -late")]),
        ("lang:en -acme", [("flood", "lang:en -acme")]),
        ("acme OR followers>=10", [("costly", "acme OR followers>=10")]),
        ("the", [("flood", "the")]),
        ("the acme", []),
        ("acme OR (the is)", [("flood", "the"), ("flood", "is")]),
        ("lang:en -job the", [("flood", "the")]),
        ("我們", [("flood", "我們")]),
        ("apple", [("everyday", "apple")]),
        ("apple iphone", []),
        ("{Apple}", []),
        ("聯想 OR 联想", [("everyday", "聯想"), ("duplicate", "联想"), ("everyday", "联想")]),
        ("acme and late", [("small-letters", "and")]),
        ("acme near/5 late", [("small-letters", "near/5")]),
        ('acme "and" late', []),
        ("手機* acme", [("wildcard", "手機*")]),
        ("de* acme", [("short", "de*")]),
        ("acme lang:english", [("value", "lang:english")]),
        ("acme country:Taiwan", [("value", "country:Taiwan")]),
        ("acme NOT NOT late", [("plainer", "NOT NOT late")]),
        ("acme ATLEAST/1(late, lost)", [("plainer", "ATLEAST/1(late, lost)")]),
        ("acme ATLEAST/2(late, lost)", [("plainer", "ATLEAST/2(late, lost)")]),
        ("title:phone OR phone", [("subsumed", "title:phone")]),
        ("acme (title:phone OR bio:phone)", []),
        ("café OR cafe", [("subsumed", "café")]),
    ],
)
def test_examples(query, expected):
    assert kinds(query) == expected


def test_a_frequency_that_is_told_counts():
    found = lint(parse("parcel"), lambda word: 0.3 if word == "parcel" else 0.0)
    assert [str(one.message) for one in found] == ["parcel is in about 30% of all posts: this will flood."]
    assert not lint(parse("the"), lambda word: 0.0)


def test_very_large_queries_are_linted_soon():
    words = [f"word{number}" for number in range(2_400)]
    either = " OR ".join(words)
    refused = " OR ".join(f"word{number} x" for number in range(1_000))
    found = lint(parse(f"({either}) -({refused})"))
    assert not [one for one in found if one.removable]
    doubled = lint(parse(" OR ".join([*words, *words])))
    assert len([one for one in doubled if one.kind == "duplicate"]) == 2_400
    assert lint(parse(" AND ".join([*words, "-word7"])))[0].kind == "contradiction"
    wild = lint(parse(" OR ".join(f"word{number}*" for number in range(2_000))))
    assert len(wild) <= 2_000
