"""A tree as a program of jumps over the numbers of a post.

Written from its end: every part is told where to go on when it is true and when it is not. What only the definition can
say is a ``MAYBE`` behind the numbers that it needs; an answer that came by one is not certain (see ``running``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

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
    children,
)
from earshot.engine.query.index.exactkeys import exact_keys
from earshot.engine.query.index.fieldkeys import field_anchors
from earshot.engine.query.index.keys import field_key, pair_key
from earshot.engine.query.kernel import shapes
from earshot.engine.query.kernel.numbers import Numbers, wild_keys
from earshot.engine.query.kernel.shapes import ACCEPT, MAYBE, NEGATED, REJECT, STEP, TEST
from earshot.engine.query.occurrences import LONG_PHRASE

_SCOPES = {"title": shapes.TITLE, "text": shapes.TEXT, "bio": shapes.BIO}
MOST_MEMBERS = 400
"""An ATLEAST that would be longer than so many instructions is left to the definition."""
_UNCERTAIN = 2.0
"""What the definition must be asked for comes behind everything else."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a part goes on: if it is true, if not; the text fields it looks into; whether it stands under an odd number
    of NOT; ``loose``: the definition is asked in any case, so that what is not certain counts as true."""

    if_true: int
    if_false: int
    scope: int = shapes.TITLE | shapes.TEXT
    negated: bool = False
    loose: bool = False


class Writer:
    """Writes programs into two lists: instructions, whose jumps are places in ``code`` counted from ``base``, and
    operands from ``operand_base`` on."""

    def __init__(self, numbers: Numbers, base: int, operand_base: int, *, fields: bool = True) -> None:
        self._numbers = numbers
        self._base = base
        self._operand_base = operand_base
        self._fields = fields
        self.code: list[int] = []
        self.operands: list[int] = []
        self.bio = False
        """Whether the bio is looked into."""

    def write(self, node: Node) -> int:
        """Write ``node``; the place of its first instruction."""
        return self._emit(node, _Way(ACCEPT, REJECT))

    def _emit(self, node: Node, way: _Way) -> int:
        match node:
            case Phrase():
                return self._phrase(node, way)
            case And(children=below):
                return self._all(self._ordered(below, rarest_first=True), way)
            case Or(children=below):
                return self._any(self._ordered(below, rarest_first=False), way)
            case Not(child=child):
                turned = replace(way, if_true=way.if_false, if_false=way.if_true, negated=not way.negated)
                return self._emit(child, turned)
            case AtLeast(times=times, members=members):
                return self._at_least(times, members, way)
            case Within(name=name, child=child):
                self.bio = self.bio or name == "bio"
                return self._emit(child, replace(way, scope=_SCOPES[name]))
            case Field():
                return self._field(node, way)
            case Exact(text=text):
                steps = [self._keys(keys) for keys in exact_keys(text)]
                return self._sequence([*steps, self._maybe], way)
        return self._together(node, way)

    def _all(self, below: Iterable[Node], way: _Way) -> int:
        return self._sequence([self._step(child) for child in below], way)

    def _step(self, node: Node) -> Callable[[_Way], int]:
        return lambda way: self._emit(node, way)

    def _sequence(self, steps: Sequence[Callable[[_Way], int]], way: _Way) -> int:
        """All of them."""
        at = way.if_true
        for step in reversed(steps):
            at = step(replace(way, if_true=at))
        return at

    def _any(self, below: Iterable[Node], way: _Way) -> int:
        at = way.if_false
        for child in reversed(list(below)):
            at = self._emit(child, replace(way, if_false=at))
        return at

    def _instruction(self, kind: int, argument: int, way: _Way) -> int:
        at = self._base + len(self.code)
        first = kind | way.scope << 8 | way.negated << NEGATED
        self.code += (first, argument, way.if_true, way.if_false)
        assert len(self.code) % STEP == 0
        return at

    def _test(self, key: str, way: _Way) -> int:
        return self._instruction(TEST, self._numbers.number(key), way)

    def _keys(self, keys: Iterable[str], *, scope: int = 0) -> Callable[[_Way], int]:
        """Any of the keys."""

        def step(way: _Way) -> int:
            at = way.if_false
            for key in keys:
                at = self._test(key, replace(way, if_false=at, scope=scope or way.scope))
            return at

        return step

    def _maybe(self, way: _Way) -> int:
        return way.if_true if way.loose else self._instruction(MAYBE, 0, way)

    def _phrase(self, node: Phrase, way: _Way) -> int:
        parts = node.parts
        needed, certain = _needed(parts)
        steps = [self._keys((key,)) for key in needed]
        if certain and len(parts) > 2:
            steps.append(self._positions(shapes.PHRASE, (), (node,)))
        elif not certain:
            steps.append(self._maybe)
        return self._sequence(steps, way)

    def _positions(self, kind: int, settings: Sequence[int], phrases: Sequence[Phrase]) -> Callable[[_Way], int]:
        """An instruction with operands: the settings, then each phrase as its length and numbers."""

        def step(way: _Way) -> int:
            if way.loose:
                return way.if_true
            at = self._operand_base + len(self.operands)
            self.operands += settings
            for phrase in phrases:
                self._operand(phrase)
            return self._instruction(kind, at, way)

        return step

    def _operand(self, phrase: Phrase) -> None:
        self.operands.append(len(phrase.parts))
        self.operands += (self._numbers.number(part.base) for part in phrase.parts)

    def _together(self, node: Node, way: _Way) -> int:
        """Operands that must all be there, and then stand as the operator says."""
        return self._sequence([*map(self._loosely, children(node)), self._stand(node)], way)

    def _loosely(self, node: Node) -> Callable[[_Way], int]:
        return lambda way: self._emit(node, replace(way, loose=True))

    def _stand(self, node: Node) -> Callable[[_Way], int]:
        match node:
            case Near(left=left, right=right, distance=distance, ordered=ordered):
                return self._near(left, right, distance, ordered=ordered)
            case Window(operands=(left, right), distance=distance):
                return self._near(left, right, distance, ordered=False)
            case Count(operand=Phrase() as phrase, times=times) if _is_simple(phrase):
                return self._positions(shapes.COUNT, (times,), (phrase,))
        assert isinstance(node, Near | Window | Count | Sentence)
        return self._maybe

    def _near(self, left: Node, right: Node, distance: int, *, ordered: bool) -> Callable[[_Way], int]:
        lefts, rights = _alternatives(left), _alternatives(right)
        if lefts is None or rights is None:
            return self._maybe

        def step(way: _Way) -> int:
            if way.loose:
                return way.if_true
            at = self._operand_base + len(self.operands)
            self.operands += (distance, int(ordered))
            for side in (lefts, rights):
                self.operands.append(len(side))
                for phrase in side:
                    self._operand(phrase)
            return self._instruction(shapes.NEAR, at, way)

        return step

    def _at_least(self, times: int, members: Sequence[Node], way: _Way) -> int:
        """A grid: which member is next, and how many are missing still."""
        ordered = self._ordered(members, rarest_first=False)
        spare = len(ordered) - times
        if times * (spare + 1) * max(map(_size, ordered)) > MOST_MEMBERS:
            return self._maybe(way)
        row = [way.if_true] + [way.if_false] * times
        for index in range(len(ordered) - 1, -1, -1):
            left = len(ordered) - index
            row = [way.if_true] + [
                way.if_false
                if missing > left or missing < times - index
                else self._emit(ordered[index], replace(way, if_true=row[missing - 1], if_false=row[missing]))
                for missing in range(1, times + 1)
            ]
        return row[times]

    def _field(self, node: Field, way: _Way) -> int:
        keys = _field_keys(node) if self._fields else None
        if keys is None:
            return self._maybe(way)
        return self._keys(keys, scope=shapes.EVERYWHERE)(way)

    def _ordered(self, below: Sequence[Node], *, rarest_first: bool) -> list[Node]:
        """The cheap ones first, and of these what decides most often."""
        rated = [(self._likelihood(child), child) for child in below]
        sign = 1 if rarest_first else -1
        rated.sort(key=lambda pair: (pair[0] >= _UNCERTAIN, sign * pair[0]))
        return [child for _, child in rated]

    def _likelihood(self, node: Node) -> float:
        """The share of posts of which ``node`` is about true; from ``_UNCERTAIN`` on where the definition is asked."""
        match node:
            case Phrase(parts=parts):
                needed, certain = _needed(parts)
                rate = min(map(self._numbers.rate_of, needed), default=1.0)
                return rate if certain else rate + _UNCERTAIN
            case Not(child=child):
                below = self._likelihood(child)
                return below if below >= _UNCERTAIN else 1 - below
            case Or(children=children_) | AtLeast(members=children_):
                return sum(map(self._likelihood, children_))
            case Within(child=child):
                return self._likelihood(child)
            case Field():
                return 0.5 if self._fields and _field_keys(node) is not None else _UNCERTAIN
            case Exact():
                return _UNCERTAIN
        return min(map(self._likelihood, children(node)))


def _needed(parts: Sequence[Part]) -> tuple[list[str], bool]:
    """Keys without which the phrase stands nowhere; whether they (of three and more: and their places) are enough."""
    certain = len(parts) <= LONG_PHRASE and not any(part.full for part in parts)
    if len(parts) == 1:
        keys, enough = _part_keys(parts[0])
        return keys, certain and enough
    pairs = [pair_key(one.base, other.base) for one, other in pairwise(parts) if _is_plain(one) and _is_plain(other)]
    if len(pairs) == len(parts) - 1:
        return pairs, certain
    return [*pairs, *(key for part in parts for key in _part_keys(part)[0])], False


def _part_keys(part: Part) -> tuple[list[str], bool]:
    if part.wild:
        keys, enough = wild_keys(part.sign + part.base)
        return keys, enough
    return [part.sign + part.base], True


def _is_plain(part: Part) -> bool:
    return not (part.sign or part.wild)


def _is_simple(node: Node) -> bool:
    """A phrase whose places are those of its numbers."""
    if not isinstance(node, Phrase) or len(node.parts) > LONG_PHRASE:
        return False
    return all(_is_plain(part) and not part.full for part in node.parts)


def _alternatives(node: Node) -> list[Phrase] | None:
    """The phrases of an operand of NEAR; None where the definition must be asked."""
    phrases = [node] if isinstance(node, Phrase) else list(node.children) if isinstance(node, Or) else []
    found = [phrase for phrase in phrases if isinstance(phrase, Phrase) and _is_simple(phrase)]
    return found if found and len(found) == len(phrases) else None


def _field_keys(node: Field) -> tuple[str, ...] | None:
    """Keys of which a post has one exactly where the field is true; None where the definition must be asked."""
    if node.name == "is":
        texts = [getattr(value, "text", "question") for value in node.values]
        return None if "question" in texts else tuple(field_key("is", text) for text in texts)
    return field_anchors(node)


def _size(node: Node) -> int:
    return 1 + sum(map(_size, children(node)))
