"""Until when an answer is owed, and whether anybody who could give it is there then."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.engine.policy.model import Policy, Rule
from earshot.engine.rota import Counted, count


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of ``answer within``. ``counted`` is None where its hours never add up (all of them holidays)."""

    hours: str
    minutes: int
    counted: Counted | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due``: the minute at whose beginning the first clock has run out; ``gap``: nobody who could answer is on duty
    in the minute that ends there. ``due`` None: nothing is owed."""

    since: int
    clocks: tuple[Clock, ...] = ()
    due: int | None = None
    gap: bool = False


def deadline(policy: Policy, rule: Rule, since: int) -> Deadline:
    """The deadline of a conversation that a rule decides and whose turn began in the minute ``since``."""
    if rule.handling != "answer" or not rule.within:
        return Deadline(since)
    question = ("deadline", rule.within, rule.responsible, since)
    return policy.memory.recall(question, lambda: _reckoned(policy, rule, since))


def _reckoned(policy: Policy, rule: Rule, since: int) -> Deadline:
    clocks = tuple(
        Clock(clock.hours, clock.minutes, count(policy.hours[clock.hours], since, clock.minutes))
        for clock in rule.within
    )
    due = min((clock.counted.due for clock in clocks if clock.counted), default=None)
    gap = due is not None and not policy.book.covers(rule.responsible, due - 1)
    return Deadline(since, clocks, due, gap)
