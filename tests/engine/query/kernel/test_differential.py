"""The kernel against the naive evaluator: no difference on any post, while queries come and go.

``EARSHOT_LONG=1`` asks 1,000,000 pairs of query and post; else a few thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from earshot.engine.query import MATCH_FIELDS, Document, Query, parse
from earshot.engine.query.kernel.kernel import Kernel
from tests.differential.test_index import AT, EXAMPLES, FEWEST, LONG, POSTS, QUERIES, ZONE, asked, posts
from tests.engine.query.strategies import COMMON


@dataclass
class Both:
    """A kernel and what it should be: all queries, asked one by one."""

    kernel: Kernel = field(default_factory=Kernel)
    early: Kernel = field(default_factory=lambda: Kernel(fields=False))
    naive: dict[str, Query] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        query = parse(text, MATCH_FIELDS)
        self.kernel.add(name, query)
        self.early.add(name, query)
        self.naive.pop(name, None)
        self.naive[name] = query

    def remove(self, name: str) -> None:
        self.kernel.remove(name)
        self.early.remove(name)
        del self.naive[name]

    def agree(self, found: list[Document]) -> None:
        again = [Document(post.text, post.title, post.bio, post.values) for post in found]  # tables of their own
        wanted = [
            [name for name, query in self.naive.items() if query.matches(post, at=AT, zone=ZONE)] for post in again
        ]
        assert self.kernel.matching_all(found, at=AT, zone=ZONE) == wanted
        bare = [Document(post.text, post.title, post.bio) for post in found]
        for names, likely in zip(wanted, self.early.candidates_all(bare), strict=True):
            assert set(names) <= set(likely)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(asked, min_size=FEWEST, max_size=QUERIES),
    st.lists(posts, min_size=POSTS // 2 if not LONG else POSTS, max_size=POSTS),
    st.lists(st.integers(0, QUERIES - 1), max_size=POSTS),
)
@example(["parcel's", '"parcel\'s late"'], [Document("parcel's parcel's's"), Document("parcel's's late")], [])
@example(['"手 late"', "{物流}", "{物}", "{手}"], [Document("手 late 物流\u3099 手\u0304")], [])
@example(["{'BT}", "{BT'}", "{\u00adBT}", "{BT}"], [Document("x'BT'x y\u00adBT BT's")], [])
@example(
    ["bio:(title:late OR author:bob)", "bio:(lat* #tag)"], [Document("", "late", "#tag lately", {"author": "bob"})], []
)
@example(["*b?c", "#*b?c"], [Document("#ab物c")], [])
@example(["{1}", "1️⃣", "*11"], [Document("1️⃣")], [])
@example(["late", "bio:late", "-(bio:late)"], [Document("", "", "late "), Document("late", "", "x")], [])
@example(["#ab", "ab", "#cd", "cd", "#ab'cd"], [Document("#ab#cd"), Document("#ab'cd#ab @ab#cd x#ab ##ab#")], [])
@example(["tag", "#tag", "@bob"], [Document("é#tag ½#tag ﬁ@bob 物#tag ©#tag x\u200b#tag")], [])
@example(["👍", "👍🏽", "🏽", "🇹🇼", "🇹"], [Document("👍🏽🏽 🏽 🇹🇼🇹 👍 ❤️🏽")], [])
@example(["late", "…late", '"a late"'], [Document("\x01late a\x02late\x00 a…late \ud800late")], [])
@example(
    ["a NEAR/1 a", "(a AND a)~1", "a ONEAR/0 b", "a#3"], [Document("a a"), Document("b a"), Document("a b a a")], []
)
def test_the_kernel_agrees_while_queries_come_and_go(
    texts: list[str], found: list[Document], leaving: list[int]
) -> None:
    both = Both()
    for number, text in enumerate(texts):
        both.add(f"q{number}", text)
    both.agree(found)
    for post, number in zip(found, [*leaving, *[QUERIES] * len(found)], strict=False):
        both.agree([post])
        if f"q{number}" in both.kernel:
            both.remove(f"q{number}")
        elif number < len(texts):
            both.add(f"q{number}", texts[(number + 1) % len(texts)])
        if number % 3 == 0 and texts:
            both.add("q0", texts[number % len(texts)])
    both.agree(found)


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(
    st.lists(asked, min_size=20, max_size=40),
    st.lists(st.lists(st.sampled_from(COMMON), max_size=8), max_size=60),
)
def test_the_kernel_agrees_when_it_has_learned(texts: list[str], said: list[list[str]]) -> None:
    """Enough posts of few words that queries are filed anew under others, and merged."""
    both = Both()
    for number, text in enumerate(texts):
        both.add(f"q{number}", text)
    both.kernel._files.merge(len(both.kernel._numbers))
    for words in said:
        both.agree([Document(" ".join(words))] * 3)
    both.kernel._files.merge(len(both.kernel._numbers))
    both.agree([Document(" ".join(words)) for words in said])
    for number in range(len(texts)):
        both.remove(f"q{number}")
    assert len(both.kernel) == 0
    assert both.kernel.matching(Document("late #tag")) == []
