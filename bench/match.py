"""Very many standing queries: by the anchor index, by the literals that few topics are prefiltered by, one by one."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from bench import figures, material
from bench.matching import Maker
from earshot.engine.query import Document, Query, parse
from earshot.engine.query.index import Index

SIZES = (1_000, 10_000, 100_000)
BUDGET = 4.0
"""Seconds of processor time for each way; the slow ones see fewer posts."""
WARM = 2_000
"""Posts from which the index learns before it is measured; they are not among the measured ones."""


def main() -> None:
    texts, source = material.texts()
    print(f"material: {source}; queries made of their words; values: lang and network")
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    began = time.process_time()
    queries = [parse(text) for text in Maker(texts).queries(max(sizes))]
    print(f"{max(sizes):,} queries read in {time.process_time() - began:.1f} s of processor time")
    for size in sizes:
        print(f"\n{size:,} queries")
        _measure(queries[:size], texts)


def _measure(queries: Sequence[Query], texts: Sequence[str]) -> None:
    gc.collect()
    before, began = _memory(), time.process_time()
    index = Index()
    for number, query in enumerate(queries):
        index.add(f"q{number}", query)
    spent = time.process_time() - began
    print(f"  built in {spent:.2f} s ({spent / len(queries) * 1e6:.0f} µs a query), {_memory() - before:,.0f} MB more")
    for document in map(_document, texts[:WARM]):
        index.matching(document)
    print(f"  {_memory() - before:,.0f} MB more when {WARM:,} posts have passed")
    found = 0

    def by_index(document: Document) -> None:
        nonlocal found
        found += len(index.matching(document))

    seen = _rate("  index", by_index, texts[WARM:])
    print(f"  {found / seen:.1f} queries match a post, {len(index.costly()):,} run for every post")
    tests = [(query.literals().may_match, query) for query in queries]
    _rate(
        "  literals",
        lambda document: [1 for may, query in tests if may(document.folded) and query.matches(document)],
        texts[WARM:],
    )
    _rate("  one by one", lambda document: [1 for query in queries if query.matches(document)], texts[WARM:])
    _changes(index, queries)


def _document(text: str) -> Document:
    return Document(text, values={"lang": "en" if text.isascii() else "zh", "network": "bench"})


def _rate(name: str, ask: Callable[[Document], object], texts: Sequence[str]) -> int:
    """Ask about posts until the budget is spent; how many."""
    seen, wall, began = 0, time.perf_counter(), time.process_time()
    for text in cycle(texts):
        ask(_document(text))
        seen += 1
        if time.process_time() - began > BUDGET:
            break
    figures.rate(name, seen, figures.Spent(time.perf_counter() - wall, time.process_time() - began))
    return seen


def _changes(index: Index, queries: Sequence[Query]) -> None:
    count = min(1_000, len(queries))
    again = list(islice(queries, count))
    began = time.process_time()
    for number, query in enumerate(again):
        index.add(f"new{number}", query)
    added = time.process_time()
    for number in range(count):
        index.remove(f"new{number}")
    removed = time.process_time()
    print(f"  add {(added - began) / count * 1e6:.1f} µs, remove {(removed - added) / count * 1e6:.1f} µs")
    _many_matches()


def _many_matches() -> None:
    index = Index()
    for number in range(5_000):
        index.add(f"q{number}", parse(f'(parcel OR brand{number}) (late OR "not here")'))
    times = []
    for _ in range(10):
        began = time.process_time()
        assert len(index.matching(_document("My parcel is late again, says nobody"))) == 5_000
        times.append(time.process_time() - began)
    print(f"  one post that matches 5,000 queries: {min(times) * 1000:.1f} ms")


def _memory() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


if __name__ == "__main__":
    main()
