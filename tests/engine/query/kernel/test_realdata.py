"""The kernel on real posts: against the evaluator, with queries as teams write them; and every word of every post."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from bench.matching import Maker

from earshot.engine.query import Document, parse
from earshot.engine.query.kernel.kernel import Kernel
from tests.differential.test_index_realdata import said

pytestmark = pytest.mark.realdata
QUERIES, POSTS, STEP = 300, 1_200, 100


def document(number: int, text: str) -> Document:
    values = {"lang": "en" if text.isascii() else "zh", "is": frozenset({"repost"} if number % 5 == 0 else ())}
    return Document(text, values=values)


def test_no_difference_on_real_posts_while_queries_change(realdata: Path) -> None:
    texts = said(realdata)
    queries = {f"q{number}": parse(text) for number, text in enumerate(Maker(texts).queries(QUERIES))}
    kernel, naive, matched = Kernel(), {}, 0
    coming = iter([*queries, *queries])
    for start in range(0, POSTS, STEP):
        for name in (next(coming) for _ in range(QUERIES * STEP // POSTS)):
            kernel.add(name, queries[name])
            naive[name] = queries[name]
        posts = [document(number, text) for number, text in enumerate(texts[start : start + STEP])]
        wanted = [[name for name, query in naive.items() if query.matches(post)] for post in posts]
        assert kernel.matching_all(posts) == wanted
        matched += sum(map(len, wanted))
        gone = next(iter(naive))
        kernel.remove(gone)
        del naive[gone]
    assert matched > POSTS / 20


def test_every_word_pair_and_tag_of_real_posts_is_found(realdata: Path) -> None:
    """Each post is asked for all that ``engine/text`` finds in it, and for nothing else that another post has."""
    texts = said(realdata)[:400]
    kernel = Kernel()
    wanted: list[set[str]] = []
    for text in texts:
        words = Document(text).words("text")
        single = {term for term in words.positions if term.isalnum() and term.upper() != term}
        pairs = {f'"{one} {other}"' for one, other in pairwise(words.terms) if {one, other} <= single}
        tags = {tag.sign + tag.text for tag in words.tags if tag.text.isalnum()}
        wanted.append({f'"{term}"' for term in single} | pairs | tags)
        for asked in wanted[-1]:
            if asked not in kernel:
                kernel.add(asked, parse(asked))
    posts = [Document(text) for text in texts]
    for post, found, needed in zip(posts, kernel.matching_all(posts), wanted, strict=True):
        assert needed <= set(found)
        assert all(parse(name).matches(post) for name in found if name not in needed)
