"""The naive evaluator: what the language means. Every other way to match must agree with it on every post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from earshot.engine.query.ast import (
    And,
    AtLeast,
    Count,
    Exact,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Sentence,
    Window,
    Within,
)
from earshot.engine.query.document import Document, Words
from earshot.engine.query.exact import exact_places
from earshot.engine.query.fieldtests import field_holds
from earshot.engine.query.occurrences import occurrences, phrase
from earshot.engine.query.proximity import reach, window


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a question is asked: ``at`` for ``age:`` (None: unknown), ``zone`` for dates and ``hour:``."""

    at: datetime | None = None
    zone: tzinfo = UTC


Scope = tuple[str, ...]
"""The text fields that terms look into."""


def holds(node: Node, document: Document, scope: Scope, moment: Moment) -> bool:
    """Whether ``node`` is true of ``document``."""
    return _RULES[type(node)](node, document, scope, moment)


def _and(node: And, document: Document, scope: Scope, moment: Moment) -> bool:
    for child in node.children:  # noqa: SIM110 - a generator would cost more than most children
        if not _RULES[type(child)](child, document, scope, moment):
            return False
    return True


def _or(node: Or, document: Document, scope: Scope, moment: Moment) -> bool:
    for child in node.children:  # noqa: SIM110 - as above
        if _RULES[type(child)](child, document, scope, moment):
            return True
    return False


def _not(node: Not, document: Document, scope: Scope, moment: Moment) -> bool:
    return not holds(node.child, document, scope, moment)


def _at_least(node: AtLeast, document: Document, scope: Scope, moment: Moment) -> bool:
    return sum(holds(member, document, scope, moment) for member in node.members) >= node.times


def _within(node: Within, document: Document, scope: Scope, moment: Moment) -> bool:
    return holds(node.child, document, (node.name,), moment)


def _field(node: Field, document: Document, scope: Scope, moment: Moment) -> bool:
    return field_holds(node, document, moment.at, moment.zone)


def _phrase(node: Phrase, document: Document, scope: Scope, moment: Moment) -> bool:
    first = node.parts[0]
    plain = len(node.parts) == 1 and not (first.sign or first.wild or first.full)
    for words in document.parts(scope):  # noqa: SIM110 - as above
        if first.base in words.positions if plain else phrase(node, words):
            return True
    return False


def _in_one_field(occurs: Callable[[Any, Words], bool]) -> Callable[[Any, Document, Scope, Moment], bool]:
    """A phrase, exact text, proximity or count lies within one text field."""

    def rule(node: Node, document: Document, scope: Scope, moment: Moment) -> bool:
        return any(occurs(node, words) for words in document.parts(scope))

    return rule


_RULES: dict[type, Callable[[Any, Document, Scope, Moment], bool]] = {
    And: _and,
    Or: _or,
    Not: _not,
    AtLeast: _at_least,
    Within: _within,
    Field: _field,
    Phrase: _phrase,
    Exact: _in_one_field(lambda node, words: any(True for _ in exact_places(node.text, words))),
    Near: _in_one_field(lambda node, words: bool(reach(node, words))),
    Sentence: _in_one_field(lambda node, words: bool(reach(node, words))),
    Window: _in_one_field(lambda node, words: any(True for _ in window(node, words))),
    Count: _in_one_field(lambda node, words: bool(occurrences(node, words))),
}
