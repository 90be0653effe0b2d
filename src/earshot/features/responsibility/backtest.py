"""A backtest on the last 90 days under two versions of a policy: who would have had how many, and which answers would
have been late.

Each conversation is decided as it stands in the archive, at the minute in which it was opened, by both versions in the
same way: the least loaded person on duty has it until the minute in which it was answered or resolved in truth. How
people would have worked under another policy nobody knows; what is compared is who would have owed what, and when.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max, Min

from earshot.engine.policy import Decision, Policy, decide
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations, facts_of
from earshot.features.people.models import Membership

DAYS = timedelta(days=90)
SECONDS = 10.0
"""The newest conversations are read first; what this time does not reach is said."""
PORTION = 500


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation of the archive. ``ended``: when it was answered or resolved, None while it is open."""

    opened: datetime
    ended: datetime | None
    facts: dict[str, object]


@dataclass(slots=True)
class Load:
    """What one version would have given one person: conversations, the most at once, and late answers."""

    person: str
    number: int = 0
    most: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One person under the version in force and under the other."""

    person: str
    before: Load
    after: Load


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came out. ``left_out``: conversations of these days that the time did not suffice for."""

    number: int
    moved: int
    """With another accountable role."""
    late_before: int
    late_after: int
    gaps_before: int
    gaps_after: int
    """Deadlines that fall where nobody who could answer is on duty."""
    pairs: list[Pair]
    left_out: int


@dataclass(slots=True)
class _Desk:
    """One version at work."""

    policy: Policy
    open: Counter[str] = field(default_factory=Counter)
    ends: list[tuple[datetime, int, str]] = field(default_factory=list)
    loads: dict[str, Load] = field(default_factory=dict)
    gaps: int = 0

    def take(self, number: int, case: Case, now: datetime) -> Decision:
        """Decide the next conversation, in the order of time."""
        while self.ends and self.ends[0][0] <= case.opened:
            self.open[heapq.heappop(self.ends)[2]] -= 1
        decision = decide(self.policy, {**case.facts, "turn_since": case.opened}, case.opened, load=self.open)
        if decision.handling == "answer":
            self._owe(number, case, decision, now)
        return decision

    @property
    def late(self) -> int:
        """Answers that would have been late."""
        return sum(each.late for each in self.loads.values())

    def _owe(self, number: int, case: Case, decision: Decision, now: datetime) -> None:
        person = decision.covers or decision.accountable.person
        load = self.loads.setdefault(person, Load(person))
        load.number += 1
        self.open[person] += 1
        load.most = max(load.most, self.open[person])
        if case.ended is not None:
            heapq.heappush(self.ends, (case.ended, number, person))
        load.late += decision.deadline is not None and decision.deadline < (case.ended or now)
        self.gaps += decision.gap


def backtest(before: Policy, after: Policy, cases: Iterable[Case], now: datetime, left_out: int = 0) -> Backtest:
    """Both versions on the same conversations. Pure; ``cases`` may come in any order."""
    one, other = _Desk(before), _Desk(after)
    number = moved = 0
    for number, case in enumerate(sorted(cases, key=lambda each: each.opened), 1):
        old, new = one.take(number, case, now), other.take(number, case, now)
        moved += old.accountable.role != new.accountable.role
    names = sorted({*one.loads, *other.loads})
    pairs = [Pair(name, one.loads.get(name, Load(name)), other.loads.get(name, Load(name))) for name in names]
    return Backtest(number, moved, one.late, other.late, one.gaps, other.gaps, pairs, left_out)


def archive(membership: Membership, now: datetime, seconds: float = SECONDS) -> tuple[list[Case], int]:
    """The conversations that were opened in the 90 days before ``now``, and how many there was no time for."""
    rows = access_conversations(membership).filter(opened_at__gt=now - DAYS, opened_at__lte=now)
    until = time.monotonic() + seconds
    cases: list[Case] = []
    for each in _newest_first(rows.values_list("pk", flat=True).order_by("-pk")):
        cases.append(each)
        if len(cases) % PORTION == 0 and time.monotonic() > until:
            break
    return cases, max(0, rows.count() - len(cases))


def _newest_first(ids: Iterable[int]) -> Iterator[Case]:
    waiting = list(ids)
    for start in range(0, len(waiting), PORTION):
        rows = Conversation.objects.filter(pk__in=waiting[start : start + PORTION]).select_related("channel", "author")
        ended = rows.annotate(answered=Min("entries__answered_at"), done=Max("entries__done_at")).order_by("-pk")
        for each in ended.defer("channel__secrets"):
            ends = [at for at in (each.answered, each.done) if at is not None]
            yield Case(each.opened_at, min(ends, default=None), facts_of(each))
