"""The proofs about time and people against a twin that goes minute by minute.

Both must find the same subjects, and the same first minute of each; and what a finding says is what ``decide`` does.
The long suite: ``EARSHOT_RANDOM_POLICIES=10000``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import given, settings

from earshot.engine.policy import OTHERWISE, Policy, decide, load, on_duty, role_hours
from earshot.engine.proofs import Finding, timely
from earshot.engine.rota import instant_of, minute_of
from tests.engine.proofs.many import random_policies
from tests.engine.proofs.timely.documents import as_yaml, documents
from tests.engine.proofs.timely.twin import Twin

POLICIES = random_policies(60)


def winning(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """A conversation of every rule: each has an intent of its own."""
    samples = {rule["name"]: {"intent": rule["when"].removeprefix("intent:")} for rule in document["rules"]}
    return {**samples, OTHERWISE: {"intent": "other"}}


def first_minutes(findings: list[Finding], name: str) -> dict[str | None, int]:
    """Subject -> the minute of its sample."""
    return {
        finding.subject: minute_of(datetime.fromisoformat(finding.sample["at"]))
        for finding in findings
        if finding.property == name
    }


@given(documents())
@settings(max_examples=POLICIES)
def test_the_proof_and_its_twin_agree(drawn: tuple[dict[str, Any], int, int]) -> None:
    document, first, last = drawn
    policy, twin = load(as_yaml(document)), Twin(document, first, last)
    findings = timely.findings(policy, first, last, winning(document))
    assert first_minutes(findings, "staffed") == twin.staffed()
    assert first_minutes(findings, "in_time") == twin.in_time()
    assert first_minutes(findings, "four_eyes") == twin.four_eyes()
    assert first_minutes(findings, "represented") == twin.represented()
    assert {finding.subject for finding in findings if finding.property == "ladder_ends"} == twin.ladder_ends()
    assert len({(finding.property, finding.subject) for finding in findings}) == len(findings)
    for finding in findings:
        assert shown(policy, finding), finding
        assert finding.blocks


def shown(policy: Policy, finding: Finding) -> bool:
    """Whether the policy does with the sample what the finding says."""
    if finding.property in ("ladder_ends", "represented"):
        return True
    at = datetime.fromisoformat(finding.sample["at"])
    decision = decide(policy, finding.sample, at)
    if finding.property == "staffed":
        role = finding.subject or ""
        hours = role_hours(policy, role, at, instant_of(minute_of(at) + 1))
        return bool(hours) and decision.accountable.role == role and decision.covers is None
    assert decision.rule == finding.subject
    if finding.property == "in_time":
        return decision.gap
    return any(alone(policy, author, decision.approve_by, at) for author in on_duty(policy, decision.responsible, at))


def alone(policy: Policy, author: str, approvers: tuple[str, ...], at: datetime) -> bool:
    return any(not set(on_duty(policy, entry, at)) - {author} for entry in approvers)
