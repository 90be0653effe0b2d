"""The responsibility map: topic by role, from the rules that can decide what has the topic.

What a letter means: at least one rule that can decide a conversation with this topic, and no other topic, gives it to
the role. It is *own* where that rule asks for the topic; the others decide by something else (the words, the risk, the
kind), for this topic as for any. For "everything else" every letter is own. A topic is unowned where only ``otherwise``
can decide, and partly so where it decides what no rule matches, unless somebody has taken that on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from earshot.engine.policy import Policy, Rule, load
from earshot.engine.policy.model import OTHERWISE
from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.models import Membership
from earshot.features.responsibility.chart import clocks
from earshot.features.responsibility.holes import Hole, hole
from earshot.features.responsibility.proving import one_at_a_time
from earshot.features.responsibility.trying import as_lines

if TYPE_CHECKING:
    from earshot.engine.proofs.reach import Reach

SECONDS = 4.0
"""For a whole map. What was not decided by then is said."""
LETTERS = "ARCI"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in a cell. ``own``: by a rule about this topic; ``rules``: the names of all that give it; ``rest``:
    only ``otherwise`` does."""

    letter: str
    own: bool
    rules: str
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One rule that can decide a conversation of the row. ``name`` is "" for ``otherwise``; ``roles``: letter and role;
    ``sample``: such a conversation, as somebody would write it to try it."""

    name: str
    when: str
    line: int
    own: bool
    handling: str
    roles: tuple[tuple[str, str], ...]
    within: str
    sample: str


@dataclass(frozen=True, slots=True)
class Row:
    """One topic; None is everything else. ``cells`` in the order of the roles. ``unowned``: only ``otherwise`` decides.
    ``general``: no rule is about it, though rules about other things may decide. ``complete``: there are no more
    ways. ``hole``: what ``otherwise`` decides of it."""

    topic: Topic | None
    roles: tuple[str, ...]
    cells: tuple[tuple[Letter, ...], ...]
    ways: tuple[Way, ...]
    unowned: bool
    general: bool
    complete: bool
    hole: Hole | None = None

    @property
    def open(self) -> bool:
        """Whether ``otherwise`` decides some of it, or all of what has no topic, and nobody has taken that on."""
        return self.hole is not None and not self.unowned and self.hole.taken is None

    @property
    def partly(self) -> bool:
        """Whether rules decide the rest of it."""
        return len(self.ways) > 1

    @property
    def by_role(self) -> tuple[tuple[str, tuple[Letter, ...]], ...]:
        """Every role with its letters."""
        return tuple(zip(self.roles, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Map:
    """``strangers``: topics that the policy names and the workspace does not have (any more)."""

    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    strangers: tuple[str, ...]

    @property
    def unowned(self) -> int:
        return sum(row.unowned for row in self.rows if row.topic is not None)


def responsibility_map(membership: Membership, policy: Policy, text: str, at: datetime) -> Map:
    """For the topics of the workspace that become conversations (watches do not). ``text``: the policy's own."""
    topics = list(access_topics(membership).filter(archived_at=None, watch=False).order_by("name"))
    found = _reaches(text, tuple(topic.name for topic in topics), at)
    rows = [_row(policy, topic, reach) for topic, reach in zip([*topics, None], found, strict=True)]
    known = {topic.name.casefold() for topic in access_topics(membership)}
    return Map(tuple(policy.roles), tuple(rows), _strangers(policy, known))


def topic_row(policy: Policy, text: str, topic: Topic, at: datetime) -> Row:
    """The row of one topic alone, for its own page. ``text``: the policy's own."""
    return _row(policy, topic, _reaches(text, (topic.name,), at)[0])


def _strangers(policy: Policy, known: Iterable[str]) -> tuple[str, ...]:
    from earshot.engine.proofs.reach import named_topics

    there = set(known)
    return tuple(sorted(name for name in named_topics(policy) if name.casefold() not in there))


def _reaches(text: str, topics: tuple[str, ...], at: datetime) -> Sequence[Reach]:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    found = _made(text, topics, day)
    if not all(reach.decided for reach in found):
        _made.cache_clear()  # the next look may have more time, or a quieter machine
    return found


@lru_cache(maxsize=16)
def _made(text: str, topics: tuple[str, ...], day: datetime) -> Sequence[Reach]:
    """Remembered for a day: rules with dates in them may change what they reach."""
    from earshot.engine.proofs.reach import reaches  # not before somebody asks: every process loads this module

    with one_at_a_time:
        return reaches(load(text), topics, day, SECONDS)


def _row(policy: Policy, topic: Topic | None, reach: Reach) -> Row:
    ways = tuple(_way(policy, number, reach) for number in reach.rules)
    rules = [number for number in reach.rules if number < len(policy.rules)]
    return Row(
        topic,
        roles=tuple(policy.roles),
        cells=_cells(policy, topic, reach, ways),
        ways=ways,
        unowned=topic is not None and not rules and reach.decided,
        general=topic is not None and bool(rules) and not any(way.own for way in ways),
        complete=reach.decided,
        hole=hole(policy, reach.rules[rest]) if (rest := len(policy.rules)) in reach.rules else None,
    )


def _way(policy: Policy, number: int, reach: Reach) -> Way:
    rule = policy.rules[number] if number < len(policy.rules) else policy.otherwise
    return Way(
        name=rule.name if rule is not policy.otherwise else "",
        when=rule.when.text if rule.when else "",
        line=rule.line,
        own=_is_own(rule, reach.topic),
        handling=rule.handling,
        roles=tuple((letter, role) for letter in LETTERS for role in _given(rule)[letter]),
        within=clocks(rule),
        sample=as_lines(reach.rules[number]),
    )


def _is_own(rule: Rule, topic: str | None) -> bool:
    from earshot.engine.proofs.reach import is_about

    return topic is None or is_about(rule.when, topic)


def _given(rule: Rule) -> Mapping[str, tuple[str, ...]]:
    """Letter -> roles; a role that is accountable and responsible is shown once, as accountable."""
    responsible = (rule.responsible,) if rule.responsible != rule.accountable else ()
    return {"A": (rule.accountable,), "R": responsible, "C": rule.consulted, "I": rule.informed}


def _cells(policy: Policy, topic: Topic | None, reach: Reach, ways: Iterable[Way]) -> tuple[tuple[Letter, ...], ...]:
    from earshot.engine.proofs.reach import is_about

    found: dict[tuple[str, str], list[tuple[bool, str]]] = defaultdict(list)
    for way in ways:
        for letter, role in way.roles:
            found[role, letter].append((way.own, way.name))
    for number in reach.additions:
        entry = policy.also[number]
        own = topic is None or is_about(entry.when, topic.name)
        for letter, roles in (("C", entry.consulted), ("I", entry.informed)):
            for role in roles:
                found[role, letter].append((own, entry.when.text))
    return tuple(
        tuple(
            Letter(
                letter,
                own=any(own for own, _ in given),
                rules=", ".join(name or OTHERWISE for name in dict.fromkeys(name for _, name in given)),
                rest=not any(name for _, name in given),
            )
            for letter in LETTERS
            if (given := found.get((role, letter)))
        )
        for role in policy.roles
    )
