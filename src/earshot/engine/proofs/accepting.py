"""What ``accepted:`` takes on.

An entry takes on the findings of its property, with its ``subject`` only those about that, and with its ``when`` only
what lies in it: a finding with a conversation outside is still one, and is told with that conversation. That something
was not decided in time is taken on only by an entry that says so, and that entry takes on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from earshot.engine.policy import Condition
from earshot.engine.proofs import guarantees, sentences
from earshot.engine.proofs.asking import Fact
from earshot.engine.proofs.exploring import Exploration, Found, Wanted
from earshot.engine.proofs.finding import Finding
from earshot.engine.rota import Span


def apply(space: Exploration, findings: Iterable[Finding], minutes: Span) -> list[Finding]:
    """The findings, each with whether it is accepted, in the same order."""
    return [_judged(space, finding, minutes) for finding in findings]


def _judged(space: Exploration, finding: Finding, minutes: Span) -> Finding:
    whens = _whens(space, finding)
    if None in whens:
        return replace(finding, accepted=True)
    if not whens or not finding.decided:
        return finding
    outside = [("fails", space.formula(when)) for when in whens if when is not None]
    return _left(space, finding, minutes, outside)


def _whens(space: Exploration, finding: Finding) -> list[Condition | None]:
    """The conditions under which the finding is accepted; None is whatever comes."""
    return [
        entry.when
        for entry in space.policy.accepted
        if entry.finding == finding.property
        and entry.subject in (None, finding.subject)
        and entry.undecided is not finding.decided
    ]


def _left(space: Exploration, finding: Finding, minutes: Span, outside: Sequence[Fact]) -> Finding:
    """The finding as it is of the conversations that are outside; accepted where there are none."""
    match finding.property:
        case "owned":
            return _with_sample(space, finding, space.won(len(space.rules), outside))
        case "reachable":
            return _with_sample(space, finding, space.matched(_numbers(space, [str(finding.subject)]), outside))
        case "overlaps":
            return _with_sample(space, finding, space.matched(_numbers(space, finding.because), outside))
        case "guarantees":
            return _guarantee(space, finding, minutes, outside)
        case "staffed" | "in_time" | "four_eyes":
            return _timely(space, finding, outside)
        case _:  # ladders and meetings have no conversation that a condition could be asked of
            return finding


def _with_sample(space: Exploration, finding: Finding, wanted: Wanted) -> Finding:
    (found,) = space.find([wanted])
    if found.sample is None:
        return replace(finding, accepted=found.decided)
    winner = space.winner(found.sample)
    sample = space.told(found.sample, lambda given: wanted.shows(given) and space.winner(given) == winner)
    if finding.property == "owned":
        return replace(finding, sample=sample, message=sentences.unowned(sample))
    if finding.property == "overlaps":
        first, second = finding.because
        message = sentences.overlap(first, second, sample, space.rule(winner).name)
        return replace(finding, sample=sample, message=message)
    return replace(finding, sample=sample)


def _guarantee(space: Exploration, finding: Finding, minutes: Span, outside: Sequence[Fact]) -> Finding:
    guarantee = next(one for one in space.policy.guarantees if one.name == finding.subject)
    found = [*guarantees.breaches(space, guarantee, minutes, outside)]
    if any(breach.found.sample is not None for breach in found):
        return guarantees.told(space, guarantee, found)
    return replace(finding, accepted=not found)


def _timely(space: Exploration, finding: Finding, outside: Sequence[Fact]) -> Finding:
    """A finding about time is about the conversations of the rules that bring it about."""
    rules = _numbers(space, finding.because)
    rest = space.policy.otherwise
    if not rules or (finding.property == "staffed" and rest.accountable == finding.subject):
        rules.append(len(space.rules))
    found: list[tuple[int, Found]] = [*space.winning(rules, outside, 1)]
    if not found:
        return replace(finding, accepted=True)
    rule, first = found[0]
    if first.sample is None:
        return finding
    at = {"at": finding.sample["at"]} if "at" in finding.sample else {}
    return replace(finding, sample={**space.told(first.sample, space.won(rule, outside).shows), **at})


def _numbers(space: Exploration, names: Iterable[str]) -> list[int]:
    wanted = frozenset(names)
    return [number for number, rule in enumerate(space.policy.rules) if rule.name in wanted]
