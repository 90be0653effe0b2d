"""For the search box: as much of a query as can be understood, with what is wrong. Never raises."""

from __future__ import annotations

from earshot.engine.query.ast import And, Node, Phrase
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldSet
from earshot.engine.query.parser import parse_tree
from earshot.engine.query.refusals import empty
from earshot.engine.query.terms import split_parts

_MOST_ERRORS = 8
_LONGEST = 4_000
"""Code points; a search box need not mend longer texts."""


def parse_tree_leniently(text: str, fields: FieldSet) -> tuple[Node | None, list[QueryError]]:
    """(the tree, the errors). What is wrong is left out; where that leaves nothing, the words are searched.

    None where there is nothing at all to search for, or the text is too long to mend.
    """
    errors: list[QueryError] = []
    rest = text
    while rest.strip() and len(errors) < _MOST_ERRORS:
        try:
            return parse_tree(rest, fields), errors
        except QueryError as error:
            errors.append(error)
            shorter = _without(rest, error)
            if len(text) > _LONGEST or shorter == rest:
                break
            rest = shorter
    if not errors:
        errors.append(empty(text))
    return _plain_words(text, fields), errors


def _without(text: str, error: QueryError) -> str:
    """``text`` with the piece that is wrong blanked out, so that later spans stay true."""
    start, end = error.start, max(error.end, error.start + 1)
    return text[:start] + " " * (min(end, len(text)) - start) + text[end:]


def _plain_words(text: str, fields: FieldSet) -> Node | None:
    """All words of ``text``, operators and signs disregarded."""
    if not fields.text or len(text) > _LONGEST:
        return None
    plain = "".join(char if char.isalnum() else " " for char in text)
    found: list[Node] = []
    for word in plain.split():
        try:
            found.append(Phrase(split_parts(word, 0)))
        except QueryError:  # a word of marks only
            continue
    return found[0] if len(found) == 1 else And(tuple(found)) if found else None
