"""``earshot query test``: does a topic's query do what its tests say?"""

from __future__ import annotations

import json
import sys
from datetime import datetime, tzinfo
from pathlib import Path

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.workshop.testing import Outcome, run_tests
from earshot.features.workshop.topic_text import TopicText, TopicTextInvalid, read_topic_text
from earshot.kernel.errors import BadInput
from earshot.site.commands.jsonl import written

FINE, FAILED, WRONG = 0, 1, 2


def run_file(path: Path, at: datetime, zone: tzinfo, *, as_json: bool) -> int:
    """Test the topic of a document, and say what became of it; the exit code."""
    try:
        topic = read_topic_text(_text(path))
    except TopicTextInvalid as invalid:
        for problem in invalid.problems:
            print(json.dumps({"file": str(path), **problem.as_json()}, ensure_ascii=False), file=sys.stderr)
        return WRONG
    query = parse(topic.query, TOPIC_FIELDS)
    outcomes = run_tests(query, topic.tests, at=at, zone=zone)
    for outcome in outcomes:
        if as_json:
            _print(written(_as_json(path, topic, outcome)))
        elif not outcome.passed:
            _print(_in_words(path, outcome).encode("utf-8", "replace"))
    failed = sum(not outcome.passed for outcome in outcomes)
    if not as_json:
        _print(f"{path}: {len(outcomes) - failed} passed, {failed} failed".encode("utf-8", "replace"))
    return FAILED if failed else FINE


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}", "Give the document of a topic, in UTF-8.") from None


def _as_json(path: Path, topic: TopicText, outcome: Outcome) -> dict[str, object]:
    return {
        "file": str(path),
        "name": topic.name,
        "text": outcome.test.text,
        "wanted": "match" if outcome.test.matches else "miss",
        "passed": outcome.passed,
        "why": [str(sentence) for sentence in outcome.why],
    }


def _in_words(path: Path, outcome: Outcome) -> str:
    flat = " ".join(outcome.test.text.split())
    wanted = "should match" if outcome.test.matches else "should not match"
    return f"{path}: {wanted}: {flat}\n    {' '.join(map(str, outcome.why))}"


def _print(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
