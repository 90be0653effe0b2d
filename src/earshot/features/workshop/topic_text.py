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

from collections.abc import Sequence
from dataclasses import dataclass

from earshot.engine.policy.problems import Problem
from earshot.features.workshop.testing import TopicTest
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say


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
    """The document; ``read_topic_text`` of it gives the same."""
    raise NotImplementedError


def read_topic_text(text: str) -> TopicText:
    """Read a document.

    Raises:
        TopicTextInvalid: with every problem, that of the query at its place in the document.
    """
    raise NotImplementedError
