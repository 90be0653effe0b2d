"""The first rule that matches, without asking every rule before it.

Most conditions can hold only of a conversation that has one of a few words (a topic, a brand, an intent). Those rules
are asked only of conversations that have one; the others of every conversation. Which rule is first does not change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from earshot.engine.policy.conditions import LOOKED_UP, Part
from earshot.engine.policy.facts import Facts
from earshot.engine.policy.model import Rule
from earshot.engine.query.ast import And, Field, Or, Value
from earshot.engine.query.fieldtests import value_key

Words = frozenset[tuple[str, str]]
"""Fields with words as they are compared."""


class First:
    """The rules of one policy, by the words that they want."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        wants = {number: [*_wants(rule.when.whole)] for number, rule in enumerate(rules) if rule.when is not None}
        often = Counter(word for choices in wants.values() for words in choices for word in words)
        self._always: list[int] = []
        self._having: dict[str, dict[str, list[int]]] = {}
        for number, choices in wants.items():
            if not choices:
                self._always.append(number)
                continue
            for field, word in min(choices, key=lambda words: sum(often[word] for word in words)):
                self._having.setdefault(field, {}).setdefault(word, []).append(number)

    def find(self, facts: Facts) -> int | None:
        """The number of the first rule that matches; None: none does."""
        keys = facts.keys
        asked = [*self._always]
        for field, having in self._having.items():
            for word in keys.get(field, ()):
                asked += having.get(word, ())
        asked.sort()
        for number in asked:
            when = self._rules[number].when
            if when is not None and when.holds(facts):
                return number
        return None


def _wants(part: Part) -> Iterable[Words]:
    """Sets of words, of each of which a conversation must have one for the condition to hold; none where it may hold
    whatever the words."""
    node = part.node
    if isinstance(node, Field):
        return [_words(node)] if node.name in LOOKED_UP else []
    if isinstance(node, And):
        return [words for below in part.below for words in _wants(below)]
    if isinstance(node, Or):
        choices = [min(_wants(below), key=len, default=None) for below in part.below]
        known = [words for words in choices if words is not None]
        return [frozenset().union(*known)] if len(known) == len(choices) else []
    return []


def _words(node: Field) -> Words:
    return frozenset((node.name, value_key(value.text)) for value in node.values if isinstance(value, Value))
