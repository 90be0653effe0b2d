"""The solver's process: asked, ended in time, and the only one with z3."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from earshot.engine.policy import load
from earshot.engine.proofs import asking, difference, exploring, verify
from earshot.engine.proofs.spare import Spare
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.twin import AT

ROLES = {role: {"lead": role, "members": [role], "hours": "always"} for role in ("a", "b")}


def document(rules: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"policy": "X", "roles": ROLES, "rules": rules, "otherwise": {"accountable": "a"}, **more}


COVERED = document(
    [
        {"name": "High", "when": "risk>=50", "accountable": "a"},
        {"name": "Low", "when": "risk<=49", "accountable": "b"},
        {"name": "Never", "when": "topic:x", "accountable": "b"},
    ]
)


def test_a_process_answers_what_the_solver_is_needed_for() -> None:
    report = verify(load(text_of(COVERED)), AT)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert [(finding.property, finding.subject, finding.because) for finding in errors] == [
        ("reachable", "Never", ("High", "Low"))
    ]
    assert report.decided
    assert report.blocks


def test_a_process_tells_versions_apart() -> None:
    new = {
        **COVERED,
        "rules": [{**COVERED["rules"][0], "when": "risk>=60"}, {**COVERED["rules"][1], "when": "risk<=59"}],
    }
    found = difference(load(text_of(COVERED)), load(text_of(new)), AT)
    assert [(one.from_rule, one.to_rule) for one in found.handed] == [("High", "Low")]
    assert 50 <= found.handed[0].sample["risk"] < 60
    assert found.decided


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another program in the solver's place, and none that stands ready from before."""
    monkeypatch.setattr(asking, "_COMMAND", (sys.executable, "-c", code))
    monkeypatch.setattr(asking, "_spare", Spare(asking._started))


@pytest.fixture
def never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import time; time.sleep(60)")


@pytest.mark.usefixtures("never_answers")
def test_what_is_not_answered_in_time_is_not_decided_and_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring, "_TRIED", 0)
    promised = document(COVERED["rules"], guarantees=[{"g": "when risk>=50 then accountable b"}])
    began = time.monotonic()
    report = verify(load(text_of(promised)), AT, seconds=0.3)
    assert time.monotonic() - began < 30
    assert not report.decided
    assert report.blocks
    late = {(finding.property, finding.subject) for finding in report.findings if not finding.decided}
    assert {("owned", None), ("reachable", "Never"), ("guarantees", "g")} <= late


@pytest.mark.usefixtures("never_answers")
def test_a_difference_that_is_not_told_in_time_says_so() -> None:
    policy = load(text_of(COVERED))
    found = difference(policy, policy, AT, seconds=0.2)
    assert (found.handed, found.decided) == ((), False)


def test_only_the_solver_knows_z3() -> None:
    code = """
import json, sys
from datetime import UTC, datetime
from earshot.engine.policy import load
from earshot.engine.proofs import verify
verify(load(sys.stdin.read()), datetime(2026, 11, 23, tzinfo=UTC))
import earshot.site.settings
print(json.dumps("z3" in sys.modules))
"""
    told = subprocess.run(
        [sys.executable, "-c", code], input=text_of(COVERED), capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) is False


def test_the_solver_loads_little() -> None:
    code = """
import json, sys
import earshot.engine.proofs.solving
print(json.dumps([name for name in sys.modules if name.startswith("earshot.engine.policy") or name == "django"]))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == []


def test_a_condition_too_large_for_boxes_is_left_to_the_solver() -> None:
    wide = " AND ".join(f"(topic:a{number} OR topic:b{number})" for number in range(10))
    rules = [
        {"name": "Wide", "when": wide, "accountable": "a"},
        {"name": "Same", "when": f"{wide} AND risk>=10", "accountable": "b"},
        {"name": "Apart", "when": "NOT topic:a0 AND NOT topic:b0", "accountable": "b"},
    ]
    findings = verify(load(text_of(document(rules))), AT).findings
    assert [(one.property, one.subject, one.because) for one in findings] == [
        ("owned", None, ()),
        ("reachable", "Same", ("Wide",)),
        ("overlaps", "Same", ("Wide", "Same")),
    ]
    assert len(findings[2].sample["topics"]) == 10


def test_a_policy_without_rules_is_decided() -> None:
    whole = {"finding": "guarantees", "by": "a", "because": "known"}
    taken = [{**whole, "when": "risk>=50"}, {**whole, "when": "risk<=60"}]
    alone = document([], guarantees=[{"g": "when risk>=10 then answer within <= 1h"}], accepted=taken)
    found = [(one.property, one.accepted, one.decided) for one in verify(load(text_of(alone)), AT).findings]
    assert found == [("owned", False, True), ("guarantees", True, True)]
    new = document([{"name": "Unknown language", "when": "lang:und", "accountable": "b"}])
    (handed,) = difference(load(text_of(document([]))), load(text_of(new)), AT).handed
    assert handed.sample == {}


def test_a_solver_that_fails_decides_nothing_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    instead(monkeypatch, "raise SystemExit(3)")
    report = verify(load(text_of(COVERED)), AT)
    assert not report.decided
    assert [record.getMessage() for record in caplog.records] == [
        "the solver's process ended by itself with exit code 3"
    ]
