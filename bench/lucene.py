"""The anchor index beside Apache Lucene's Monitor: the same posts, cut by the same tokeniser, and the same queries.

Interleaved, by the processor time of the threads that match (a busy machine gives both less of it, and Java's compiler
and collector threads count for nothing). Posts are cut before, so that matching is compared; beside it stands what the
index does with the cutting. Java and Maven are needed.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench import material
from bench.match import WARM, _document, _memory
from bench.matching import Maker
from bench.monitor import Monitor, why_absent
from bench.translating import Json, NotTranslated, cut, fields_of, translated
from earshot.engine.query import Document, Query, parse
from earshot.engine.query.fields import DEFAULT_SCOPE
from earshot.engine.query.index import Index

SIZES = (1_000, 10_000, 100_000)
POSTS = 4_000
"""Posts that are asked about, over and over."""
COMPARED = 1_000
"""Posts of which the answers of both are compared, name by name."""
BATCHES = (1, 128, 1_000)
"""Posts that the Monitor gets at once; the best of them counts."""
ROUNDS, SECONDS, WARMING = 3, 1.5, 4.0
CHANGES = 200
PASSES = int(os.environ.get("EARSHOT_LUCENE_PASSES", "2"))
GRAMS = os.environ.get("EARSHOT_LUCENE_GRAMS", "1") == "1"
"""Settings of the Monitor; the defaults are the best of those tried (1, 2 and 4 passes; with and without pieces of
wildcards)."""

Translated = list[tuple[Query, Json]]


def main() -> None:
    if why := why_absent():
        print(f"skipped: {why}")
        return
    texts, source = material.texts()
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    found, asked = _queries(texts, max(sizes))
    print(f"material: {source}; {len(found):,} of {asked:,} queries made of their words can be told to both")
    print(
        f"Monitor: Lucene 9.11.1, {PASSES} passes, weights by frequency, pieces of wildcards {'on' if GRAMS else 'off'}"
    )
    with tempfile.TemporaryDirectory(prefix="earshot-lucene-") as folder, Monitor(Path(folder)) as monitor:
        fields = {field.name + repr(field.values): field for query, _ in found for field in fields_of(query.tree)}
        documents = [_cut_document(text) for text in texts[WARM : WARM + POSTS]]
        monitor.hand("posts", [cut(document, fields.values()) for document in documents])
        monitor.hand("frequencies", _frequencies(texts[:WARM]))
        for size in sizes:
            print(f"\n{size:,} queries", flush=True)
            _compare(monitor, found[:size], documents, texts)
        _many_matches(monitor)


def _queries(texts: Sequence[str], count: int) -> tuple[Translated, int]:
    """``count`` queries that both can be asked, and how many were made for that."""
    found: Translated = []
    maker, made = Maker(texts), 0
    while len(found) < count:
        for text in maker.queries(count - len(found)):
            query, made = parse(text), made + 1
            try:
                found.append((query, translated(query.tree)))
            except NotTranslated:
                continue
    return found, made


def _cut_document(text: str) -> Document:
    document = _document(text)
    document.parts(DEFAULT_SCOPE)
    return document


def _frequencies(texts: Sequence[str]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_document(text).words("text").terms))
    return counts


def _compare(monitor: Monitor, found: Translated, documents: Sequence[Document], texts: Sequence[str]) -> None:
    index = _built(found, texts)
    told = monitor.hand("build", {f"q{at}": json for at, (_, json) in enumerate(found)}, passes=PASSES, grams=GRAMS)
    print(
        f"  Monitor built in {told['cpu']:.2f} s ({told['cpu'] / len(found) * 1e6:.0f} µs a query),"
        f" {told['megabytes']:,.0f} MB"
    )
    _agree(monitor, index, documents)
    _rates(monitor, index, documents, texts)
    _changes(monitor, index, found)
    _two_cores(monitor, index, documents)


def _built(found: Translated, texts: Sequence[str]) -> Index:
    gc.collect()
    before, began = _memory(), time.process_time()
    index = Index()
    for number, (query, _) in enumerate(found):
        index.add(f"q{number}", query)
    spent = time.process_time() - began
    for text in texts[:WARM]:
        index.matching(_document(text))
    print(
        f"  index built in {spent:.2f} s ({spent / len(found) * 1e6:.0f} µs a query), {_memory() - before:,.0f} MB"
        f" with what {WARM:,} posts taught (the trees of the queries apart)"
    )
    return index


def _agree(monitor: Monitor, index: Index, documents: Sequence[Document]) -> None:
    theirs = monitor.ask("names", **{"from": 0, "to": COMPARED, "batch": BATCHES[1]})["names"]
    differ, matches = 0, 0
    for document, names in zip(documents, theirs, strict=False):
        ours = sorted(index.matching(document))
        matches += len(ours)
        if ours != names:
            differ += 1
            odd = sorted(set(ours) ^ set(names))[:3]
            print(f"    differs: {odd} on {document.text[:80]!r} (ours has {[name in ours for name in odd]})")
    print(f"  {COMPARED:,} posts compared: {matches:,} matches, {differ} posts differ", flush=True)


def _rates(monitor: Monitor, index: Index, documents: Sequence[Document], texts: Sequence[str]) -> None:
    fresh = texts[WARM : WARM + POSTS]
    ways: dict[str, Callable[[float], float]] = {
        "index": lambda seconds: _ours(index, cycle(documents), seconds),
        "index, with cutting": lambda seconds: _ours(index, map(_document, cycle(fresh)), seconds),
    } | {f"Monitor, batches of {batch}": _theirs(monitor, batch) for batch in BATCHES}
    for ask in ways.values():
        ask(WARMING)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, ask in ways.items():
            rates[name].append(ask(SECONDS))
    middle = {name: statistics.median(found) for name, found in rates.items()}
    for name, found in rates.items():
        print(f"  {name:<28} {middle[name]:>9,.0f} posts/s by CPU time ({min(found):,.0f} to {max(found):,.0f})")
    best = max(rate for name, rate in middle.items() if name.startswith("Monitor"))
    print(f"  the index answers {middle['index'] / best:.1f} times as many", flush=True)


def _ours(index: Index, documents: Any, seconds: float) -> float:
    asked, began = 0, time.process_time()
    for document in documents:
        index.matching(document)
        asked += 1
        if time.process_time() - began > seconds:
            break
    return asked / (time.process_time() - began)


def _theirs(monitor: Monitor, batch: int) -> Callable[[float], float]:
    def ask(seconds: float) -> float:
        told = monitor.ask("match", seconds=seconds, batch=batch, threads=1)
        return float(told["posts"] / told["cpu"])

    return ask


def _two_cores(monitor: Monitor, index: Index, documents: Sequence[Document]) -> None:
    """Two processes of ours, two threads of theirs; the sum of what each does in a second of its processor time. Last,
    for what a process has shared with another is slower to change."""
    context = get_context("fork")
    line = context.SimpleQueue()

    def work(half: int) -> None:
        line.put(_ours(index, cycle(documents[half::2]), SECONDS))

    processes = [context.Process(target=work, args=(half,)) for half in range(2)]
    for process in processes:
        process.start()
    ours = sum(line.get() for _ in processes)
    for process in processes:
        process.join()
    found = [monitor.ask("match", seconds=SECONDS, batch=batch, threads=2) for batch in BATCHES]
    theirs = max(told["posts"] / (told["cpu"] / 2) for told in found)
    print(f"  two cores: index {ours:,.0f}, Monitor {theirs:,.0f} posts/s by CPU time", flush=True)


def _changes(monitor: Monitor, index: Index, found: Translated) -> None:
    some = found[:CHANGES]
    began = time.process_time()
    for number, (query, _) in enumerate(some):
        index.add(f"new{number}", query)
    added = time.process_time()
    for number in range(len(some)):
        index.remove(f"new{number}")
    removed = time.process_time()
    add, remove = ((end - start) / len(some) * 1e6 for start, end in ((began, added), (added, removed)))
    told = monitor.hand("change", {f"new{number}": json for number, (_, json) in enumerate(some)})
    print(
        f"  index: add {add:.1f} µs, remove {remove:.1f} µs; Monitor: {told['add']:,.0f} and {told['remove']:,.0f} µs"
        f" one by one, {told['add_together']:,.0f} and {told['remove_together']:,.0f} µs {CHANGES} at once",
        flush=True,
    )


def _many_matches(monitor: Monitor) -> None:
    texts = [f'(parcel OR brand{number}) (late OR "not here")' for number in range(5_000)]
    queries = [parse(text) for text in texts]
    index = Index()
    for text, query in zip(texts, queries, strict=True):
        index.add(text, query)
    document = _cut_document("My parcel is late again, says nobody")
    monitor.hand("posts", [cut(document, ())])
    told = {text: translated(query.tree) for text, query in zip(texts, queries, strict=True)}
    monitor.hand("build", told, passes=PASSES, grams=GRAMS)
    assert len(index.matching(document)) == len(monitor.ask("names", **{"from": 0, "to": 1, "batch": 1})["names"][0])
    ours, theirs = _ours(index, cycle([document]), WARMING), _theirs(monitor, 1)(WARMING)
    ours, theirs = _ours(index, cycle([document]), SECONDS), _theirs(monitor, 1)(SECONDS)
    print(f"\none post that matches 5,000 queries: index {1000 / ours:.1f} ms, Monitor {1000 / theirs:.1f} ms")


if __name__ == "__main__":
    main()
