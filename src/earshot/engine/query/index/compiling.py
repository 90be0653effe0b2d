"""A tree as nested functions over a :class:`View`: the same answers as ``evaluate``, from tables instead of searches.

What tables do not answer alone (phrases of three, accents, ``{}``, proximity, counts) is asked of them first, as the
necessary part (both words of a NEAR must be there), and then of the definition itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

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
    Phrase,
    Sentence,
    Window,
    Within,
    children,
)
from earshot.engine.query.document import Words
from earshot.engine.query.exact import exact_places
from earshot.engine.query.fieldtests import field_holds
from earshot.engine.query.index.keys import pair_key
from earshot.engine.query.index.view import View
from earshot.engine.query.occurrences import occurrences, phrase
from earshot.engine.query.proximity import reach, window
from earshot.engine.query.wildcards import matching

Test = Callable[[View], bool]
Costed = tuple[int, Test]
"""A test and what it costs, in steps of about a look-up; the cheap ones are asked first."""

_FEW = 3
"""So many words are looked up one by one."""


def compiled(node: Node) -> Test:
    """``node`` as a function. Pure: it may be called from any thread."""
    return _compile(node)[1]


def _compile(node: Node) -> Costed:
    match node:
        case Phrase():
            return _phrase(node)
        case And(children=below):
            return _and(below)
        case Or(children=below):
            return _or(below)
        case Not(child=child):
            cost, test = _compile(child)
            return cost, lambda view: not test(view)
        case AtLeast(times=times, members=members):
            return _at_least(times, members)
        case Within(name=name, child=child):
            cost, test = _compile(child)
            return cost + 20, lambda view: test(view.within(name))
        case Field():
            return _field(node)
        case Exact(text=text):
            return 200, _in_one_field(lambda words: any(True for _ in exact_places(text, words)))
    return _together(node)


def _phrase(node: Phrase) -> Costed:
    first, *others = node.parts
    if any(part.sign or part.wild for part in node.parts):
        return _signed(node)
    bases = tuple(part.base for part in node.parts)
    accents = any(part.full for part in node.parts)
    if not others:
        base = first.base
        return (100, _when(lambda view: base in view.terms, _occurs(node))) if accents else (1, _has_word(base))
    pairs = tuple(map(pair_key, bases, bases[1:]))
    if len(pairs) == 1 and not accents:
        return 2, _has_pair(pairs[0])
    adjacent: Test = lambda view: all(pair in view.pairs for pair in pairs)  # noqa: E731
    return 100, _when(adjacent, _occurs(node))


def _has_word(base: str) -> Test:
    return lambda view: base in view.terms


def _has_pair(pair: str) -> Test:
    return lambda view: pair in view.pairs


def _signed(node: Phrase) -> Costed:
    """With a wildcard, or a tag or name."""
    first, *others = node.parts
    if others or first.full:
        return 150, _occurs(node)
    if first.sign:
        tag = first.sign + first.base
        return (150, _occurs(node)) if first.wild else (2, lambda view: tag in view.tags)
    pattern = first.base
    return 60, lambda view: bool(matching(pattern, view.terms))


def _occurs(node: Phrase) -> Test:
    return _in_one_field(lambda words: bool(phrase(node, words)))


def _in_one_field(occurs: Callable[[Words], bool]) -> Test:
    def test(view: View) -> bool:
        return any(occurs(words) for words in view.parts)

    return test


def _when(first: Test, then: Test) -> Test:
    return lambda view: first(view) and then(view)


def _and(below: Sequence[Node]) -> Costed:
    costed = sorted(map(_compile, below), key=lambda pair: pair[0])
    cost, tests = sum(cost for cost, _ in costed), tuple(test for _, test in costed)
    if len(tests) == 2:
        return cost, _when(*tests)

    def test(view: View) -> bool:
        for each in tests:  # noqa: SIM110 - a generator would cost more than most tests
            if not each(view):
                return False
        return True

    return cost, test


def _or(below: Sequence[Node]) -> Costed:
    """Words, pairs and tags are looked up all at once; what is left is asked one by one."""
    words = frozenset(each.parts[0].base for each in below if _is_word(each))
    pairs = frozenset(pair_key(*(part.base for part in each.parts)) for each in below if _is_pair(each))
    rest: list[Costed] = [_compile(each) for each in below if not (_is_word(each) or _is_pair(each))]
    if words:
        rest.append((len(words), _any_of(words, lambda view: view.terms)))
    if pairs:
        rest.append((len(pairs) + 1, _any_of(pairs, lambda view: view.pairs)))
    rest.sort(key=lambda pair: pair[0])
    cost, tests = sum(cost for cost, _ in rest), tuple(test for _, test in rest)
    if len(tests) == 1:
        return cost, tests[0]

    def test(view: View) -> bool:
        for each in tests:  # noqa: SIM110 - as above
            if each(view):
                return True
        return False

    return cost, test


def _is_word(node: Node) -> TypeGuard[Phrase]:
    return isinstance(node, Phrase) and len(node.parts) == 1 and _is_plain(node)


def _is_pair(node: Node) -> TypeGuard[Phrase]:
    return isinstance(node, Phrase) and len(node.parts) == 2 and _is_plain(node)


def _is_plain(node: Phrase) -> bool:
    return not any(part.sign or part.wild or part.full for part in node.parts)


def _any_of(wanted: frozenset[str], table: Callable[[View], Any]) -> Test:
    """Whether the table has any of ``wanted``: goes through the smaller of the two."""
    if len(wanted) == 1:
        only = next(iter(wanted))
        return lambda view: only in table(view)

    def test(view: View) -> bool:
        have = table(view)
        if len(have) < len(wanted):
            return not wanted.isdisjoint(have)
        return True in map(have.__contains__, wanted)

    return test


def _at_least(times: int, members: Sequence[Node]) -> Costed:
    costed = sorted(map(_compile, members), key=lambda pair: pair[0])
    cost, tests = sum(cost for cost, _ in costed), tuple(test for _, test in costed)
    spare = len(tests) - times

    def test(view: View) -> bool:
        missing = 0
        for each in tests:
            if not each(view):
                missing += 1
                if missing > spare:
                    return False
        return True

    return cost, test


def _field(node: Field) -> Costed:
    """Asked once for a post, however many queries ask it."""
    key = repr((node.name, node.values))

    def test(view: View) -> bool:
        known = view.asked.get(key)
        if known is None:
            known = view.asked[key] = field_holds(node, view.document, view.at, view.zone)
        return known

    return 20, test


_DEFINED: dict[type, Callable[[Any, Words], bool]] = {
    Near: lambda node, words: bool(reach(node, words)),
    Sentence: lambda node, words: bool(reach(node, words)),
    Window: lambda node, words: any(True for _ in window(node, words)),
    Count: lambda node, words: bool(occurrences(node, words)),
}


def _together(node: Node) -> Costed:
    """Operands that must all be there, and then stand as the operator says."""
    quick = _plain_near(node) if isinstance(node, Near) else None
    if quick is not None:
        return 10, quick
    costed: Iterable[Costed] = map(_compile, children(node))
    tests = tuple(test for _, test in sorted(costed, key=lambda pair: pair[0]))
    defined = _DEFINED[type(node)]

    def test(view: View) -> bool:
        return all(each(view) for each in tests) and any(defined(node, words) for words in view.parts)

    return 300, test


_MOST_PAIRS = 64
"""Where two words have more pairs of places, the definition is asked, whose time is about linear."""


def _plain_near(node: Near) -> Test | None:
    """``a NEAR/n b`` of two words, from their positions; None for all others."""
    if not _is_word(node.left) or not _is_word(node.right):
        return None
    left, right = node.left.parts[0].base, node.right.parts[0].base
    most, least = node.distance + 1, 1 if node.ordered else -node.distance - 1

    def occurs(words: Words) -> bool:
        ones, others = words.positions.get(left), words.positions.get(right)
        if ones is None or others is None:
            return False
        if len(ones) * len(others) > _MOST_PAIRS:
            return bool(reach(node, words))
        return any(other != one and least <= other - one <= most for one in ones for other in others)

    return lambda view: left in view.terms and right in view.terms and any(occurs(words) for words in view.parts)
