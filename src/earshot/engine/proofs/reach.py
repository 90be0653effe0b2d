"""Which rules can decide a conversation that has one topic and no other: what the responsibility map is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from earshot.engine.policy import Addition, Policy
from earshot.engine.policy.conditions import Condition, Part, read_condition
from earshot.engine.proofs.asking import Fact
from earshot.engine.proofs.exploring import Exploration, Wanted
from earshot.engine.query.ast import Field, Not, Value
from earshot.engine.query.fieldtests import value_key


@dataclass(frozen=True, slots=True)
class Reach:
    """What can become of a conversation that has ``topic`` and no other (None: that has none of those asked about).

    ``rules``: number of each rule that can decide it (behind the last: none matches, ``otherwise`` does) -> a
    conversation that it decides, as ``fill_facts`` reads it. ``additions``: the numbers of the entries of ``also`` that
    can match it. ``decided``: False where the time was up, so that there may be more.
    """

    topic: str | None
    rules: Mapping[int, Mapping[str, Any]]
    additions: frozenset[int]
    decided: bool


def reaches(policy: Policy, topics: Sequence[str], at: datetime, seconds: float) -> list[Reach]:
    """For every topic, in their order, and last for what has none of them.

    Two topics are taken for independent, whatever their queries are. Topics that only the policy names are asked about
    too, in so far as a conversation of another topic has none of them. A topic is spelt as ``topics`` has it.
    """
    known = {value_key(name): name for name in [*sorted(named_topics(policy)), *topics]}
    conditions = {name: read_condition(f'topic:"{name}"', policy.zone) for name in known.values()}
    asked = replace(policy, also=(*policy.also, *(Addition(when) for when in conditions.values())))
    wanted = [known[value_key(name)] for name in topics]
    with Exploration(asked, at, seconds) as space:
        return [_reach(space, policy, conditions, topic) for topic in (*wanted, None)]


def named_topics(policy: Policy) -> frozenset[str]:
    """The topics that conditions of rules and additions name, as they are written."""
    whens = [rule.when for rule in policy.rules if rule.when is not None] + [entry.when for entry in policy.also]
    return frozenset(name for when in whens for name, _ in _mentions(when.whole, True))


def is_about(when: Condition | None, topic: str) -> bool:
    """Whether a condition asks for the topic, not only for its absence."""
    if when is None:
        return False
    return any(asks and value_key(name) == value_key(topic) for name, asks in _mentions(when.whole, True))


def _mentions(part: Part, asks: bool) -> Iterator[tuple[str, bool]]:
    """The topics that a part names, with whether it asks for them (not for their absence)."""
    node = part.node
    if isinstance(node, Field) and node.name == "topic":
        yield from ((value.text.strip(), asks) for value in node.values if isinstance(value, Value))
    for below in part.below:
        yield from _mentions(below, not asks if isinstance(node, Not) else asks)


def _reach(space: Exploration, policy: Policy, conditions: Mapping[str, Condition], topic: str | None) -> Reach:
    facts: list[Fact] = [
        ("holds" if name == topic else "fails", space.formula(when)) for name, when in conditions.items()
    ]
    found, decided = space.winners(facts)
    added, known = _additions(space, policy, facts)
    has = space.holds(facts)

    def shown(rule: int) -> Mapping[str, Any]:
        return space.told(found[rule], lambda given: has(given) and space.winner(given) == rule)

    return Reach(topic, {rule: shown(rule) for rule in sorted(found)}, added, decided and known)


def _additions(space: Exploration, policy: Policy, facts: Iterable[Fact]) -> tuple[frozenset[int], bool]:
    """The entries of ``also`` that can match, and whether these are all."""
    fixed = tuple(facts)
    wanted = []
    for entry in policy.also:
        both: tuple[Fact, ...] = (("holds", space.formula(entry.when)), *fixed)
        wanted.append(Wanted(both, space.holds(both), space.boxes_with((), both)))
    found = list(space.find(wanted))
    numbers = frozenset(number for number, one in enumerate(found) if one.sample is not None)
    return numbers, all(one.decided for one in found)
