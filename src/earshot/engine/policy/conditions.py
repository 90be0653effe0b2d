"""Conditions as functions of facts.

The query language's own evaluator is the definition; what it does for single values, sets and numbers is done here on
keys prepared once for a conversation, because a policy asks hundreds of conditions of each. A property test holds the
two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from earshot.engine.policy.facts import Facts
from earshot.engine.query.ast import And, AtLeast, Field, Node, Not, Or, Range, Value, children
from earshot.engine.query.document import Document
from earshot.engine.query.fields import ALL, POLICY_FIELDS
from earshot.engine.query.fieldtests import field_holds, value_key
from earshot.engine.query.parser import parse_tree

Test = Callable[[Facts], bool]

LOOKED_UP = frozenset(
    (
        *("network", "channel", "brand", "market", "country", "topic", "tag", "campaign"),
        *("kind", "sentiment", "intent", "emotion", "is"),
    )
)
"""Fields whose values are only compared; others have a reading of their own (``lang:zh``, ``site:``, ``has:media``)."""


_REMEMBERED = 4_096
"""Conditions that are kept, those of two thousand rules and their changes; some 5 kB each."""
_SHORT = 500
"""Characters of a condition that is kept: so what is kept is bounded, whatever is written."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node of a condition's tree as a function of facts, and the parts that it is made of."""

    node: Node
    holds: Test = field(compare=False, repr=False)
    below: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """``when``: as written, as a tree whose spans point into the text, and as a function of facts."""

    text: str
    whole: Part
    holds: Test = field(compare=False, repr=False)


def read_condition(text: str, zone: str) -> Condition:
    """A condition over the space of a policy; dates and hours without zone are in ``zone``. The same few words are read
    once: whoever types changes one of hundreds.

    Raises:
        QueryError: the first thing that is wrong.
    """
    return _read(text, zone) if len(text) <= _SHORT else _read.__wrapped__(text, zone)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, zone: str) -> Condition:
    whole = _part(parse_tree(text, POLICY_FIELDS), ZoneInfo(zone))
    return Condition(text, whole, whole.holds)


def _part(node: Node, zone: ZoneInfo) -> Part:
    below = tuple(_part(child, zone) for child in children(node))
    return Part(node, _test(node, [part.holds for part in below], zone), below)


def _test(node: Node, below: list[Test], zone: ZoneInfo) -> Test:
    """The function that says whether facts satisfy a node; ``below`` are those of its children."""
    match node:
        case And():
            return _all(below)
        case Or():
            return _any(below)
        case Not():
            return _none(below[0])
        case AtLeast(times=times):
            return _at_least(times, below)
        case Field():
            return _field(node, zone)
    raise TypeError(f"{type(node).__name__} can not stand in a condition")  # pragma: no cover - the parser refuses text


def _all(tests: list[Test]) -> Test:
    def test(facts: Facts) -> bool:
        for one in tests:  # noqa: SIM110  (all() with a generator takes twice as long)
            if not one(facts):
                return False
        return True

    return test


def _any(tests: list[Test]) -> Test:
    def test(facts: Facts) -> bool:
        for one in tests:  # noqa: SIM110  (as above)
            if one(facts):
                return True
        return False

    return test


def _none(one: Test) -> Test:
    return lambda facts: not one(facts)


def _at_least(times: int, tests: list[Test]) -> Test:
    return lambda facts: sum(one(facts) for one in tests) >= times


def _field(node: Field, zone: ZoneInfo) -> Test:
    name = node.name
    if name in LOOKED_UP:
        wanted = frozenset(value_key(value.text) for value in node.values if isinstance(value, Value))
        return lambda facts: name in facts.keys and not wanted.isdisjoint(facts.keys[name])
    if ALL[name].kind == "number":
        return _number(name, [given for given in node.values if isinstance(given, Range)])
    return lambda facts: field_holds(node, Document("", values=facts.values), None, zone)


def _number(name: str, ranges: list[Range]) -> Test:
    bounds = [(int(given.low) if given.low else 0, int(given.high) if given.high else None) for given in ranges]

    def test(facts: Facts) -> bool:
        number = facts.numbers[name]
        for low, high in bounds:  # noqa: SIM110  (as above)
            if low <= number and (high is None or number <= high):
                return True
        return False

    return test
