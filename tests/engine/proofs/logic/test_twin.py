"""Random policies: the proofs and the twin agree, and every sample shows what its finding says."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, decide, fill_facts, load
from earshot.engine.proofs import Finding, verify
from tests.engine.proofs.logic.documents import documents, enumerated, text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.twin import AT, Twin
from tests.engine.proofs.many import random_policies

POLICIES = random_policies(60)
"""How many random policies; the long suite takes 10,000."""

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=POLICIES, suppress_health_check=SLOW)
@given(documents(), st.sampled_from([8, 0]))
def test_the_proofs_and_the_twin_agree(given_: tuple[dict[str, Any], list[str]], tries: int) -> None:
    document, fields = given_
    policy = load(text_of(document))
    twin = Twin(document, policy, enumerated(fields))
    with solver_here(tries):
        report = verify(policy, AT)
    assert report.decided
    by_property = {
        name: [finding for finding in report.findings if finding.property == name]
        for name in ("owned", "reachable", "overlaps", "guarantees", "four_eyes")
    }
    check_owned(twin, by_property["owned"])
    check_reachable(twin, by_property["reachable"])
    check_overlaps(twin, by_property["overlaps"])
    check_guarantees(twin, by_property["guarantees"])
    check_four_eyes(twin, by_property["four_eyes"])


def check_accepted(twin: Twin, finding: Finding, among: set[int]) -> None:
    """Accepted exactly where somebody took it on and nothing is left outside; what is left is told with a sample from
    there."""
    entries = twin.entries(finding.property, finding.subject)
    assert finding.accepted == (bool(entries) and not twin.outside(among, entries))
    if not finding.accepted:
        facts = fill_facts(finding.sample, twin.policy.zone)
        assert not any(entry.when is None or entry.when.holds(facts) for entry in entries)


def check_owned(twin: Twin, found: list[Finding]) -> None:
    unowned = twin.decided_by("otherwise")
    assert len(found) == bool(unowned)
    for finding in found:
        assert finding.subject is None
        assert decide(twin.policy, finding.sample, AT).rule == "otherwise"
        check_accepted(twin, finding, unowned)


def check_reachable(twin: Twin, found: list[Finding]) -> None:
    assert {finding.subject for finding in found} == twin.dead()
    for finding in found:
        own = twin.matching(str(finding.subject))
        check_because(twin, own, finding.because)
        if own:
            assert rule_of(twin.policy, str(finding.subject)).when.holds(fill_facts(finding.sample, twin.policy.zone))
        check_accepted(twin, finding, own)


def rule_of(policy: Policy, name: str) -> Any:
    return next(rule for rule in policy.rules if rule.name == name)


def check_because(twin: Twin, own: set[int], because: tuple[str, ...]) -> None:
    """The rules named cover what the dead rule matches, none of them in vain, and each wins some of it."""
    covered = [twin.matching(name) for name in because]
    assert own <= set().union(*covered)
    for fewer in combinations(covered, max(0, len(covered) - 1)):
        assert not because or not own <= set().union(*fewer)
    for name in because:
        assert twin.decided_by(name) & own
    order = [rule.name for rule in twin.policy.rules]
    assert [*because] == sorted(because, key=order.index)


def check_overlaps(twin: Twin, found: list[Finding]) -> None:
    expected = twin.overlapping()
    assert {finding.because for finding in found} == set(expected)
    assert len(found) == len(expected)
    for finding in found:
        assert finding.severity == "note"
        assert finding.subject == finding.because[1]
        facts = fill_facts(finding.sample, twin.policy.zone)
        assert all(rule_of(twin.policy, name).when.holds(facts) for name in finding.because)
        assert f'"{decide(twin.policy, facts, AT).rule}" decides it' in finding.message
        check_accepted(twin, finding, expected[finding.because[0], finding.because[1]])


def check_guarantees(twin: Twin, found: list[Finding]) -> None:
    broken = {one.name: twin.breaking(one) for one in twin.policy.guarantees}
    assert {finding.subject for finding in found} == {name for name, numbers in broken.items() if numbers}
    for finding in found:
        guarantee = next(one for one in twin.policy.guarantees if one.name == finding.subject)
        facts = fill_facts(finding.sample, twin.policy.zone)
        decision = decide(twin.policy, facts, AT)
        assert decision.handling == "answer"
        assert guarantee.when.holds(facts)
        assert not twin.keeps(decision, guarantee)
        check_accepted(twin, finding, broken[guarantee.name])
        left = twin.outside(broken[guarantee.name], twin.entries("guarantees", guarantee.name))
        told = broken[guarantee.name] if finding.accepted else left
        assert set(finding.because) == {twin.decisions[number].rule for number in told} - {"otherwise"}


def check_four_eyes(twin: Twin, found: list[Finding]) -> None:
    """What is about time is taken on for conversations, too."""
    assert {finding.subject for finding in found} == twin.alone()
    for finding in found:
        name = str(finding.subject)
        assert decide(twin.policy, finding.sample, AT).rule == name
        check_accepted(twin, finding, twin.decided_by(name))
