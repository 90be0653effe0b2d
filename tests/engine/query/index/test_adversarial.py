"""Queries and posts made to hurt: what a post costs grows about as the post does, and memory with it.

Steps are counted (lines run), not seconds: they are the same on a busy machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from earshot.engine.query import Document, parse
from earshot.engine.query.index import Index


def steps(work: Callable[[], object]) -> int:
    """How many lines and calls of Python ``work`` takes."""
    count = 0

    def look(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


QUERIES = {
    "near": "late NEAR/9 late",
    "chain": " NEAR/9 ".join(["late"] * 4),
    "window": "(late AND parcel AND late)~20",
    "sentence": "late SENTENCE parcel",
    "count": "late#9999",
    "wildcards": " OR ".join(f"*{letter}q*z*" for letter in "abcd"),
    "phrase": '"late late late late parcel"',
    "exact": "{late late late late parcel}",
    "not": "late -zeppelin",
}
WORDS = {
    "repeats": "late ",
    "both": "late parcel ",
    "quotes": "late's ",
    "tags": "#late ",
    "han": "物",
    "long word": "aq",
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("unit", WORDS)
def test_time_grows_as_the_post_does(name: str, unit: str) -> None:
    index = Index()
    index.add(name, parse(QUERIES[name]))

    def ask(times: int) -> Callable[[], object]:
        return lambda: index.matching(Document(WORDS[unit] * times))

    ask(10)()  # whatever is made once
    small, large = steps(ask(60)), steps(ask(240))
    assert large < 8 * small + 2_000  # four times the post


def test_the_largest_post_and_the_largest_query_are_answered() -> None:
    index = Index()
    most = " OR ".join(f"word{number}" for number in range(5_000))
    deep = "(" * 60 + "late parcel" + ")" * 60
    nots = "NOT (" * 31 + "NOT (late)" + ")" * 31
    for name, text in {"most": most, "deep": deep, "nots": nots, "wide": '"' + "late " * 13_000 + '"'}.items():
        index.add(name, parse(text))
    post = Document(("my parcel is late word4999 " * 4_000)[:100_000])
    assert index.matching(post) == ["most", "deep", "nots"]
    assert index.matching(Document("late " * 20_000)) == ["nots", "wide"]


def test_a_long_list_is_filed_in_steps_about_as_many_as_its_terms() -> None:
    def add(terms: int) -> Callable[[], object]:
        query = parse(" OR ".join(f"w{number}" for number in range(terms)))
        return lambda: Index().add("a", query)

    assert steps(add(4_000)) < 5 * steps(add(1_000))


def test_words_that_never_come_again_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("earshot.engine.query.index.patterns.MOST_WORDS", 500)
    index = Index()
    index.add("a", parse("deliver*"))
    for number in range(50):
        index.matching(Document(" ".join(f"w{number}x{word}" for word in range(100)) + " " + "x" * 1_000))
    assert len(index._word_wilds._words) <= 501
    assert all(len(word) <= 64 for word in index._word_wilds._words)
