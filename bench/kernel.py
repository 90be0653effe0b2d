"""Very many standing queries: the batch kernel (``earshot[fast]``) and the anchor index, in turn, on the same posts.

By CPU time. The machine's own yardstick stands beside it: posts that ``engine/text`` cuts into words meanwhile.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench import material
from bench.match import SIZES, WARM, _document, _memory
from bench.matching import Maker
from earshot.engine.query import Document, Query, parse
from earshot.engine.query.index import Index
from earshot.engine.query.kernel import available

if TYPE_CHECKING:
    from earshot.engine.query.kernel.kernel import Kernel
Made = TypeVar("Made", "Index", "Kernel")
ROUNDS = 5
BUDGET = 1.0
"""Seconds of processor time for each way in each round."""
BATCH = 256
SETTLED = 8
"""So often the warming posts are shown, so that no query waits to be filed anew."""


def main() -> None:
    if not available():
        print("numba is not installed (make fast): there is no kernel to measure")
        return
    texts, source = material.texts()
    print(f"material: {source}; queries made of their words; values: lang and network; {ROUNDS} rounds in turn")
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    queries = [parse(text) for text in Maker(texts).queries(max(sizes))]
    gc.collect()
    gc.freeze()
    _machine_code()
    for size in sizes:
        print(f"\n{size:,} queries (load {os.getloadavg()[0]:.0f})", flush=True)
        _measure(queries[:size], texts)


def _machine_code() -> None:
    """What the first kernel of a process costs: compiled, and loaded from the folder where it is kept."""
    from earshot.engine.query.kernel.kernel import Kernel

    before, began = _memory(), time.process_time()
    kernel = Kernel(kept_in=Path(os.environ["EARSHOT_HOME"]) / "kernel")
    kernel.add("q", parse("late"))
    kernel.matching(_document("late"))
    spent = time.process_time() - began
    print(f"machine code: {spent:.1f} s of processor time, {_memory() - before:,.0f} MB")


def _measure(queries: Sequence[Query], texts: Sequence[str]) -> None:
    from earshot.engine.query.kernel.kernel import Kernel

    kernel = _built("kernel", Kernel(kept_in=Path(os.environ["EARSHOT_HOME"]) / "kernel"), queries)
    index = _built("index", Index(), queries)
    for _ in range(SETTLED):
        kernel.matching_all([_document(text) for text in texts[:WARM]])
    for text in texts[:WARM]:
        index.matching(_document(text))
    gc.collect()
    gc.freeze()
    found: dict[str, int] = {}

    def by_kernel(batch: Sequence[Document]) -> None:
        found["kernel"] = found.get("kernel", 0) + sum(map(len, kernel.matching_all(batch)))

    def by_index(batch: Sequence[Document]) -> None:
        found["index"] = found.get("index", 0) + sum(len(index.matching(document)) for document in batch)

    def cut(batch: Sequence[Document]) -> None:
        for document in batch:
            document.words("text")

    ways: dict[str, Callable[[Sequence[Document]], None]] = {"kernel": by_kernel, "index": by_index, "cutting": cut}
    seen = dict.fromkeys(ways, 0)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, ask in ways.items():
            posts, rate = _rate(ask, texts[WARM:], seen[name])
            seen[name] += posts
            rates[name].append(rate)
    for name, measured in rates.items():
        ordered = sorted(measured)
        matches = f", {found[name] / seen[name]:.1f} queries match a post" if name in found else ""
        print(
            f"  {name:<8} {ordered[ROUNDS // 2]:>9,.0f} posts/s by CPU time (median of {ROUNDS}; "
            f"{ordered[0]:,.0f} to {ordered[-1]:,.0f}){matches}",
            flush=True,
        )
    pairs = sorted(one / other for one, other in zip(rates["kernel"], rates["index"], strict=True))
    print(f"  kernel / index: {pairs[ROUNDS // 2]:.1f} (median of the rounds)")


def _built(name: str, made: Made, queries: Sequence[Query]) -> Made:
    before, began = _memory(), time.process_time()
    for number, query in enumerate(queries):
        made.add(f"q{number}", query)
    spent = (time.process_time() - began) / len(queries) * 1e6
    print(f"  {name:<8} built: {spent:.0f} µs a query, {_memory() - before:,.0f} MB more", flush=True)
    return made


def _rate(ask: Callable[[Sequence[Document]], None], texts: Sequence[str], first: int) -> tuple[int, float]:
    """Ask about posts, from the ``first`` on, until the budget is spent: how many, and how many a second."""
    count, spent = 0, 0.0
    while spent < BUDGET:
        places = [(first + count + step) % len(texts) for step in range(BATCH)]
        batch = [_document(texts[place]) for place in places]
        began = time.process_time()
        ask(batch)
        spent += time.process_time() - began
        count += BATCH
    return count, count / spent


if __name__ == "__main__":
    main()
