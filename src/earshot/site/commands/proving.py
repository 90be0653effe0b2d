"""``earshot policy check`` and ``earshot policy diff``: what the proofs say, for people and for machines."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from earshot.engine.policy import Policy, PolicyInvalid, load
from earshot.engine.proofs import Difference, Finding, Report, difference, verify
from earshot.site.commands.policies import INVALID, read_text, report_invalid, time_of
from earshot.site.commands.replayed import days_of, replayed
from earshot.site.commands.replayed import lines as backtest_lines

FINDINGS = 1
"""Exit code: a property does not hold, and nobody has taken that on; of diff: something changes."""


def add_check(verbs: Any) -> None:
    """The words of ``check``."""
    check = verbs.add_parser("check", help="read a document strictly and prove its properties", allow_abbrev=False)
    check.add_argument("file", metavar="FILE", help="the policy document; - is standard input")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    _add_proof(check)


def add_diff(verbs: Any) -> None:
    """The words of ``diff``."""
    diff = verbs.add_parser("diff", help="tell for which conversations what changes", allow_abbrev=False)
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
            _print({"policy": None, "ok": False, "errors": errors_of(invalid), "findings": []})
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


def errors_of(invalid: PolicyInvalid) -> list[dict[str, int | str]]:
    """What is wrong with a document, for machines."""
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


def as_json(text: str, at: datetime, seconds: float) -> list[dict[str, Any]]:
    """The findings of a valid document as ``check --json`` prints them."""
    return [finding.as_json() for finding in verify(load(text), at, seconds).findings]


def diff(arguments: argparse.Namespace) -> int:
    """Carry out ``diff``; exit code: 0 every conversation is decided as before, 1 not, 2 a document is not valid."""
    days = days_of(arguments.backtest) if arguments.backtest else 0
    texts, policies = [], []
    for path in (arguments.old, arguments.new):
        try:
            texts.append(read_text(path))
            policies.append(load(texts[-1]))
        except PolicyInvalid as invalid:
            if arguments.json:
                _print({"decided": False, "errors": [{"file": path, **each} for each in errors_of(invalid)]})
            else:
                report_invalid(path, invalid)
            return INVALID
    old, new = policies
    found = difference(old, new, time_of(arguments.at, new.zone), arguments.seconds)
    outcome = replayed(old, new, days, arguments.workspace) if days else None
    if arguments.json:
        _print(_difference_as_json(found) | ({"backtest": outcome.as_json()} if outcome else {}))
    else:
        _tell_difference(found, same=texts[0] == texts[1])
        if outcome:
            print("\n".join(backtest_lines(outcome, days)))
    return FINDINGS if found.changes or not found.decided else 0


def _difference_as_json(found: Difference) -> dict[str, Any]:
    return {
        "decided": found.decided,
        "errors": [],
        "only_words": found.only_words,
        "changes": [one.as_json() for one in found.changes],
        "beside": [{"section": one.section, "message": str(one.message)} for one in found.beside],
        "handed": [
            {
                "from": {"rule": one.from_rule, "role": one.before[0]},
                "to": {"rule": one.to_rule, "role": one.after[0]},
                "message": str(one.message),
                "sample": dict(one.sample or {}),
            }
            for one in found.handed
        ],
    }


def _tell_difference(found: Difference, *, same: bool) -> None:
    """Every change on a line behind its kind, then what else differs."""
    for one in found.changes:
        print(f"{one.kind}: {one.message}")
    if same:
        print("The two documents are the same.")
    elif found.only_words:
        print("Only comments, titles or the layout differ: every conversation is decided as before.")
    elif not found.changes and found.decided:
        print("Every conversation is decided as before, and by the same people.")
    if not found.decided:
        print("The time was up: more may change.")
    for each in found.beside:
        print(f"note: {each.message}")


def _print(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
