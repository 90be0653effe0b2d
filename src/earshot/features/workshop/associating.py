"""Words that go with the posts of a topic: Dunning's log-likelihood ratio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log

SURE = 15.13
"""What chance alone exceeds once in 10,000 words (chi-squared with one degree of freedom)."""
LEAST = 3
"""Posts of the topic that a word must stand in."""


def log_likelihood(with_word: int, of: int, elsewhere: int, of_others: int) -> float:
    """How surprising it is that ``with_word`` of ``of`` posts have a word and ``elsewhere`` of ``of_others`` have it
    (Dunning 1993, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19,
    61-74). 0 where the shares are the same."""
    total = of + of_others
    having = with_word + elsewhere
    cells = (
        (with_word, of, having), (of - with_word, of, total - having),
        (elsewhere, of_others, having), (of_others - elsewhere, of_others, total - having),
    )  # fmt: skip
    return max(0.0, 2 * sum(seen * log(seen * total / (row * column)) for seen, row, column in cells if seen))


def associated(
    within: Mapping[str, int], of: int, elsewhere: Mapping[str, int], of_others: int
) -> Iterator[tuple[str, float]]:
    """Words that are surely commoner within than elsewhere, with their ratio; the strongest first."""
    found = []
    for word, count in within.items():
        others = elsewhere.get(word, 0)
        if count >= LEAST and count * of_others > others * of:
            ratio = log_likelihood(count, of, others, of_others)
            if ratio >= SURE:
                found.append((word, ratio))
    yield from sorted(found, key=lambda pair: (-pair[1], pair[0]))
