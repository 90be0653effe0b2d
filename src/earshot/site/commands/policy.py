"""Check, try, compare, lay out and begin responsibility policies; explain what one decided.

  earshot policy template                       list the starting points
  earshot policy template startup-b2c --owner ana --zone Asia/Taipei > policy.yaml
  earshot policy template startup-b2c --json    the same for machines, with what the proofs find in it
  earshot policy check policy.yaml              every error with its line, its column and how to mend it; if there
                                                is none, every property that does not hold, with a counterexample
  earshot policy check policy.yaml --json       the same for machines
  earshot policy fmt policy.yaml --write        one layout for every document, comments kept; --check only looks
  earshot policy diff old.yaml new.yaml         for which conversations what changes, with an example of each: who is
                                                accountable, handling, approvals, deadlines, who is told, who is in a
                                                role; --json for machines
  earshot policy diff old.yaml new.yaml --backtest 90d    the same on this installation's own last 90 days
  earshot policy explain 42                     why conversation 42 of this installation is where it is; its page's
                                                address will do; --json for machines, --language zh-hant
  earshot policy test policy.yaml --post '{"intent": "complaint", "is": ["addressed"]}' --expect team
  earshot policy test policy.yaml --post @post.json --expect ana --at 2026-12-25T03:00

"check" proves for every conversation, and every minute of the 90 days from --at: that a rule matches (owned), that no
rule is dead (reachable), which rules overlap (a note), that guarantees hold, that those who are to answer are on duty
(staffed, in_time), that ladders end (ladder_ends), that nobody approves their own (four_eyes) and that meetings have
their teams (represented). A finding is told as FILE:LINE; "accepted:" in the document takes it on. What is not decided
within --seconds is a finding, too.

Exit code of check: 0 nothing is left that somebody would have to take on, 1 something is, 2 not valid. Of diff: 0
every conversation is decided as before, 1 not, 2 not valid. Of test: 0 as expected, 1 not, 2 not valid. Of fmt --check:
0 laid out, 1 not, 2 not valid. Of explain: 0 it would be decided like that now, too, 1 it would not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from earshot.engine.policy import Decision, PolicyInvalid, decide, load, template, templates
from earshot.engine.policy.layout import laid_out
from earshot.engine.rota.zones import is_zone
from earshot.kernel.errors import BadInput
from earshot.site.commands import explaining, layout, proving
from earshot.site.commands.jsonl import read_object
from earshot.site.commands.policies import INVALID, facts_of_post, read_text, report_invalid, time_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command line."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    proving.add_check(verbs)
    proving.add_diff(verbs)
    layout.add_fmt(verbs)
    explaining.add_explain(verbs)
    test = verbs.add_parser("test", help="decide one post and compare", allow_abbrev=False)
    test.add_argument("file", metavar="FILE", help="the policy document; - is standard input")
    test.add_argument("--post", required=True, metavar="JSON|@FILE", help="one post as JSON, or a file that holds it")
    test.add_argument("--expect", required=True, metavar="PERSON|ROLE", help="who must be accountable")
    test.add_argument("--at", metavar="TIME", help="decide as of this time (default: now); zone: the policy's")
    test.add_argument("--json", action="store_true", help="print one JSON object: ok, expected, decision")
    begin = verbs.add_parser("template", help="print a starting point, or list them", allow_abbrev=False)
    begin.add_argument("--json", action="store_true", help="print one JSON object: text and findings, or the list")
    begin.add_argument("name", nargs="?", metavar="NAME", help="solo-b2c ... enterprise-b2b")
    begin.add_argument("--owner", default="owner", metavar="PERSON", help="your name in the policy (default: owner)")
    begin.add_argument("--zone", default="UTC", help="the policy's time zone (default: UTC)")
    begin.add_argument(
        "--language", choices=("en", "zh-hant", "zh-hans"), default="en", help="of the names of rules (default: en)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code."""
    return _VERBS[arguments.verb](arguments)


def _test(arguments: argparse.Namespace) -> int:
    try:
        policy = load(read_text(arguments.file))
    except PolicyInvalid as invalid:
        if arguments.json:
            print(json.dumps({"ok": False, "errors": proving.errors_of(invalid)}, ensure_ascii=False))
        else:
            report_invalid(arguments.file, invalid)
        return INVALID
    if arguments.expect not in policy.roles and arguments.expect not in policy.people:
        raise BadInput(f"The policy knows no role and no person {arguments.expect!r}.", "Expect one that it names.")
    facts = facts_of_post(read_object(_post(arguments.post)), policy)
    decision = decide(policy, facts, time_of(arguments.at, policy.zone))
    as_expected = arguments.expect in (decision.accountable.role, decision.accountable.person)
    if arguments.json:
        answer = {"ok": as_expected, "expected": arguments.expect, "decision": decision.as_json()}
        print(json.dumps(answer, ensure_ascii=False))
        return 0 if as_expected else 1
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
    if arguments.name is None and arguments.json:
        print(json.dumps({"templates": [asdict(one) for one in templates()]}, ensure_ascii=False))
        return 0
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
    if arguments.json:
        print(json.dumps(_as_json(arguments, laid_out(text)), ensure_ascii=False))
    else:
        sys.stdout.write(laid_out(text))
    return 0


_SECONDS = 20.0
"""For the proofs of a starting point."""


def _as_json(arguments: argparse.Namespace, text: str) -> dict[str, object]:
    """A starting point with what the proofs find in it from now on; nobody reads YAML to learn that."""
    findings = proving.as_json(text, time_of(None, arguments.zone), _SECONDS)
    return {"name": arguments.name, "language": arguments.language, "text": text, "findings": findings}


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": proving.check,
    "diff": proving.diff,
    "fmt": layout.fmt,
    "explain": explaining.explain,
    "test": _test,
    "template": _template,
}
