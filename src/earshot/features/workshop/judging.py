"""How good a query is, estimated from labels on samples. Pure functions of counts.

Shares have Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
inference", JASA 22, 209-212), which holds what it promises for few labels and for shares near 0 and 1 (Brown, Cai and
DasGupta 2001, "Interval estimation for a binomial proportion", Statistical Science 16, 101-133). Sums over strata and
their ratio combine such intervals by the method of variance estimates recovery (Zou and Donner 2008, "Construction of
confidence limits about effect measures", Statistics in Medicine 27, 1693-1702).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

Z = 1.959963984540054
"""The normal distribution holds 95 % within this many standard deviations."""
STEPS = (0.15, 0.10, 0.08, 0.05, 0.03, 0.02)
"""How narrow an interval may be wished for, on either side."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of matches that are right. ``low`` to ``high`` is the 95 % interval; ``more`` further labels would
    narrow it to about ``within`` on either side (0 and 0.0: there is nothing left to be narrowed)."""

    right: int
    wrong: int
    share: float
    low: float
    high: float
    more: int
    within: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of what the query does not match. ``size``: how many posts it has; ``labelled`` of them were drawn evenly
    and labelled, ``relevant`` of those belong to the topic. ``thinned``: the share of posts that came into a sample of
    which ``size`` is the number of rows (1.0: they are all there are)."""

    size: int
    labelled: int
    relevant: int
    thinned: float = 1.0


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of relevant posts that the query finds, of those in ``days`` (None: of all that is stored).

    ``found`` relevant posts match by estimate, ``missed`` do not. Where no relevant post was found among the labelled
    ones that do not match, ``share`` and ``high`` are None: then all there is to say is that at most ``missed_high``
    posts are missed and the share is at least ``low``. ``wanting``: in how many parts (near misses, the rest) nobody
    has labelled anything; where it is not 0 nothing else is known yet.
    """

    found: float
    missed: float
    missed_high: float
    share: float | None
    low: float
    high: float | None
    days: int | None
    wanting: int


def wilson(successes: int, labelled: int, population: int | None = None) -> tuple[float, float]:
    """The 95 % interval of a share of which ``successes`` in ``labelled`` were seen; (0, 1) where none was labelled.

    ``population``: of how many posts they were drawn without repeats; labelling nearly all of them leaves little doubt.
    """
    return _wilson(successes / labelled if labelled else 0.0, labelled, population)


def _wilson(share: float, labelled: int, population: int | None) -> tuple[float, float]:
    if not labelled:
        return 0.0, 1.0
    squared = Z * Z * _left(labelled, population)
    middle = (share + squared / (2 * labelled)) / (1 + squared / labelled)
    half = sqrt(squared * (share * (1 - share) / labelled + squared / (4 * labelled**2))) / (1 + squared / labelled)
    # Where none or all succeeded the end is exactly there; rounding would move it a little.
    return max(0.0, middle - half) if share > 0 else 0.0, min(1.0, middle + half) if share < 1 else 1.0


def _left(labelled: int, population: int | None) -> float:
    """The finite population correction of a variance: nothing is left to doubt once all are labelled."""
    if population is None:
        return 1.0
    return max(0, population - labelled) / (population - 1) if population > 1 else 0.0


def precision(right: int, wrong: int, population: int | None = None) -> Precision | None:
    """The precision from the labels of a drawn sample; None without a label. ``population``: how many matches there
    are, where that is known."""
    labelled = right + wrong
    if not labelled:
        return None
    share = right / labelled
    low, high = wilson(right, labelled, population)
    more, within = _next_step(share, labelled, (high - low) / 2, population)
    return Precision(right, wrong, share, low, high, more, within)


def _next_step(share: float, labelled: int, half: float, population: int | None) -> tuple[int, float]:
    """How many more labels the next narrower step takes, if they come out like those so far."""
    within = next((step for step in STEPS if step < half - 0.005), 0.0)
    if not within:
        return 0, 0.0
    most = population if population is not None else labelled + 100_000
    low, high = labelled, max(labelled, most)
    while low < high:
        middle = (low + high) // 2
        ends = _wilson(share, middle, population)
        if (ends[1] - ends[0]) / 2 <= within:
            high = middle
        else:
            low = middle + 1
    return max(1, low - labelled), within


def recall(matched: float, right: int, wrong: int, strata: Sequence[Stratum], days: int | None = None) -> Recall | None:
    """The recall of a query that matches ``matched`` posts, of whose sample ``right`` are relevant and ``wrong`` not;
    None where no match is labelled, or there is nothing that it does not match."""
    parts = [stratum for stratum in strata if stratum.size]
    labelled = right + wrong
    if not labelled or not parts or matched <= 0:
        return None
    found = _scaled(matched, right / labelled, wilson(right, labelled))
    wanting = sum(not stratum.labelled for stratum in parts)
    if wanting:
        return Recall(found[1], 0.0, inf, None, 0.0, None, days, wanting)
    missed = _sum(map(_missed, parts))
    if not any(stratum.relevant for stratum in parts):
        return Recall(found[1], 0.0, missed[2], None, _share(found[0], missed[2]), None, days, 0)
    low, high = _shares(found, missed)
    return Recall(found[1], missed[1], missed[2], _share(found[1], missed[1]), low, high, days, 0)


Estimate = tuple[float, float, float]
"""Lower end, estimate, upper end."""


def _scaled(size: float, share: float, ends: tuple[float, float]) -> Estimate:
    return size * ends[0], size * share, size * ends[1]


def _missed(stratum: Stratum) -> Estimate:
    """How many relevant posts of the stratum there are in the world. Two things are unknown: which share of its rows is
    relevant, and, where the rows are a sample themselves, how many posts they stand for."""
    whole = stratum.thinned >= 1.0
    share = stratum.relevant / stratum.labelled
    ends = wilson(stratum.relevant, stratum.labelled, stratum.size if whole else None)
    low, rows, high = _scaled(stratum.size, share, ends)
    if not whole:
        spread = Z * Z * (1 - stratum.thinned)
        low = rows - sqrt((rows - low) ** 2 + spread * rows)
        high = rows + sqrt((high - rows) ** 2 + spread * max(rows, 1.0))
    return max(0.0, low) / stratum.thinned, rows / stratum.thinned, high / stratum.thinned


def _sum(estimates: Iterable[Estimate]) -> Estimate:
    """The sum of estimates that do not depend on one another."""
    total = below = above = 0.0
    for low, middle, high in estimates:
        total += middle
        below += (middle - low) ** 2
        above += (high - middle) ** 2
    return max(0.0, total - sqrt(below)), total, total + sqrt(above)


def _share(found: float, missed: float) -> float:
    return found / (found + missed) if found + missed > 0 else 0.0


def _shares(found: Estimate, missed: Estimate) -> tuple[float, float]:
    """The interval of ``found / (found + missed)``, by that of the logarithm of their ratio."""
    middle = _log(found[1]) - _log(missed[1])
    if middle == -inf:  # nothing of what matches is right: only the upper ends say something
        return 0.0, _share(found[2], missed[0])
    down = sqrt((_log(found[1]) - _log(found[0])) ** 2 + (_log(missed[2]) - _log(missed[1])) ** 2)
    up = sqrt((_log(found[2]) - _log(found[1])) ** 2 + (_log(missed[1]) - _log(missed[0])) ** 2)
    return _from_log(middle - down), _from_log(middle + up)


def _log(number: float) -> float:
    return log(number) if number > 0 else -inf


def _from_log(ratio: float) -> float:
    """The share of which ``ratio`` is the logarithm of the odds."""
    return 1 / (1 + exp(-ratio)) if ratio > -700 else 0.0
