"""Necessary literals: pieces of folded text of which a post that matches must contain some.

``False`` is certain, ``True`` only means: evaluate it. The text asked about is ``Document.folded``: the folded title
and text; terms within ``bio:`` therefore contribute nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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
from earshot.engine.text.tokens import kind_of, tokenise

Alternative = frozenset[str]
"""Literals that must all be there."""
Alternatives = tuple[Alternative, ...]
"""One of these must hold; none at all says nothing (not: never)."""

_MOST_LITERALS = 4
_MOST_ALTERNATIVES = 200


@dataclass(frozen=True, slots=True)
class Prefilter:
    """A post that matches has all literals of one of the ``alternatives``, the rarest-looking of each first.

    No alternatives: nothing is necessary, and the query must always be evaluated.
    """

    alternatives: tuple[tuple[str, ...], ...]
    may_match: Callable[[str], bool] = field(compare=False)
    """``may_match(document.folded)``: False is certain."""

    @property
    def anchored(self) -> bool:
        """Whether it ever says False."""
        return bool(self.alternatives)


def prefilter(node: Node) -> Prefilter:
    """The literals that ``node`` needs."""
    alternatives = tuple(tuple(sorted(one, key=_rarity))[:_MOST_LITERALS] for one in necessary(node))
    return Prefilter(alternatives, _compile(alternatives))


def _compile(alternatives: tuple[tuple[str, ...], ...]) -> Callable[[str], bool]:
    """The test as one closure: it runs for every topic on every post of a public stream."""
    if not alternatives:
        return lambda folded: True
    tests = tuple((first, tuple(rest)) for first, *rest in alternatives)
    if len(tests) == 1 and not tests[0][1]:
        only = tests[0][0]
        return lambda folded: only in folded

    def test(folded: str) -> bool:
        for first, rest in tests:
            if first in folded and (not rest or all(literal in folded for literal in rest)):
                return True
        return False

    return test


def necessary(node: Node) -> Alternatives:
    """Alternatives one of which every post matching ``node`` fulfils."""
    match node:
        case Phrase(parts=parts):
            return _one(literal for part in parts for literal in _part(part))
        case Exact(text=text):
            return _one(exact_words(text))
        case And(children=below) | Window(operands=below):
            return _all(below)
        case Near(left=left, right=right) | Sentence(left=left, right=right):
            return _all((left, right))
        case Or(children=below):
            return _any(map(necessary, below))
        case AtLeast(times=times, members=members):
            return _at_least(times, members)
        case Count(operand=child):
            return necessary(child)
        case Within(name=name, child=child):
            return () if name == "bio" else necessary(child)
        case Not() | Field():
            return ()


def _one(literals: Iterable[str]) -> Alternatives:
    together = frozenset(literals)
    return (together,) if together else ()


def _part(part: Part) -> tuple[str, ...]:
    if part.wild:
        return tuple(filter(None, part.base.replace("?", "*").split("*")))
    if kind_of(part.base) == "emoji":  # skin tones may stand between its characters in the post
        return (part.base[0],)
    return (part.base,)


def exact_words(text: str) -> list[str]:
    """Pieces of ``{...}`` that stand in the folded text of every post that contains it.

    Only ASCII letters and digits, and Han characters: what stands next to others may fold together with them.
    """
    return [
        token.text
        for token in tokenise(text)
        if (token.kind == "word" and text[token.start : token.end].isascii() and "'" not in token.text)
        or (token.kind == "cjk" and token.end - token.start == 1 and "\u3400" <= token.text <= "\u9fff")
    ]


def _all(nodes: Iterable[Node]) -> Alternatives:
    """What each needs alone is needed with every alternative of the best of the others."""
    known = [found for node in nodes if (found := necessary(node))]
    common = frozenset[str]().union(*(found[0] for found in known if len(found) == 1))
    wide = [found for found in known if len(found) > 1]
    if not wide:
        return _one(common)
    return tuple(dict.fromkeys(one | common for one in min(wide, key=_cost)))


def _any(found: Iterable[Alternatives]) -> Alternatives:
    """All alternatives together; nothing if one of the members needs nothing."""
    union: dict[Alternative, None] = {}
    for alternatives in found:
        if not alternatives:
            return ()
        union.update(dict.fromkeys(alternatives))
    return _least(tuple(union)) if len(union) <= _MOST_ALTERNATIVES else ()


def _least(alternatives: Alternatives) -> Alternatives:
    """Without those that say no more than another: ``phones`` needs ``phone``."""
    single = [next(iter(one)) for one in alternatives if len(one) == 1]
    return tuple(one for one in alternatives if not _implied(one, single))


def _implied(one: Alternative, single: list[str]) -> bool:
    return any(other in literal and one != {other} for literal in one for other in single)


def _at_least(times: int, members: tuple[Node, ...]) -> Alternatives:
    """Of any ``count - times + 1`` members one is true: take those that need the rarest."""
    if times == len(members):
        return _all(members)
    known = sorted((necessary(member) for member in members), key=_cost)
    return _any(known[: len(members) - times + 1])


def _cost(alternatives: Alternatives) -> tuple[float, int]:
    """Few alternatives of long literals are rare; none at all cost the most."""
    if not alternatives:
        return math.inf, 0
    return len(alternatives), -min(sum(map(_weight, one)) for one in alternatives)


def _rarity(literal: str) -> tuple[int, str]:
    return -_weight(literal), literal


def _weight(literal: str) -> int:
    """A Chinese character says as much as three letters."""
    return sum(1 if char < "\u2e80" else 3 for char in literal)
