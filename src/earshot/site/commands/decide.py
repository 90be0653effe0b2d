"""Say who is accountable for each post under a policy.

Posts are read from standard input, one JSON object a line, and printed with "decision" added:

  earshot decide policy.yaml < posts.jsonl
  earshot decide policy.yaml --at 2026-12-25T03:00 < posts.jsonl
  echo '{"text": "It burns!", "risk": 90}' | earshot decide policy.yaml | jq .decision.accountable

A post is what "earshot match" reads; its facts ("intent", "sentiment", "risk", "topics", "tags", "is"...) are used as
given, what is missing is filled: intent other, sentiment neutral, risk 0, followers 0, lang und, kind post.
"turn_since" (ISO 8601) starts the clocks of the deadline; else --at does.

A decision has "rule" (or otherwise), "handling", "accountable" {"role", "person"}, "responsible", "consulted",
"informed", "deadline" (UTC, or null), "approve_by", "ladder", "on_duty" (who covers the accountable role now),
"covers" (the accountable person if on duty, else null), "gap" (nobody who could answer is on duty when the deadline
falls) and "trace" (why). Each line is decided by itself: nobody has open conversations yet.

A line that can not be read is reported by its number and skipped. Exit code: 0, or 2 when the policy is not valid.
"""

from __future__ import annotations

import argparse
import sys

from earshot.engine.policy import PolicyInvalid, decide, load
from earshot.kernel.errors import EarshotError
from earshot.site.commands.jsonl import numbered_lines, read_object, written
from earshot.site.commands.policies import INVALID, facts_of_post, read_text, report_invalid, time_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command line."""
    parser.add_argument("policy", metavar="POLICY", help="the policy document, a YAML file")
    parser.add_argument("--at", metavar="TIME", help="decide as of this time (default: now); zone: the policy's")


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code."""
    try:
        policy = load(read_text(arguments.policy))
    except PolicyInvalid as invalid:
        report_invalid(arguments.policy, invalid)
        return INVALID
    at = time_of(arguments.at, policy.zone)
    for number, line in numbered_lines(sys.stdin.buffer):
        try:
            post = read_object(line)
            decision = decide(policy, facts_of_post(post, policy), at)
        except EarshotError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            continue
        sys.stdout.buffer.write(written({**post, "decision": decision.as_json()}) + b"\n")
    sys.stdout.buffer.flush()
    return 0
