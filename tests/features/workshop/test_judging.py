"""Precision and recall: laws under Hypothesis, figures from the literature, and whether the intervals keep their word
where the truth is known."""

from __future__ import annotations

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.features.workshop.judging import Stratum, precision, recall, wilson

counts = st.integers(0, 400)
strata = st.builds(
    lambda size, labelled, relevant, thinned: Stratum(
        size, min(labelled, size), min(relevant, labelled, size), thinned
    ),
    st.integers(0, 5_000),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from([1.0, 0.5, 0.01]),
)


@pytest.mark.parametrize(
    ("successes", "labelled", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_figures_of_newcombe_1998(successes: int, labelled: int, low: float, high: float) -> None:
    """Method 3 of table I in Newcombe, Statistics in Medicine 17 (1998), 857-872."""
    found = wilson(successes, labelled)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_the_figures_of_the_design() -> None:
    """23 right, 3 wrong: 88 %, 71 to 96 %."""
    found = precision(23, 3)
    assert found is not None
    assert (round(found.share, 2), round(found.low, 2), round(found.high, 2)) == (0.88, 0.71, 0.96)
    assert found.within == 0.10
    wider, narrower = precision(23, 3), precision(23 + round(found.more * 23 / 26), 3 + round(found.more * 3 / 26))
    assert wider is not None
    assert narrower is not None
    assert (narrower.high - narrower.low) / 2 <= 0.105


@given(counts, counts)
def test_an_interval_holds_its_estimate_and_lies_between_none_and_all(right: int, wrong: int) -> None:
    found = precision(right, wrong)
    if found is None:
        assert right + wrong == 0
        return
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.more >= 0
    assert (found.more == 0) == (found.within == 0)


@given(counts, counts)
def test_right_and_wrong_are_mirrors(right: int, wrong: int) -> None:
    low, high = wilson(right, right + wrong)
    other_low, other_high = wilson(wrong, right + wrong)
    assert isclose(low, 1 - other_high, abs_tol=1e-9)
    assert isclose(high, 1 - other_low, abs_tol=1e-9)


@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 500))
def test_a_smaller_whole_leaves_less_doubt(right: int, wrong: int, unlabelled: int) -> None:
    labelled = right + wrong
    low, high = wilson(right, labelled, labelled + unlabelled)
    wide_low, wide_high = wilson(right, labelled)
    assert wide_low <= low <= right / labelled <= high <= wide_high
    assert unlabelled or isclose(low, high)


@given(st.floats(1, 1e6), counts, counts, st.lists(strata, max_size=3))
def test_recall_holds_together(matched: float, right: int, wrong: int, parts: list[Stratum]) -> None:
    found = recall(matched, right, wrong, parts)
    if found is None:
        assert right + wrong == 0 or not any(part.size for part in parts)
        return
    assert 0 <= found.low <= 1
    if found.wanting:
        assert found.low == 0
        assert found.share is None
    elif any(part.relevant for part in parts if part.size):
        assert found.share is not None
        assert found.high is not None
        assert found.low - 1e-9 <= found.share <= found.high + 1e-9
        assert found.missed <= found.missed_high
    else:
        assert found.share is None
        assert found.high is None, "nothing found is no proof of everything found"
        assert found.missed_high > 0 or all(part.labelled == part.size for part in parts)


@given(st.floats(10, 1e6), st.integers(1, 100), st.integers(5, 100))
def test_more_missed_is_less_recall(matched: float, right: int, labelled: int) -> None:
    shares = []
    for relevant in range(1, labelled + 1):
        found = recall(matched, right, 0, [Stratum(1_000, labelled, relevant)])
        assert found is not None
        assert found.share is not None
        shares.append(found.share)
    assert shares == sorted(shares, reverse=True)


def _covered(runs: int, world: random.Random, matched: tuple[int, int], labels: int,
             parts: list[tuple[int, int, int, float]]) -> float:  # fmt: skip
    """How often the interval holds the truth. ``matched``: posts, relevant ones of them; ``parts``: posts, relevant
    ones, labels, share that is sampled."""
    truth = matched[1] / (matched[1] + sum(relevant for _, relevant, _, _ in parts))
    met = 0
    for _ in range(runs):
        right = _drawn(world, *matched, labels)
        drawn = [_stratum(world, *part) for part in parts]
        found = recall(matched[0], right, labels - right, drawn)
        assert found is not None
        met += found.low <= truth <= (1.0 if found.high is None else found.high)
    return met / runs


def _drawn(world: random.Random, size: int, relevant: int, labels: int) -> int:
    """How many relevant ones are among ``labels`` drawn without repeats."""
    return sum(number < relevant for number in world.sample(range(size), labels))


def _stratum(world: random.Random, size: int, relevant: int, labels: int, thinned: float) -> Stratum:
    if thinned == 1.0:
        return Stratum(size, labels, _drawn(world, size, relevant, labels))
    kept_relevant = sum(world.random() < thinned for _ in range(relevant))
    kept = kept_relevant + max(0, round(world.gauss((size - relevant) * thinned, ((size - relevant) * thinned) ** 0.5)))
    labels = min(labels, kept)
    return Stratum(kept, labels, _drawn(world, kept, kept_relevant, labels), thinned)


@pytest.mark.parametrize(
    ("size", "right", "labels"), [(5_000, 4_400, 40), (5_000, 2_500, 25), (300, 285, 60), (10_000, 9_800, 100)]
)
def test_the_interval_of_precision_keeps_its_word(size: int, right: int, labels: int) -> None:
    world = random.Random(1)
    met = 0
    for _ in range(1_500):
        drawn = _drawn(world, size, right, labels)
        found = precision(drawn, labels - drawn, size)
        assert found is not None
        met += found.low <= right / size <= found.high
    assert 0.92 <= met / 1_500 <= 0.995


@pytest.mark.parametrize(
    ("matched", "labels", "parts"),
    [
        ((1_000, 880), 60, [(300, 90, 60, 1.0), (20_000, 60, 200, 1.0)]),
        ((1_000, 880), 60, [(300, 90, 40, 1.0)]),
        ((2_000, 1_500), 40, [(4_000, 800, 60, 0.1), (60_000, 1_800, 100, 0.1)]),
        ((500, 450), 40, [(3_000, 300, 80, 0.05)]),
    ],
    ids=["near-and-rest", "near-only", "thinned", "thinly"],
)
def test_the_interval_of_recall_keeps_its_word(
    matched: tuple[int, int], labels: int, parts: list[tuple[int, int, int, float]]
) -> None:
    assert 0.93 <= _covered(800, random.Random(7), matched, labels, parts) <= 0.995


def test_nothing_found_says_at_most_how_many() -> None:
    found = recall(1_000, 40, 0, [Stratum(500, 50, 0), Stratum(10_000, 100, 0)])
    assert found is not None
    assert found.share is None
    assert 300 < found.missed_high < 500
    assert 0.6 < found.low < 0.8
