"""How good a query is, estimated from labels on samples. Pure functions of counts.

Shares have Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
inference", JASA 22, 209-212), which holds what it promises for few labels and for shares near 0 and 1 (Brown, Cai and
DasGupta 2001, "Interval estimation for a binomial proportion", Statistical Science 16, 101-133). Sums over strata and
their ratio combine such intervals by the method of variance estimates recovery (Zou and Donner 2008, "Construction of
confidence limits about effect measures", Statistics in Medicine 27, 1693-1702).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959963984540054
"""The normal distribution holds 95 % within this many standard deviations."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of matches that are right. ``low`` to ``high`` is the 95 % interval; ``more`` further labels would
    narrow it to ``within`` on either side of the estimate (0: it is that narrow)."""

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
    raise NotImplementedError


def precision(right: int, wrong: int, population: int | None = None) -> Precision | None:
    """The precision from the labels of a drawn sample; None without a label."""
    raise NotImplementedError


def recall(matched: float, right: int, wrong: int, strata: Sequence[Stratum], days: int | None = None) -> Recall | None:
    """The recall of a query that matches ``matched`` posts, of whose sample ``right`` are relevant and ``wrong`` not;
    None where no match is labelled, or there is nothing that it does not match."""
    raise NotImplementedError
