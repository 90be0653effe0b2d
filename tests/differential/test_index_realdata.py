"""The anchor index against the evaluator on real posts, with queries as teams write them."""

from __future__ import annotations

import csv
from itertools import cycle, islice
from pathlib import Path

import pytest
from bench.matching import Maker

from earshot.engine.query import Document, parse
from earshot.engine.query.index import Index

pytestmark = pytest.mark.realdata
QUERIES, POSTS = 400, 300


def said(realdata: Path) -> list[str]:
    """Airline tweets and Chinese reviews by turns."""
    found = []
    for path, column in (("airline/Tweets_ids_times.csv", "text"), ("zh/waimai_10k.csv", "review")):
        if not (realdata / path).exists():
            pytest.skip(f"{path} is not here")
        with (realdata / path).open(encoding="utf-8", newline="") as file:
            found.append([row[column] for row in islice(csv.DictReader(file), 1_000)])
    return [text for pair in zip(*found, strict=True) for text in pair]


def test_no_difference_on_real_posts_while_queries_change(realdata: Path) -> None:
    texts = said(realdata)
    queries = {f"q{number}": parse(text) for number, text in enumerate(Maker(texts).queries(QUERIES))}
    index, naive = Index(), {}
    for name in list(queries)[: QUERIES // 2]:
        index.add(name, queries[name])
        naive[name] = queries[name]
    coming, matched = cycle(queries), 0
    for number, text in enumerate(texts[:POSTS]):
        values = {"lang": "en" if text.isascii() else "zh", "is": frozenset({"repost"} if number % 5 == 0 else ())}
        found = index.matching(Document(text, values=values))
        assert found == [name for name, query in naive.items() if query.matches(Document(text, values=values))]
        matched += len(found)
        name = next(coming)
        index.add(name, queries[name])
        naive.pop(name, None)
        naive[name] = queries[name]
        if number % 3 == 0:
            gone = next(iter(naive))
            index.remove(gone)
            del naive[gone]
    assert matched > POSTS / 20
