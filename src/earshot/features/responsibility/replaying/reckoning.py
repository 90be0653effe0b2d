"""Two versions of a policy on the same conversations: who would have had how many, and what would have been late.

Each conversation is decided with the facts that it has today, at the minute in which it was opened, by both versions in
the same way: the least loaded person on duty has it until the minute in which it was answered or resolved in truth. How
people would have worked under another policy nobody knows; what is compared is who would have owed what, and when.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from earshot.engine.policy import Decision, Facts, Policy, decide, fill_facts

EXAMPLES = 5
"""Conversations that are named of each kind that changes hands: the newest."""


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation of the archive. ``ended``: when it was answered or resolved, None while it is open."""

    id: int
    opened: datetime
    ended: datetime | None
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Load:
    """What one version would have given one person: conversations, the most at once, and late answers."""

    number: int = 0
    most: int = 0
    late: int = 0


@dataclass(slots=True)
class Side:
    """What one version would have made of it. ``weeks``: role -> Monday (ISO) -> conversations that are to be answered;
    ``rest``: those that nobody has to answer; ``undue``: those without a deadline; ``gaps``: deadlines that fall where
    nobody who could answer is on duty."""

    loads: dict[str, Load] = field(default_factory=dict)
    weeks: dict[str, dict[str, int]] = field(default_factory=dict)
    rest: int = 0
    undue: int = 0
    gaps: int = 0

    @property
    def late(self) -> int:
        """Answers that would have been late."""
        return sum(each.late for each in self.loads.values())


@dataclass(slots=True)
class Handed:
    """Conversations that one rule would have decided and now another does, for another accountable role."""

    from_rule: str
    from_role: str
    to_rule: str
    to_role: str
    number: int = 0
    examples: list[int] = field(default_factory=list)
    """Ids, the newest first."""


@dataclass(slots=True)
class Outcome:
    """What came out. ``open``: conversations that nobody has ended yet; ``first`` and ``last``: when the first and the
    last of them were opened (ISO, UTC)."""

    number: int = 0
    moved: int = 0
    """With another accountable role."""
    open: int = 0
    first: str = ""
    last: str = ""
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    handed: list[Handed] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As JSON knows it; :func:`outcome_of` reads it."""
        return asdict(self)


def outcome_of(stored: Mapping[str, Any]) -> Outcome:
    """What ``as_json`` wrote."""
    sides = {name: _side(stored[name]) for name in ("before", "after")}
    return Outcome(**{**stored, **sides, "handed": [Handed(**each) for each in stored["handed"]]})


def _side(stored: Mapping[str, Any]) -> Side:
    return Side(**{**stored, "loads": {person: Load(**load) for person, load in stored["loads"].items()}})


class _Desk:
    """One version at work."""

    def __init__(self, policy: Policy, side: Side) -> None:
        self.policy, self.side = policy, side
        self._zone = ZoneInfo(policy.zone)
        self._open: Counter[str] = Counter()
        self._ends: list[tuple[datetime, int, str]] = []

    def take(self, case: Case, facts: Facts, now: datetime) -> Decision:
        """Decide the next conversation, in the order of time."""
        while self._ends and self._ends[0][0] <= case.opened:
            self._open[heapq.heappop(self._ends)[2]] -= 1
        decision = decide(self.policy, facts, case.opened, load=self._open)
        if decision.handling == "answer":
            self._owe(case, decision, now)
        else:
            self.side.rest += 1
        return decision

    def _owe(self, case: Case, decision: Decision, now: datetime) -> None:
        person, role = decision.accountable.person, decision.accountable.role
        load = self.side.loads.setdefault(person, Load())
        load.number += 1
        self._open[person] += 1
        load.most = max(load.most, self._open[person])
        if case.ended is not None:
            heapq.heappush(self._ends, (case.ended, case.id, person))
        load.late += decision.deadline is not None and decision.deadline < (case.ended or now)
        self.side.undue += decision.deadline is None
        self.side.gaps += decision.gap
        weeks = self.side.weeks.setdefault(role, {})
        week = _monday(case.opened.astimezone(self._zone).date())
        weeks[week] = weeks.get(week, 0) + 1


class Reckoning:
    """The comparison as it goes on; ``outcome`` may be looked at in between."""

    def __init__(self, before: Policy, after: Policy, now: datetime) -> None:
        self._now = now
        self.outcome = Outcome()
        self._desks = _Desk(before, self.outcome.before), _Desk(after, self.outcome.after)
        self._handed: dict[tuple[str, str, str, str], Handed] = {}

    def take(self, case: Case) -> None:
        """The next conversation; they must come in the order in which they were opened."""
        out = self.outcome
        given = {**case.facts, "turn_since": case.opened}
        old, new = (desk.take(case, fill_facts(given, desk.policy.zone), self._now) for desk in self._desks)
        out.number += 1
        out.open += case.ended is None
        out.last = case.opened.isoformat()
        out.first = out.first or out.last
        if old.accountable.role != new.accountable.role:
            out.moved += 1
            self._hand(case, (old.rule, old.accountable.role, new.rule, new.accountable.role))

    def _hand(self, case: Case, kind: tuple[str, str, str, str]) -> None:
        handed = self._handed.get(kind)
        if handed is None:
            handed = self._handed[kind] = Handed(*kind)
            self.outcome.handed.append(handed)
        handed.number += 1
        handed.examples = [case.id, *handed.examples][:EXAMPLES]


def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()
