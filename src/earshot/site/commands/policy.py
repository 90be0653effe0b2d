"""Check, try and begin responsibility policies.

  earshot policy template                       list the starting points
  earshot policy template startup-b2c --owner ana --zone Asia/Taipei > policy.yaml
  earshot policy check policy.yaml              every error with its line, its column and how to mend it
  earshot policy check policy.yaml --json       the same for machines
  earshot policy test policy.yaml --post '{"intent": "complaint", "is": ["addressed"]}' --expect team
  earshot policy test policy.yaml --post @post.json --expect ana --at 2026-12-25T03:00

"check" reads the document strictly. It does not prove the policy's properties and guarantees yet: "findings" is
always empty in this version, and "ok" says only that the document is valid.

Exit code of check: 0 valid, 2 not valid. Of test: 0 as expected, 1 not, 2 not valid.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from earshot.engine.policy import Decision, PolicyInvalid, decide, load, template, templates
from earshot.engine.rota.zones import is_zone
from earshot.kernel.errors import BadInput
from earshot.site.commands.jsonl import read_object
from earshot.site.commands.policies import INVALID, facts_of_post, read_text, report_invalid, time_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command line."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="read a document strictly", allow_abbrev=False)
    check.add_argument("file", metavar="FILE", help="the policy document; - is standard input")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    test = verbs.add_parser("test", help="decide one post and compare", allow_abbrev=False)
    test.add_argument("file", metavar="FILE", help="the policy document; - is standard input")
    test.add_argument("--post", required=True, metavar="JSON|@FILE", help="one post as JSON, or a file that holds it")
    test.add_argument("--expect", required=True, metavar="PERSON|ROLE", help="who must be accountable")
    test.add_argument("--at", metavar="TIME", help="decide as of this time (default: now); zone: the policy's")
    begin = verbs.add_parser("template", help="print a starting point, or list them", allow_abbrev=False)
    begin.add_argument("name", nargs="?", metavar="NAME", help="solo-b2c ... enterprise-b2b")
    begin.add_argument("--owner", default="owner", metavar="PERSON", help="your name in the policy (default: owner)")
    begin.add_argument("--zone", default="UTC", help="the policy's time zone (default: UTC)")
    begin.add_argument(
        "--language", choices=("en", "zh-hant", "zh-hans"), default="en", help="of the names of rules (default: en)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code."""
    return _VERBS[arguments.verb](arguments)


def _check(arguments: argparse.Namespace) -> int:
    try:
        policy = load(read_text(arguments.file))
    except PolicyInvalid as invalid:
        if arguments.json:
            _print_check(None, [problem.as_json() for problem in invalid.problems])
        else:
            report_invalid(arguments.file, invalid)
        return INVALID
    if arguments.json:
        _print_check(policy.name, [])
    else:
        counts = f"{len(policy.roles)} roles, {len(policy.people)} people, {len(policy.rules)} rules"
        print(f"{arguments.file} is valid: {counts}. Its properties and guarantees were not proved.")
    return 0


def _print_check(name: str | None, errors: list[dict[str, int | str]]) -> None:
    answer = {"policy": name, "ok": not errors, "errors": errors, "findings": []}
    print(json.dumps(answer, ensure_ascii=False))


def _test(arguments: argparse.Namespace) -> int:
    try:
        policy = load(read_text(arguments.file))
    except PolicyInvalid as invalid:
        report_invalid(arguments.file, invalid)
        return INVALID
    if arguments.expect not in policy.roles and arguments.expect not in policy.people:
        raise BadInput(f"The policy knows no role and no person {arguments.expect!r}.", "Expect one that it names.")
    facts = facts_of_post(read_object(_post(arguments.post)), policy)
    decision = decide(policy, facts, time_of(arguments.at, policy.zone))
    as_expected = arguments.expect in (decision.accountable.role, decision.accountable.person)
    print(f"{'ok' if as_expected else f'expected {arguments.expect}, but'}: {_sentence(decision)}")
    return 0 if as_expected else 1


def _post(written: str) -> bytes:
    """The post on the command line, or in the file behind ``@``."""
    if not written.startswith("@"):
        return written.encode("utf-8", "surrogateescape")
    try:
        return Path(written[1:]).read_bytes()
    except OSError as error:
        raise BadInput(f"{written[1:]} can not be read: {error.strerror}.", "Give @FILE or the JSON itself.") from None


def _sentence(decision: Decision) -> str:
    deadline = f", answer by {decision.deadline.isoformat()}" if decision.deadline else ""
    who = f"{decision.accountable.person} ({decision.accountable.role})"
    return f"{who} by {decision.rule}, {decision.handling}{deadline}"


def _template(arguments: argparse.Namespace) -> int:
    if arguments.name is None:
        for one in templates():
            print(f"{one.name:<15} {one.title['en']}")
            for sentence in one.cannot["en"]:
                print(f"{'':<15}   {sentence}")
        return 0
    if not is_zone(arguments.zone):
        raise BadInput(f"There is no time zone {arguments.zone}.", "Write it like Asia/Taipei.")
    try:
        text = template(arguments.name, owner=arguments.owner, zone=arguments.zone, language=arguments.language)
    except KeyError:
        names = ", ".join(one.name for one in templates())
        raise BadInput(f"There is no template {arguments.name}.", f"There are {names}.") from None
    sys.stdout.write(text)
    return 0


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {"check": _check, "test": _test, "template": _template}
