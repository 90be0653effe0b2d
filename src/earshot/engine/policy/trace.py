"""Why a decision came out as it did, as data that a page can say in any language.

A trace is a list of steps, in the order of the decision; each has ``step`` and what belongs to it:

``policy``    name
``rule``      rule, matched, and where it did not match: failed, a list of {condition, field, value} (what the part of
              the condition asked, of which field, and what the conversation has there; negated where it is a NOT)
``otherwise`` no rule matched
``also``      when, consulted, informed
``person``    role, person, how (see ``choosing.Chosen``), on_duty, load (open conversations of each on duty), for (who
              is on leave), where nobody is on duty: open (whether it is within the role's hours), and where they tell
              people apart: sifted, a list of {by (skill, language, capacity), wanted (the skill or the language's tag),
              out (who did not pass; with capacity their open conversations and capacity), nobody (nobody would have
              been left, so they stayed)}; load then is of those left
``deadline``  due, since, clock (the one that runs out first) and clocks, a list of {clock, minutes, closed, waits,
              due}: the sum is since + minutes + closed = due, where closed are the minutes waited in closed hours;
              role, on_duty (who could answer in the minute before), gap. Without deadline: why (handling, none, never)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from earshot.engine.policy.because import failures
from earshot.engine.policy.choosing import Chosen
from earshot.engine.policy.deadlines import Clock, Deadline
from earshot.engine.policy.facts import Facts
from earshot.engine.policy.model import Addition, Policy, Rule
from earshot.engine.policy.sifting import Sifted, sift
from earshot.engine.rota import Cover, instant_of

_WAITS_SHOWN = 30


class Told(NamedTuple):
    """All that a trace is told from. A tuple, because one is made for every decision and few are asked."""

    policy: Policy
    facts: Facts
    at: int
    passed: tuple[Rule, ...]
    rule: Rule
    added: tuple[Addition, ...]
    covers: tuple[Cover, ...]
    chosen: Chosen
    load: Mapping[str, float]
    owed: Deadline


def tell(told: Told) -> list[dict[str, Any]]:
    """The steps of one decision."""
    return [
        {"step": "policy", "policy": told.policy.name},
        *(_passed(rule, told) for rule in told.passed),
        _decided(told.rule),
        *(_added(entry) for entry in told.added),
        _person(told),
        _deadline(told),
    ]


def _passed(rule: Rule, told: Told) -> dict[str, Any]:
    failed = failures(rule.when, told.facts, told.policy.zone) if rule.when else []
    return {"step": "rule", "rule": rule.name, "matched": False, "failed": failed}


def _decided(rule: Rule) -> dict[str, Any]:
    if rule.when is None:
        return {"step": "otherwise"}
    return {"step": "rule", "rule": rule.name, "matched": True, "when": rule.when.text}


def _added(entry: Addition) -> dict[str, Any]:
    return {
        "step": "also",
        "when": entry.when.text,
        "consulted": list(entry.consulted),
        "informed": list(entry.informed),
    }


def _person(told: Told) -> dict[str, Any]:
    step: dict[str, Any] = {
        "step": "person",
        "role": told.rule.accountable,
        "person": told.chosen.person,
        "how": told.chosen.how,
        "on_duty": [cover.person for cover in told.covers],
    }
    if told.chosen.stands_in_for:
        step["for"] = told.chosen.stands_in_for
    left = told.covers
    if told.chosen.how not in ("kept", "backstop"):
        left, sifted = sift(told.policy, told.rule, told.facts.lang, told.covers, told.load)
        if sifted:
            step["sifted"] = [sifted_told(told.policy, each, told.load) for each in sifted]
    if told.chosen.how == "least_loaded":
        step["load"] = {cover.person: told.load.get(cover.person, 0) for cover in left}
    if told.chosen.how == "backstop":
        step["open"] = told.policy.book.is_open(told.rule.accountable, told.at)
    return step


def sifted_told(policy: Policy, one: Sifted, load: Mapping[str, float]) -> dict[str, Any]:
    """What one sieve did, as data."""
    if one.by != "capacity":
        return {"by": one.by, "wanted": one.wanted, "out": list(one.out), "nobody": one.nobody}
    full = [{"person": who, "open": load.get(who, 0), "capacity": policy.people[who].capacity} for who in one.out]
    return {"by": one.by, "out": full, "nobody": one.nobody}


def _deadline(told: Told) -> dict[str, Any]:
    owed, rule = told.owed, told.rule
    due = owed.due
    if due is None:
        why = "handling" if rule.handling != "answer" else "never" if owed.clocks else "none"
        return {"step": "deadline", "due": None, "why": why}
    question = ("deadline told", rule.within, rule.responsible, owed.since)
    return told.policy.memory.recall(question, lambda: _owed(told.policy, rule, owed, due))


def _owed(policy: Policy, rule: Rule, owed: Deadline, due: int) -> dict[str, Any]:
    """The step of a deadline; its sum in full."""
    first = next(clock for clock in owed.clocks if clock.counted and clock.counted.due == due)
    return {
        "step": "deadline",
        "due": _text(due),
        "since": _text(owed.since),
        "clock": first.hours,
        "clocks": [_clock(clock) for clock in owed.clocks],
        "role": rule.responsible,
        "on_duty": [cover.person for cover in policy.book.covers(rule.responsible, due - 1)],
        "gap": owed.gap,
    }


def _clock(clock: Clock) -> dict[str, Any]:
    if clock.counted is None:
        return {"clock": clock.hours, "minutes": clock.minutes, "due": None}
    waits = clock.counted.waits
    return {
        "clock": clock.hours,
        "minutes": clock.minutes,
        "closed": sum(end - start for start, end in waits),
        "waits": [{"from": _text(start), "to": _text(end)} for start, end in waits[:_WAITS_SHOWN]],
        "due": _text(clock.counted.due),
    }


def _text(minute: int) -> str:
    return instant_of(minute).isoformat()
