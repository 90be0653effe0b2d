"""Anchors: for a query a few keys of which every post that matches has one, as rare together as they can be chosen.

AND (and everything that holds several terms together) may be filed under any of its members, OR must be filed under
all of them, ATLEAST/n of m under the m - n + 1 rarest; NOT turns the two round, and of a term that must be missing
nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from earshot.engine.query.ast import (
    And,
    AtLeast,
    Count,
    Exact,
    Field,
    Near,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Sentence,
    Window,
    Within,
)
from earshot.engine.query.index.exactkeys import exact_keys
from earshot.engine.query.index.fieldkeys import field_anchors
from earshot.engine.query.index.keys import bio_keys, pair_key, part_key

Rate = Callable[[str], float]
"""The share of posts that have a key."""


class Cover(NamedTuple):
    """Keys of which a post that matches has at least one; ``rate`` is about the share of posts that have one."""

    rate: float
    keys: tuple[str, ...]
    sure: bool = False
    """Whether every post that has one of the keys matches."""


@dataclass(frozen=True, slots=True)
class Coverer:
    """Chooses anchors by the rates of keys. ``fields``: values of fields may be anchors, too. ``bio``: terms are looked
    for in the bio, whose keys are apart."""

    rate: Rate
    fields: bool = True
    bio: bool = False

    def cover(self, node: Node, *, negated: bool = False) -> Cover | None:
        """The best cover of ``node`` (of its negation); None where no key is necessary."""
        match node:
            case Phrase():
                return None if negated else self._phrase(node)
            case Not(child=child):
                return self.cover(child, negated=not negated)
            case And(children=below) | Or(children=below):
                members = (self.cover(child, negated=negated) for child in below)
                return _any_of(members) if isinstance(node, Or) != negated else _best(members)
            case Within(name=name, child=child):
                return _unsure(replace(self, bio=name == "bio").cover(child, negated=negated))
        return None if negated else self._positive(node)

    def _positive(self, node: Node) -> Cover | None:
        match node:
            case Exact(text=text):
                return _unsure(_best(self._terms(keys) for keys in exact_keys(text)))
            case Field():
                return self._field(node) if self.fields else None
            case Window(operands=below):
                return _unsure(_best(map(self.cover, below)))
            case Near(left=left, right=right) | Sentence(left=left, right=right):
                return _unsure(_best(map(self.cover, (left, right))))
            case Count(operand=child):
                return _unsure(self.cover(child))
            case AtLeast(times=times, members=members):
                return self._at_least(times, members)
        return None

    def _phrase(self, node: Phrase) -> Cover | None:
        parts = node.parts
        if len(parts) == 1:
            return self._terms((part_key(parts[0]),), sure=not parts[0].full)
        keys = [part_key(part) for part in parts]
        pairs = [
            pair_key(one.base, other.base) for one, other in pairwise(parts) if _is_plain(one) and _is_plain(other)
        ]
        if len(parts) == 2 and pairs and not any(part.full for part in parts):
            return self._terms((pairs[0],), sure=True)
        return _best(self._terms((key,)) for key in (*keys, *pairs))

    def _terms(self, keys: tuple[str, ...], *, sure: bool = False) -> Cover:
        found = bio_keys(keys) if self.bio else keys
        return Cover(sum(map(self.rate, found)), found, sure)

    def _field(self, node: Field) -> Cover | None:
        keys = field_anchors(node)
        return None if keys is None else Cover(sum(map(self.rate, keys)), keys, sure=True)

    def _at_least(self, times: int, members: tuple[Node, ...]) -> Cover | None:
        covers = sorted(map(self.cover, members), key=_rate_of)
        return _any_of(covers[: len(members) - times + 1], sure=times == 1)


def _is_plain(part: Part) -> bool:
    return not (part.sign or part.wild)


def _rate_of(cover: Cover | None) -> float:
    return 2.0 if cover is None else cover.rate


def _best(covers: Iterable[Cover | None]) -> Cover | None:
    """The rarest; it is enough for one of several that must all hold, and says nothing sure of the others."""
    found = list(covers)
    return found[0] if len(found) == 1 else _unsure(min(found, key=_rate_of, default=None))


def _unsure(cover: Cover | None) -> Cover | None:
    return None if cover is None else Cover(cover.rate, cover.keys)


def _any_of(covers: Iterable[Cover | None], *, sure: bool = True) -> Cover | None:
    """All of them together; None where one of them is."""
    keys: dict[str, None] = {}
    rate = 0.0
    for cover in covers:
        if cover is None:
            return None
        for key in cover.keys:
            keys[key] = None
        rate, sure = rate + cover.rate, sure and cover.sure
    return Cover(rate, tuple(keys), sure)
