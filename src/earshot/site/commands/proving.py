"""``earshot policy check`` and ``earshot policy diff``: what the proofs say, for people and for machines."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from earshot.engine.policy import Policy, PolicyInvalid, load
from earshot.engine.proofs import Difference, Finding, Report, difference, verify
from earshot.site.commands.policies import INVALID, read_text, report_invalid, time_of
from earshot.site.commands.replayed import days_of, replayed
from earshot.site.commands.replayed import lines as backtest_lines

FINDINGS = 1
"""Exit code: a property does not hold, and nobody has taken that on; of diff: conversations change hands."""


def add_check(verbs: Any) -> None:
    """The words of ``check``."""
    check = verbs.add_parser("check", help="read a document strictly and prove its properties", allow_abbrev=False)
    check.add_argument("file", metavar="FILE", help="the policy document; - is standard input")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    _add_proof(check)


def add_diff(verbs: Any) -> None:
    """The words of ``diff``."""
    diff = verbs.add_parser("diff", help="tell which conversations change hands", allow_abbrev=False)
    diff.add_argument("old", metavar="OLD", help="the policy document of now")
    diff.add_argument("new", metavar="NEW", help="the one that is to follow; one of them may be -, standard input")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    diff.add_argument("--backtest", metavar="DAYS", help="also on this installation's history, such as 90d")
    diff.add_argument("--workspace", default="", metavar="SLUG", help="whose history (default: the only workspace's)")
    _add_proof(diff)


def _add_proof(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--at", metavar="TIME", help="prove the 90 days from this time (default: now)")
    verb.add_argument("--seconds", type=float, default=20.0, help="how long the solver may take (default: 20)")


def check(arguments: argparse.Namespace) -> int:
    """Carry out ``check``; the exit code."""
    try:
        policy = load(read_text(arguments.file))
    except PolicyInvalid as invalid:
        if arguments.json:
            _print({"policy": None, "ok": False, "errors": _errors(invalid), "findings": []})
        else:
            report_invalid(arguments.file, invalid)
        return INVALID
    report = verify(policy, time_of(arguments.at, policy.zone), arguments.seconds)
    if arguments.json:
        findings = [finding.as_json() for finding in report.findings]
        _print({"policy": policy.name, "ok": not report.blocks, "errors": [], "findings": findings})
    else:
        _tell(arguments.file, policy, report)
    return FINDINGS if report.blocks else 0


def _errors(invalid: PolicyInvalid) -> list[dict[str, int | str]]:
    return [problem.as_json() for problem in invalid.problems]


def _tell(path: str, policy: Policy, report: Report) -> None:
    """Every finding on a line, as compilers do, then what that comes to."""
    for finding in report.findings:
        print(f"{path}:{finding.line}: {_weight(finding)}: {finding.property}: {finding.message}")
    counts = f"{len(policy.roles)} roles, {len(policy.people)} people, {len(policy.rules)} rules"
    print(f"{path} is valid: {counts}. {_summary(report.findings)}")


def _weight(finding: Finding) -> str:
    return "accepted" if finding.accepted else finding.severity


def _summary(findings: Iterable[Finding]) -> str:
    counts = Counter(_weight(finding) for finding in findings)
    if not counts:
        return "Every property and guarantee holds."
    told = ", ".join(f"{counts[weight]} {noun}" for weight, noun in _NOUNS.items() if counts[weight])
    verdict = "It can not become active" if counts["error"] else "It can become active"
    return f"{verdict}: {told}."


_NOUNS = {"error": "not accepted", "accepted": "accepted", "note": "to note"}


def diff(arguments: argparse.Namespace) -> int:
    """Carry out ``diff``; the exit code: 0 nothing changes hands, 1 something does, 2 a document is not valid."""
    days = days_of(arguments.backtest) if arguments.backtest else 0
    policies = []
    for path in (arguments.old, arguments.new):
        try:
            policies.append(load(read_text(path)))
        except PolicyInvalid as invalid:
            report_invalid(path, invalid)
            return INVALID
    old, new = policies
    found = difference(old, new, time_of(arguments.at, new.zone), arguments.seconds)
    outcome = replayed(old, new, days, arguments.workspace) if days else None
    if arguments.json:
        _print(_difference_as_json(found) | ({"backtest": outcome.as_json()} if outcome else {}))
    else:
        _tell_difference(found)
        if outcome:
            print("\n".join(backtest_lines(outcome, days)))
    return FINDINGS if found.handed or not found.decided else 0


def _difference_as_json(found: Difference) -> dict[str, Any]:
    return {
        "decided": found.decided,
        "handed": [
            {
                "from": {"rule": one.from_rule, "role": one.from_role},
                "to": {"rule": one.to_rule, "role": one.to_role},
                "message": str(one.message),
                "sample": dict(one.sample),
            }
            for one in found.handed
        ],
    }


def _tell_difference(found: Difference) -> None:
    for one in found.handed:
        print(one.message)
    if not found.handed and found.decided:
        print("No conversation changes hands.")
    if not found.decided:
        print("The time was up: more conversations may change hands.")


def _print(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
