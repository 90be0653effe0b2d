"""Tests of a topic: texts that its query should match, or should not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from earshot.engine.query import Document, Query


@dataclass(frozen=True, slots=True)
class TopicTest:
    """A text, and whether the topic should match it."""

    text: str
    matches: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a test. ``why`` are the sentences of the query's explanation (``web.texts.translated``)."""

    test: TopicTest
    passed: bool
    why: tuple[str, ...]


def run_tests(query: Query, tests: Iterable[TopicTest], *, at: datetime, zone: tzinfo = UTC) -> tuple[Outcome, ...]:
    """Every test in its order. A text is asked about as a post without a title, author or anything else; ``at`` is
    the instant from which ``age:`` is reckoned."""
    return tuple(_run(query, test, at, zone) for test in tests)


def _run(query: Query, test: TopicTest, at: datetime, zone: tzinfo) -> Outcome:
    found = query.explain(Document(test.text), at=at, zone=zone)
    return Outcome(test, found.matches is test.matches, found.sentences)


def as_json(tests: Iterable[TopicTest]) -> list[dict[str, object]]:
    """The tests as a version stores them."""
    return [{"text": test.text, "matches": test.matches} for test in tests]


def from_json(rows: Sequence[Mapping[str, object]]) -> tuple[TopicTest, ...]:
    """The tests of a version."""
    return tuple(TopicTest(str(row["text"]), bool(row["matches"])) for row in rows)
