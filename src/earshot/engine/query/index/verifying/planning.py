"""A tree as steps.

What tables do not answer alone (phrases of three, accents, ``{}``, proximity, counts) is asked of them first, as the
necessary part (both words of a NEAR must be there), and then of the definition itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

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
from earshot.engine.query.index.verifying.nearness import is_plain, near_words
from earshot.engine.query.index.verifying.nesting import nested
from earshot.engine.query.index.verifying.steps import (
    BOUND,
    AllIn,
    AnyIn,
    Ask,
    Each,
    Enough,
    In,
    Negated,
    Spelt,
    Step,
    Table,
    cost_of,
    each_of,
    either_of,
    in_order,
)
from earshot.engine.query.index.view import View
from earshot.engine.query.occurrences import occurrences, phrase
from earshot.engine.query.proximity import reach, window
from earshot.engine.query.wildcards import matching


def planned(node: Node) -> Step:
    """``node`` as steps. Pure: it may be called from any thread."""
    match node:
        case Phrase():
            return _phrase(node)
        case And(children=below):
            return each_of(_alike(below, AllIn))
        case Or(children=below):
            return either_of(_alike(below, AnyIn))
        case Not(child=child):
            step = planned(child)
            return step.step if isinstance(step, Negated) else Negated(step)
        case AtLeast(times=times, members=members):
            return _at_least(times, members)
        case Within(name=name, child=child):
            return _within(name, child)
        case Field():
            return _field(node)
        case Exact(text=text):
            return _in_one_field(200, lambda words: any(True for _ in exact_places(text, words)))
    return _together(node)


def _phrase(node: Phrase) -> Step:
    first, *others = node.parts
    if not is_plain(node, accents=True):
        return _signed(node)
    accents = any(part.full for part in node.parts)
    if not others:
        word = In("terms", first.base)
        return each_of([word, _occurs(node)]) if accents else word
    bases = tuple(part.base for part in node.parts)
    pairs = frozenset(map(pair_key, bases, bases[1:]))
    adjacent = AllIn("pairs", pairs) if len(pairs) > 1 else In("pairs", *pairs)
    return adjacent if len(bases) == 2 and not accents else each_of([adjacent, _occurs(node)])


def _signed(node: Phrase) -> Step:
    """With a wildcard, or a tag or name."""
    first, *others = node.parts
    if others or first.full or (first.sign and first.wild):
        return _occurs(node)
    if first.sign:
        return In("tags", first.sign + first.base)
    return _wildcard(first.base)


def _wildcard(pattern: str) -> Step:
    """Its longest letters in a row; where there is more to it than those, only then the words one by one."""
    pieces = pattern.replace("?", "*").split("*")
    place = max(range(len(pieces)), key=lambda each: len(pieces[each]))
    letters = (BOUND if place == 0 else "") + pieces[place] + (BOUND if place == len(pieces) - 1 else "")
    if sum(map(bool, pieces)) == 1 and "?" not in pattern:
        return Spelt(letters)
    return each_of([Spelt(letters), Ask(60, lambda view: bool(matching(pattern, view.terms)))])


def _occurs(node: Phrase) -> Ask:
    return _in_one_field(150, lambda words: bool(phrase(node, words)))


def _in_one_field(cost: int, occurs: Callable[[Words], bool]) -> Ask:
    def test(view: View) -> bool:
        for words in view.parts:  # noqa: SIM110 - a generator would cost more than most fields
            if occurs(words):
                return True
        return False

    return Ask(cost, test)


def _alike(below: Sequence[Node], together: type[AllIn] | type[AnyIn]) -> list[Step]:
    """What is looked up in the same table all at once, the others each as it is."""
    keys: dict[Table, set[str]] = {"terms": set(), "pairs": set(), "tags": set()}
    found: list[Step] = []
    for node in below:
        step = planned(node)
        if isinstance(step, In):
            keys[step.table].add(step.key)
        else:
            found.append(step)
    for table, wanted in keys.items():
        if wanted:
            found.append(together(table, frozenset(wanted)) if len(wanted) > 1 else In(table, *wanted))
    return found


def _at_least(times: int, members: Sequence[Node]) -> Step:
    if times == 1:
        return either_of(_alike(members, AnyIn))
    if times == len(members):
        return each_of(_alike(members, AllIn))
    steps = in_order([planned(member) for member in members])
    return Enough(sum(map(cost_of, steps)), times, steps)


def _within(name: str, child: Node) -> Step:
    step = planned(child)
    test = nested(step)
    return Ask(step.cost + 20, lambda view: test(view.within(name)))


def _field(node: Field) -> Step:
    """Asked once for a post, however many queries ask it."""
    key = repr((node.name, node.values))

    def test(view: View) -> bool:
        known = view.asked.get(key)
        if known is None:
            known = view.asked[key] = field_holds(node, view.document, view.at, view.zone)
        return known

    return Ask(20, test)


_DEFINED: dict[type, Callable[[Any, Words], bool]] = {
    Near: lambda node, words: bool(reach(node, words)),
    Sentence: lambda node, words: bool(reach(node, words)),
    Window: lambda node, words: any(True for _ in window(node, words)),
    Count: lambda node, words: bool(occurrences(node, words)),
}


def _together(node: Node) -> Step:
    """Operands that must all be there, and then stand as the operator says."""
    defined, near = _DEFINED[type(node)], near_words(node)
    stand = _in_one_field(20, near) if near else _in_one_field(300, lambda words: defined(node, words))
    there = each_of([planned(child) for child in children(node)])
    steps = there.steps if isinstance(there, Each) else (there,)
    return Each(sum(map(cost_of, steps)) + stand.cost, (*steps, stand))
