"""A topic as a text document, for files, version control and the shell.

name: food-safety
title: Foreign bodies
query: |
  (acme OR "acme tea")
  AND (wire OR metal)
tests:
  matches:
  - I bit on a wire in my acme tea
  misses:
  - Metal bands in town
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earshot.engine.policy.layout.scalars import quoted
from earshot.engine.policy.nodes import Node, Place, Scalar, Table
from earshot.engine.policy.problems import Problem
from earshot.engine.policy.reading import read
from earshot.engine.policy.sections import Report, Section, is_nothing
from earshot.engine.query import TOPIC_FIELDS, QueryError, parse
from earshot.features.workshop.testing import TopicTest
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say

_PLAIN = re.compile(r"[^\W\d_](?:[\w-]*\w)?")
"""Names that need no quotes."""


@dataclass(frozen=True, slots=True)
class TopicText:
    """What such a document holds. The query was read without error."""

    name: str
    title: str
    query: str
    tests: tuple[TopicTest, ...]


class TopicTextInvalid(BadInput):
    """The document cannot be used; ``problems`` holds every error in order of place (line, column, message, mend)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        first = self.problems[0]
        message = say(
            "Line %(line)s, column %(column)s: %(problem)s", line=first.line, column=first.column, problem=first.message
        )
        super().__init__(message, first.mend)


def write_topic_text(topic: TopicText) -> str:
    """The document; ``read_topic_text`` of it gives the same, but for white space around the texts."""
    lines = [f"name: {_name(topic.name)}"]
    lines += [f"title: {quoted(topic.title)}"] if topic.title else []
    lines += [f"query: {_text(topic.query.strip(), 2)}"]
    if topic.tests:
        lines += ["tests:", *_listed("matches", topic.tests, True), *_listed("misses", topic.tests, False)]
    return "\n".join(lines) + "\n"


def _listed(key: str, tests: Sequence[TopicTest], matches: bool) -> list[str]:
    texts = [test.text for test in tests if test.matches is matches]
    return [f"  {key}:", *(f"    - {_text(text.strip(), 6)}" for text in texts)] if texts else []


def _name(name: str) -> str:
    return name if _PLAIN.fullmatch(name) and name.casefold() != "null" else quoted(name)


def _text(text: str, indent: int) -> str:
    """Several lines as a block, so that they can be read and compared line by line; one line in quotes, unless it is
    a query."""
    lines = text.split("\n")
    block = indent == 2 or len(lines) > 1
    if not block or not text or not all(line.isprintable() for line in lines):
        return quoted(text)
    return "\n".join(["|-", *(" " * indent + line if line else "" for line in lines)])


def read_topic_text(text: str) -> TopicText:
    """Read a document.

    Raises:
        TopicTextInvalid: with every problem, that of the query at its place in the document.
    """
    root, problems = read(text)
    report = Report()
    found = _topic(root, report) if root is not None or not problems else None
    # What YAML already complained about is not complained about again at the same place.
    places = {(problem.line, problem.column) for problem in problems}
    problems += [problem for problem in report.problems if (problem.line, problem.column) not in places]
    if problems or found is None:
        raise TopicTextInvalid(problems)
    return found


def _topic(node: Node | None, report: Report) -> TopicText | None:
    if not isinstance(node, Table):
        what = say("The document is empty.") if is_nothing(node) else say("The document must have keys.")
        report.add(node.place if node else Place(1, 1), what, say("Begin with: name: NAME, and a line with query: |"))
        return None
    root = Section(node, say("The topic"), ("name", "title", "query", "tests"), report, node.place)
    name = root.text("name", required=say("Write name: NAME, as queries write it: topic:NAME."))
    query = root.scalar("query", required=say("Write query: | and the query below it, indented."))
    if query is not None:
        _check(query, report)
    tests = Section(root.node("tests"), say("The tests"), ("matches", "misses"), report, root.place_of("tests"))
    found = (*_tests(tests, "matches", True), *_tests(tests, "misses", False))
    return TopicText(name.strip(), root.text("title").strip(), query.text.strip() if query else "", found)


def _check(query: Scalar, report: Report) -> None:
    try:
        parse(query.text, TOPIC_FIELDS)
    except QueryError as error:
        report.add(query.place_of(error.start), error.message, error.mend)


def _tests(section: Section, key: str, matches: bool) -> Iterator[TopicTest]:
    for item in section.items(key):
        if isinstance(item, Scalar) and item.text.strip() and not item.is_nothing:
            yield TopicTest(item.text.strip(), matches)
        else:
            message = say("A test is one text.")
            section.report.add(item.place, message, say("Write - and the text of a post, in quotes."))
