"""The anchor index against the naive evaluator: no difference on any post, while queries come and go; and so for every
query, candidate or not, the functions and the code by which candidates are verified.

``EARSHOT_LONG=1`` asks 1,000,000 pairs of query and post; else a few thousand.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from earshot.engine.query import MATCH_FIELDS, Document, Query, parse
from earshot.engine.query.index import Index
from earshot.engine.query.index.verifying import Test, shapes
from tests.engine.query.index.verifying.made import coded, functions, view_of
from tests.engine.query.strategies import COMMON, queries, texts

LONG = bool(os.environ.get("EARSHOT_LONG"))
FEWEST, QUERIES, POSTS = (30, 40, 12) if LONG else (3, 10, 6)
EXAMPLES = 1_500 if LONG else 60
"""An example of the long form asks some 35 queries about 12 posts, twice."""
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Taipei")

values = st.fixed_dictionaries(
    {},
    optional={
        "author": st.sampled_from(("@acme", "Acme", "bob", "")),
        "author_name": st.sampled_from(("Acme Support", "bob")),
        "lang": st.sampled_from(("zh-Hant", "zh", "en", "zh_Hant_TW", "ja")),
        "network": st.sampled_from(("Bluesky", "weibo")),
        "url": st.sampled_from(("https://shop.example.com/a", "example.com", "http://[broken")),
        "links": st.sets(st.sampled_from(("https://b.example/x", "https://shop.example.com")), max_size=2),
        "site": st.sampled_from(("example.com", "EXAMPLE.com.")),
        "followers": st.integers(0, 3000),
        "posted": st.sampled_from((datetime(2026, 11, 1, 12, tzinfo=UTC), AT)),
        "is": st.sets(st.sampled_from(("reply", "repost", "verified"))),
        "has": st.sets(st.sampled_from(("image", "video"))),
        "tag": st.sets(st.sampled_from(("vip", "VIP", "late fee"))),
        "risk": st.integers(0, 100),
    },
)
posts = st.builds(Document, texts, st.one_of(st.just(""), texts), st.one_of(st.just(""), texts), values)

FIELDS = (
    *(
        "author:acme",
        "author:@bob",
        'author:"Acme Support"',
        "lang:zh",
        "lang:zh-Hant",
        "lang:(en OR ja)",
        "lang:zh_hant",
    ),
    *(
        "network:bluesky",
        "site:example.com",
        "site:com",
        "site:.com",
        "url:shop",
        "tag:vip",
        'tag:"late fee"',
        "is:reply",
    ),
    *("has:link", "has:image", "has:question", "followers>=1000", "risk>=70", "age<2h", "hour:[9 TO 18]"),
)
TERMS = (
    *(
        "late",
        "parcel",
        '"late parcel"',
        '"parcel\'s late"',
        '"late parcel\'s"',
        "{Late}",
        "{late parcel}",
        "{物流}",
        "{物}",
    ),
    *(
        "{手}",
        "{手機}",
        "{'s}",
        "{C++}",
        "{-late}",
        "{tag 物}",
        "{iPhone}",
        "{’s late}",
        "lat*",
        "*ate",
        "l?te",
        "*a*e*",
        "#la*",
    ),
    *(
        "#tag",
        "#物流",
        "@bob",
        "$ACME",
        "caf*",
        "Café",
        '"Café late"',
        "物流",
        '"物 流"',
        "物流手機",
        "手机",
        "🇹🇼",
        "1️⃣",
    ),
    *(
        "👍🏽",
        "👍",
        "İstanbul",
        "straße",
        "ΣΊΣΥΦΟΣ",
        "ﬁsh",
        "½",
        "don't",
        "don’t",
        "{don't}",
        "*b?c",
        "#*ag",
        "x\u0301*",
    ),
)
_operand = st.sampled_from(TERMS)
_near = st.builds(
    "{} {}NEAR/{} {}".format, _operand, st.sampled_from(("", "O")), st.integers(0, 3), _operand
)  # fmt: skip
_leaf = st.one_of(
    st.sampled_from(TERMS + FIELDS),
    _near,
    st.builds("{} SENTENCE {}".format, _operand, _operand),
    st.builds("({} AND {})~{}".format, _operand, _operand, st.integers(0, 4)),
    st.builds("{}#{}".format, st.sampled_from([term for term in TERMS if "*" not in term]), st.integers(1, 3)),
)
made = st.recursive(
    _leaf.map("({})".format),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda found: f"({' '.join(found)})"),
        st.lists(inner, min_size=2, max_size=5).map(lambda found: f"({' OR '.join(found)})"),
        st.builds("({} -{})".format, inner, inner),
        st.builds("({} OR NOT {})".format, inner, inner),
        st.builds("(NOT (NOT {}))".format, inner),
        st.builds("(NOT ({} OR NOT {}))".format, inner, inner),
        st.tuples(st.integers(1, 2), st.lists(inner, min_size=2, max_size=4)).map(
            lambda pair: f"ATLEAST/{pair[0]}({', '.join(pair[1])})"
        ),
        st.builds("{}:{}".format, st.sampled_from(("title", "text", "bio")), inner),
    ),
    max_leaves=6,
)


@pytest.fixture(autouse=True)
def code_at_once() -> Iterator[None]:
    """Every second post is asked by code: a shape has it after two, and its queries come and go."""
    with patch.object(shapes, "OFTEN", 2):
        yield


asked = made | queries.map(str)
"""As many of the one as of the other."""


@dataclass
class Both:
    """An index and what it should be: all queries, asked one by one."""

    index: Index = field(default_factory=Index)
    naive: dict[str, Query] = field(default_factory=dict)
    tests: dict[str, tuple[Test, Test]] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        query = parse(text, MATCH_FIELDS)
        self.index.add(name, query)
        self.naive.pop(name, None)
        self.naive[name] = query
        self.tests[name] = functions(query), coded(query)

    def remove(self, name: str) -> None:
        self.index.remove(name)
        del self.naive[name]

    def agree(self, post: Document) -> None:
        again = Document(post.text, post.title, post.bio, post.values)  # tables of its own
        wanted = [name for name, query in self.naive.items() if query.matches(again, at=AT, zone=ZONE)]
        assert self.index.matching(post, at=AT, zone=ZONE) == wanted
        assert set(wanted) <= set(self.index.candidates(post))
        view = view_of(post, AT, ZONE)
        for name in self.naive:
            by_functions, by_code = self.tests[name]
            assert (by_functions(view), by_code(view)) == (name in wanted, name in wanted), str(self.naive[name])


@settings(max_examples=EXAMPLES)
@given(
    st.lists(asked, min_size=FEWEST, max_size=QUERIES),
    st.lists(posts, min_size=POSTS // 2 if not LONG else POSTS, max_size=POSTS),
    st.lists(st.integers(0, QUERIES - 1), max_size=POSTS),
)
@example(["parcel's"], [Document("parcel's parcel's's")], [])
@example(['"手 late"', "{物流}", "{物}", "{手}"], [Document("手 late 物流\u3099 手\u0304")], [])
@example(["{'BT}", "{BT'}", "{\u00adBT}", "{BT}"], [Document("x'BT'x y\u00adBT BT's")], [])
@example(
    ["bio:(title:late OR author:bob)", "bio:(lat* #tag)"], [Document("", "late", "#tag lately", {"author": "bob"})], []
)
@example(["*b?c", "#*b?c"], [Document("#ab物c")], [])
@example(["{1}", "1️⃣", "*11"], [Document("1️⃣")], [])
def test_the_index_agrees_while_queries_come_and_go(
    texts: list[str], found: list[Document], leaving: list[int]
) -> None:
    both = Both()
    for number, text in enumerate(texts):
        both.add(f"q{number}", text)
    for post, number in zip(found, [*leaving, *[QUERIES] * len(found)], strict=False):
        both.agree(post)
        if f"q{number}" in both.index:
            both.remove(f"q{number}")
        elif number < len(texts):
            both.add(f"q{number}", texts[(number + 1) % len(texts)])
        if number % 3 == 0 and texts:
            both.add("q0", texts[number % len(texts)])
    for post in found:
        both.agree(post)


@settings(max_examples=EXAMPLES // 10)
@given(
    st.lists(asked, min_size=20, max_size=40),
    st.lists(st.lists(st.sampled_from(COMMON), max_size=8), max_size=60),
)
def test_the_index_agrees_when_it_has_learned(texts: list[str], said: list[list[str]]) -> None:
    """Enough posts of few words that queries are filed anew under others."""
    both = Both()
    for number, text in enumerate(texts):
        both.add(f"q{number}", text)
    for words in said:
        post = Document(" ".join(words))
        for _ in range(3):
            both.agree(post)
    for number in range(len(texts)):
        both.remove(f"q{number}")
    assert len(both.index) == 0
    assert both.index.matching(Document("late #tag")) == []
