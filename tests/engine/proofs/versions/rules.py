"""What two versions do with a conversation, read plainly off two decisions: no code of the proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from earshot.engine.policy import Decision, Policy, Rule, decide, fill_facts

Class = tuple[Any, ...]
"""Kind, the rules that decided and decide (or what is told once), what it was and what it is."""


def classes(old: Policy, new: Policy, given: Iterable[Mapping[str, Any]], at: datetime) -> set[Class]:
    """Every class of the rules' kinds that one of these conversations is in."""
    return {found for facts in given for found in of_one(old, new, facts, at)}


def of_one(old: Policy, new: Policy, facts: Mapping[str, Any], at: datetime) -> Iterator[Class]:
    """What one conversation shows."""
    was, now = decide(old, facts, at), decide(new, facts, at)
    pair = (was.rule, now.rule)
    first, second = rule_of(old, was.rule), rule_of(new, now.rule)
    yield from ((kind, *pair, *ends) for kind, ends in _decided(was, now, first, second) if ends[0] != ends[1])
    yield from _timed(old, new, first, second)
    for letter in ("consulted", "informed"):
        yield from _involved(letter, old, new, facts, was, now)


def rule_of(policy: Policy, name: str) -> Rule:
    return next((rule for rule in policy.rules if rule.name == name), policy.otherwise)


def _decided(was: Decision, now: Decision, first: Rule, second: Rule) -> Iterator[tuple[str, tuple[Any, Any]]]:
    yield "accountable", (was.accountable.role, now.accountable.role)
    if not (was.responsible == was.accountable.role and now.responsible == now.accountable.role):
        yield "responsible", (was.responsible, now.responsible)
    yield "handling", (was.handling, now.handling)
    yield "approvals", (frozenset(was.approve_by), frozenset(now.approve_by))
    yield "skill", (first.skill, second.skill)


def _timed(old: Policy, new: Policy, first: Rule, second: Rule) -> Iterator[Class]:
    """Deadlines and ladders: what the two rules say, or what hours and a ladder of the same name are."""
    pair, clocks = (first.name, second.name), (_clocks(first), _clocks(second))
    if first.handling == second.handling == "answer":
        if clocks[0] == clocks[1]:
            hours = [name for name, _ in clocks[0] if _open(old, name) != _open(new, name)]
            yield from (("deadline", name) for name in hours)
        elif {(_open(old, name), lasts) for name, lasts in clocks[0]} != {
            (_open(new, name), lasts) for name, lasts in clocks[1]
        }:
            yield "deadline", *pair, *clocks
    ways = [_way(policy, rule.ladder) for policy, rule in ((old, first), (new, second))]
    if ways[0] != ways[1]:
        yield (
            ("ladder", first.ladder)
            if first.ladder == second.ladder
            else ("ladder", *pair, first.ladder, second.ladder)
        )


def _open(policy: Policy, name: str) -> Any:
    """The hours of the random documents are open at the same minutes where they are written the same."""
    return name if name == "always" else policy.hours[name].openings


def _way(policy: Policy, name: str | None) -> list[Any]:
    """The steps of a ladder and of those that continue it."""
    if name is None:
        return []
    ladder = policy.ladders[name]
    return [ladder.steps, *_way(policy, ladder.continues)]


def _clocks(rule: Rule) -> frozenset[tuple[str, int]]:
    return frozenset((clock.hours, clock.minutes) for clock in rule.within)


def _involved(
    letter: str, old: Policy, new: Policy, facts: Mapping[str, Any], was: Decision, now: Decision
) -> Iterator[Class]:
    """One class for each role: whether it has come (True) or gone."""
    own = {*getattr(rule_of(old, was.rule), letter), *getattr(rule_of(new, now.rule), letter)}
    had, has = _all(letter, old, was, facts), _all(letter, new, now, facts)
    for role in had ^ has:
        pair = (was.rule, now.rule) if role in own else (None, None)
        yield (letter, *pair, role, role in has)


def _all(letter: str, policy: Policy, decision: Decision, facts: Mapping[str, Any]) -> set[str]:
    filled = fill_facts(facts, policy.zone)
    added = (getattr(entry, letter) for entry in policy.also if entry.when.holds(filled))
    return {*getattr(rule_of(policy, decision.rule), letter), *(role for roles in added for role in roles)}


def of_changes(changes: Sequence[Any]) -> list[Class]:
    """The same classes as the proof tells them; several roles at once are several classes."""
    found: list[Class] = []
    for one in changes:
        pair = (one.from_rule, one.to_rule)
        if one.subject is not None and one.kind != "people":
            found.append((one.kind, one.subject))
            continue
        match one.kind:
            case "consulted" | "informed":
                found += [(one.kind, *pair, role, False) for role in one.before]
                found += [(one.kind, *pair, role, True) for role in one.after]
            case "approvals":
                found.append((one.kind, *pair, frozenset(one.before), frozenset(one.after)))
            case "deadline":
                found.append((one.kind, *pair, _read(one.before), _read(one.after)))
            case "ladder" | "skill":
                found.append((one.kind, *pair, *(words[0] if words else None for words in (one.before, one.after))))
            case "people":
                pass
            case _:
                found.append((one.kind, *pair, one.before[0], one.after[0]))
    return found


def _read(clocks: Sequence[str]) -> frozenset[tuple[str, int]]:
    return frozenset((hours, int(minutes[:-1])) for hours, minutes in (clock.split(": ") for clock in clocks))
