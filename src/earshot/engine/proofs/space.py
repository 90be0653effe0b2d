"""The declared space of a policy, as variables that each have finitely many classes of values.

Two values of a field are one class where no condition of the policy tells them apart; which do is found by asking the
conditions themselves, so that the space proved is the space that runs. Class 0 is what a conversation has of which
nothing is known; a set (``topic tag is has``) is a variable of two classes for each of its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count, product
from typing import Any

from earshot.engine.policy import Facts, Policy, fill_facts
from earshot.engine.policy.conditions import Condition, Part
from earshot.engine.policy.facts import INTENTS, KINDS, SENTIMENTS
from earshot.engine.proofs.moments import moments
from earshot.engine.query.ast import Field, Range, Value
from earshot.engine.query.fieldtests import value_key

Assignment = Sequence[int]
"""The class of every variable."""

SETS = ("topic", "tag", "is", "has")
TIMES = ("hour", "posted")
NUMBERS = ("risk", "followers")
_MOST = {"risk": 100}
_CLOSED = {"intent": ("other", *INTENTS), "sentiment": ("neutral", *SENTIMENTS), "kind": ("post", *KINDS)}
_CHINESE = ("zh-Hant", "zh-Hans")
_OTHER_LANGUAGES = ("en", "fr", "es", "de", "it", "ko", "nl", "pl", "sv", "la")
_MEDIA = ("image", "video")

Leaf = tuple[Field, str]
"""A test of a field, and the zone in which it reads times ("" where it reads none)."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One field, or one name of a set. ``values``: one of each class, as ``fill_facts`` reads it; None is lacking."""

    field: str
    values: tuple[object, ...]
    member: bool = False
    ordered: bool = False

    @property
    def all(self) -> int:
        """Every class, as bits."""
        return (1 << len(self.values)) - 1


@dataclass(frozen=True, slots=True)
class Space:
    """All variables, and for every test of a field the literals (variable, classes) of which one must hold."""

    variables: tuple[Variable, ...]
    _leaves: Mapping[Leaf, tuple[tuple[int, int], ...]] = field(repr=False)

    def literals(self, node: Field, zone: str) -> tuple[tuple[int, int], ...]:
        """Where the test holds. Raises KeyError for one that no condition of the space has."""
        return self._leaves[leaf(node, zone)]

    def given(self, assignment: Assignment) -> dict[str, Any]:
        """A conversation of these classes as ``fill_facts`` and the shell read it: nothing that goes without saying."""
        found: dict[str, Any] = {}
        for variable, index in zip(self.variables, assignment, strict=True):
            value = variable.values[index]
            if index and value is not None:
                _put(found, variable, value)
        return found

    def facts(self, assignment: Assignment) -> Facts:
        """The same, filled."""
        return fill_facts(self.given(assignment))


def _put(found: dict[str, Any], variable: Variable, value: object) -> None:
    if isinstance(value, datetime):
        found["posted"] = value.isoformat()
    elif not variable.member:
        found[variable.field] = value
    elif variable.field == "has" and value in (*_MEDIA, "media"):
        found.setdefault("media", []).append("audio" if value == "media" else value)
    else:
        key = {"topic": "topics", "tag": "tags"}.get(variable.field, variable.field)
        found.setdefault(key, []).append(value)


def leaf(node: Field, zone: str) -> Leaf:
    """The key of a test."""
    return node, zone if node.name in TIMES else ""


def conditions(policy: Policy) -> Iterator[Condition]:
    """Every condition of a document."""
    for rule in policy.rules:
        if rule.when is not None:
            yield rule.when
    yield from (entry.when for entry in policy.also)
    yield from (guarantee.when for guarantee in policy.guarantees)
    yield from (entry.when for entry in policy.accepted if entry.when is not None)


def space_of(policies: Sequence[Policy], anchor: datetime) -> Space:
    """The space of one policy, or of several together. ``anchor``: times of samples are taken near it."""
    tests: dict[Leaf, Part] = {}
    for policy in policies:
        for condition in conditions(policy):
            tests.update((leaf(node, policy.zone), part) for node, part in _leaves(condition.whole))
    return _Maker(tests, policies, anchor).space()


def _leaves(part: Part) -> Iterator[tuple[Field, Part]]:
    if isinstance(part.node, Field):
        yield part.node, part
    for child in part.below:
        yield from _leaves(child)


