"""Which texts are alike: near-duplicates, found exactly, in bounded work.

A text's *shape* is the set of its pairs of neighbouring words, or CJK characters (w-shingling with w = 2: Broder, "On
the resemblance and containment of documents", 1997). Names and addresses are no part of it, and all numbers are one
word: who is spoken to, what is linked and which order it is about change from post to post of the same kind. Two
shapes resemble each other by Jaccard's measure, what they share divided by all that they hold.

Two texts are alike where they resemble one another by at least :data:`ALIKE` and share at least :data:`ENOUGH` pairs,
or where their shapes are the same: the few words of a short text mean something else with every other word.

The like ones are found through the rarest pairs of each (prefix filtering: Chaudhuri, Ganti and Kaushik, "A primitive
operator for similarity joins", 2006; Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007): two
sets cannot share enough unless they share one of these few. Each one found is then measured. Pure; the order in which
texts are given changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Generic, TypeVar

from earshot.engine.text.tokens import Cut, Tag

ALIKE = 0.5
"""The least resemblance of texts that are alike (``bench lessons`` shows what other values would do)."""
ENOUGH = 8
"""The least number of pairs that alike texts share, unless they hold the same ones."""
SHORTEST = 3
"""The fewest pairs of a text that others can be like: what "thank you" means, its words do not tell."""
NUMBER = "0"

Pair = tuple[str, str]
Shape = frozenset[Pair]
Key = TypeVar("Key", bound=Hashable)
_EMPTY: Shape = frozenset()


def shape(text: str) -> Shape:
    """The pairs of neighbouring terms of ``text``; none where there are fewer than :data:`SHORTEST`."""
    cut = Cut(text)
    return shape_of(cut.terms, cut.tags)


def shape_of(terms: Sequence[str], tags: Sequence[Tag]) -> Shape:
    """The same of a text that has been cut already."""
    if any(tag.sign == "@" for tag in tags):
        names = {place for tag in tags if tag.sign == "@" for place in range(tag.first, tag.last)}
        terms = [term for place, term in enumerate(terms) if place not in names]
    pairs = frozenset(pairwise([NUMBER if term.isdecimal() else term for term in terms if term]))
    return pairs if len(pairs) >= SHORTEST else _EMPTY


def likeness(one: Shape, other: Shape) -> float:
    """Jaccard's measure, 0..1: symmetric, and 1 for shapes that are the same and not empty."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def alike(one: Shape, other: Shape) -> float:
    """How much two shapes resemble one another where they are alike, else 0."""
    much = likeness(one, other)
    return much if much == 1.0 or (much >= ALIKE and len(one & other) >= ENOUGH) else 0.0


class Shapes(Generic[Key]):
    """Shapes by key, to be asked which of them a shape is like. Does not change once made."""

    __slots__ = ("_most", "_often", "_posted", "_shapes")

    def __init__(self, shapes: Mapping[Key, Shape], most: int = 100) -> None:
        """``most``: how many are measured for one question; of more, those that come first in ``shapes`` are."""
        self._shapes = {key: each for key, each in shapes.items() if each}
        self._most = most
        self._often = Counter(pair for each in self._shapes.values() for pair in each)
        self._posted: dict[Pair, list[tuple[int, Key]]] = defaultdict(list)
        for place, (key, each) in enumerate(self._shapes.items()):
            for pair in self._rarest(each, len(each)):
                self._posted[pair].append((place, key))

    def __len__(self) -> int:
        return len(self._shapes)

    def alike(self, asked: Shape) -> dict[Key, float]:
        """The keys of those that are like ``asked``, with how much, in the order of the keys."""
        often = self._often
        held = [pair for pair in asked if pair in often]
        if not held or len(held) < _shared(len(asked)):
            return {}
        places = {found for pair in self._rarest(held, len(asked)) for found in self._posted.get(pair, ())}
        measured = ((key, alike(asked, self._shapes[key])) for _, key in self._first(places))
        return {key: much for key, much in measured if much}

    def _rarest(self, held: Iterable[Pair], size: int) -> list[Pair]:
        """Of a shape of ``size`` pairs the rarest, without one of which too few are left to share. Pairs that no shape
        holds (not in ``held``) are the rarest of all."""
        ordered = sorted(held, key=lambda pair: (self._often[pair], pair))
        return ordered[: len(ordered) - _shared(size) + 1]

    def _first(self, places: Iterable[tuple[int, Key]]) -> list[tuple[int, Key]]:
        return sorted(places, key=lambda found: found[0])[: self._most]


def _shared(size: int) -> int:
    """How many of its pairs a shape shares at least with one that is like it."""
    return min(size, max(ENOUGH, ceil(ALIKE * size)))
