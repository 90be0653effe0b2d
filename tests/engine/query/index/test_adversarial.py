"""Queries and posts made to hurt: what a post costs grows about as the post does, and memory with it.

Steps are counted (lines run), not seconds: they are the same on a busy machine. All is asked twice: while candidates are
verified by functions, and by generated code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest

from earshot.engine.query import Document, parse
from earshot.engine.query.index import Index
from earshot.engine.query.index.verifying import shapes
from tests.engine.query.index.verifying.made import coded, functions, view_of


@pytest.fixture(autouse=True, params=[1, 1_000_000], ids=["code", "functions"])
def often(request: pytest.FixtureRequest) -> Iterator[None]:
    """After how many posts there is code."""
    with patch.object(shapes, "OFTEN", request.param):
        yield


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
    "alternatives": "(late OR parcel) NEAR/9 (late OR letter)",
    "near itself": "late NEAR/9 late NEAR/9 late",
    "a phrase near itself": '"late late" NEAR/9 "late late"',
    "window of repeats": "(late AND late AND late AND late)~30",
    "at least": "ATLEAST/2(late NEAR/9 late, parcel, *q*z*)",
    "long phrase": '"' + "late " * 40 + '"',
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


LARGE: dict[str, Callable[[int], str]] = {
    "words": lambda count: " OR ".join(f"w{number}" for number in range(count)),
    "all words": lambda count: " ".join(f"w{number}" for number in range(count)),
    "missing": lambda count: "late " + " ".join(f"-w{number}" for number in range(count)),
    "parts": lambda count: " OR ".join(f"(w{number} -x{number})" for number in range(count // 2)),
    "near": lambda count: " OR ".join(f"(w{number} NEAR/3 x{number})" for number in range(count // 2)),
    "phrases": lambda count: " OR ".join(f'"w{number} x{number} y{number}"' for number in range(count // 3)),
    "wildcards": lambda count: " OR ".join(f"w{number}x*" for number in range(count)),
    "gaps": lambda count: " OR ".join(f"w?{number}x" for number in range(count)),
    "tags": lambda count: " OR ".join(f"#w{number}" for number in range(count)),
    "at least": lambda count: f"ATLEAST/2({', '.join(f'w{number}' for number in range(count))})",
    "window": lambda count: f"({' AND '.join(f'w{number % 12}' for number in range(10))})~20 w{count}",
    "phrase": lambda count: '"' + " ".join(f"w{number % 7}" for number in range(count)) + '"',
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_query_is_planned_and_asked_in_steps_about_as_many_as_its_terms(name: str) -> None:
    post = Document(" ".join(f"w{number} x{number}" for number in range(50)))

    def ask(terms: int) -> Callable[[], object]:
        query = parse(LARGE[name](terms))
        return lambda: (functions(query)(view_of(post)), coded(query)(view_of(post)))

    ask(60)()
    small, large = steps(ask(300)), steps(ask(1_200))
    assert large < 6 * small + 5_000


@pytest.mark.whole
@pytest.mark.parametrize("unit", ["late ", "late parcel ", "物流", "#late ", "late's "])
def test_a_post_of_100_kilobytes(unit: str) -> None:
    """Large enough that what grows faster than the post would never end."""
    index, naive = Index(), {}
    for name, text in QUERIES.items():
        naive[name] = parse(text)
        index.add(name, naive[name])
    post = Document(unit * (100_000 // len(unit.encode())))
    wanted = [name for name, query in naive.items() if query.matches(post)]
    for _ in range(2):
        assert index.matching(post) == wanted


def test_a_query_of_64_kilobytes() -> None:
    text = " OR ".join(f'"late parcel number{number:05}"' for number in range(2_200))[: 64_000 - 3].rpartition(" OR ")[
        0
    ]
    query = parse(text)
    index = Index()
    index.add("a", query)
    for number in (0, 700, 1_800):
        post = Document(f"my late parcel number{number:05} is gone")
        assert index.matching(post) == (["a"] if query.matches(post) else [])
    assert index.matching(Document("late parcel number00")) == []


def test_words_that_never_come_again_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("earshot.engine.query.index.patterns.MOST_WORDS", 500)
    index = Index()
    index.add("a", parse("deliver*"))
    for number in range(50):
        index.matching(Document(" ".join(f"w{number}x{word}" for word in range(100)) + " " + "x" * 1_000))
    assert len(index._word_wilds._words) <= 501
    assert all(len(word) <= 64 for word in index._word_wilds._words)