class _Maker:
    def __init__(self, tests: Mapping[Leaf, Part], policies: Sequence[Policy], anchor: datetime) -> None:
        self.tests, self.policies, self.anchor = tests, policies, anchor
        self.variables: list[Variable] = []
        self.found: dict[Leaf, tuple[tuple[int, int], ...]] = {}

    def space(self) -> Space:
        by_field: dict[str, dict[Leaf, Part]] = {}
        for key, part in self.tests.items():
            by_field.setdefault("posted" if key[0].name in TIMES else key[0].name, {})[key] = part
        for name, tests in by_field.items():
            if name in SETS:
                self._members(name, tests)
            else:
                self._single(name, tests)
        return Space(tuple(self.variables), self.found)

    def _members(self, name: str, tests: Mapping[Leaf, Part]) -> None:
        """A variable for each name of a set."""
        written = {value_key(text): text.strip() for test in tests for text in texts(test[0])}
        places = {}
        for word, text in written.items():
            places[word] = len(self.variables)
            self.variables.append(Variable(name, (None, text), member=True))
        for key in tests:
            wanted = {value_key(text) for text in texts(key[0])}
            if name == "has" and "media" in wanted:  # what has an image has media
                wanted.update(kind for kind in _MEDIA if kind in places)
            self.found[key] = tuple((places[text], 0b10) for text in sorted(wanted))

    def _single(self, name: str, tests: Mapping[Leaf, Part]) -> None:
        """One variable: values that no test tells apart are one class."""
        holds = [part.holds for part in tests.values()]
        values, signatures = _classes(name, self._values(name, tests), holds, ordered=name in NUMBERS)
        place = len(self.variables)
        self.variables.append(Variable(name, tuple(values), ordered=name in NUMBERS))
        for number, key in enumerate(tests):
            among = sum(1 << index for index, signature in enumerate(signatures) if signature[number])
            self.found[key] = ((place, among),)

    def _values(self, name: str, tests: Mapping[Leaf, Part]) -> Iterable[object]:
        """Candidates, the value of which nothing is known first; every class has at least one."""
        if name == "posted":
            return (None, *moments(list(tests), self.anchor))
        if name in NUMBERS:
            return _edges([key[0] for key in tests], _MOST.get(name))
        if name in _CLOSED:
            return _CLOSED[name]
        named = [*(text for key in tests for text in texts(key[0])), *self._declared(name)]
        return _languages(named) if name == "lang" else (None, *named)

    def _declared(self, name: str) -> Iterator[str]:
        attribute = {"lang": "languages"}.get(name, f"{name}s")
        for policy in self.policies:
            yield from getattr(policy.space, attribute, ())


def texts(node: Field) -> list[str]:
    """The values of a test that compares texts."""
    return [value.text for value in node.values if isinstance(value, Value)]


def _languages(named: list[str]) -> list[str | None]:
    """``zh`` stands for both scripts as well. The one other is a language that nobody names, not ``und``: that may be
    named itself."""
    tags = {value_key(name) for name in named}
    other = next(tag for tag in chain(_OTHER_LANGUAGES, _private_languages()) if tag not in tags)
    return [None, *(_CHINESE if "zh" in tags else ()), *named, other]


def _private_languages() -> Iterator[str]:
    """Tags that ISO 639 leaves to everybody's own use, then longer ones: for documents that name all the others."""
    letters = map("".join, chain.from_iterable(product("abcdefghijklmnopqrst", repeat=size) for size in count(2)))
    return (f"q{some}" for some in letters)


def _edges(nodes: list[Field], most: int | None) -> list[int]:
    """The least numbers of the stretches that ranges cut out."""
    ranges = [given for node in nodes for given in node.values if isinstance(given, Range)]
    edges = {int(given.low) for given in ranges if given.low} | {int(given.high) + 1 for given in ranges if given.high}
    return [0, *sorted(edge for edge in edges if edge > 0 and (most is None or edge <= most))]


def _classes(
    name: str, values: Iterable[object], tests: list[Callable[[Facts], bool]], *, ordered: bool
) -> tuple[list[object], list[tuple[bool, ...]]]:
    """One value of each class, and which tests hold of it; of an ordered field a stretch is a class."""
    found: list[object] = []
    signatures: list[tuple[bool, ...]] = []
    for value in values:
        facts = fill_facts({} if value is None else {name: value})
        signature = tuple([test(facts) for test in tests])
        if signature in (signatures[-1:] if ordered else signatures):
            continue
        found.append(value)
        signatures.append(signature)
    return found, signatures
