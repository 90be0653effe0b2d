"""A necessary FTS5 expression over ``search_terms`` of a post's title and text: candidates, never answers."""

from __future__ import annotations

from collections.abc import Iterable

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
    Part,
    Phrase,
    Sentence,
    Window,
    Within,
)
from earshot.engine.query.prefilter import exact_words
from earshot.engine.text.search import search_query
from earshot.engine.text.tokens import tokenise

_MOST_BRANCHES = 400
"""SQLite limits the size of an expression; wider ones are not prefiltered."""


def fts_expression(node: Node) -> str | None:
    """The expression for ``node``; None where nothing is necessary that the index knows."""
    match node:
        case Phrase(parts=parts):
            return _phrase(parts)
        case Exact(text=text):
            return _and(search_query(word) for word in exact_words(text))
        case And(children=below) | Window(operands=below):
            return _and(map(fts_expression, below))
        case Near(left=left, right=right) | Sentence(left=left, right=right):
            return _and((fts_expression(left), fts_expression(right)))
        case Or(children=below):
            return _or(map(fts_expression, below))
        case AtLeast(times=times, members=members):
            expressions = map(fts_expression, members)
            return _and(expressions) if times == len(members) else _or(expressions)
        case Count(operand=child):
            return fts_expression(child)
        case Within(name=name, child=child):
            return None if name == "bio" else fts_expression(child)
        case Not() | Field():
            return None


def _phrase(parts: tuple[Part, ...]) -> str | None:
    """Runs of plain parts as words next to each other; tags and wildcards each by itself."""
    found: list[str | None] = []
    plain: list[str] = []
    for part in parts:
        if part.sign or part.wild:
            found.append(search_query(*plain))
            plain = []
            found.append(_wild(part) if part.wild else search_query(*(token.text for token in tokenise(part.base))))
        else:
            plain.append(part.base)
    return _and([*found, search_query(*plain)])


def _wild(part: Part) -> str | None:
    """What stands before the first wildcard, as the beginning of a word."""
    beginning = part.base.replace("?", "*").split("*")[0]
    terms = [token.text for token in tokenise(beginning)]
    return search_query(*terms, prefix=True) if terms else None


def _and(expressions: Iterable[str | None]) -> str | None:
    known = dict.fromkeys(expression for expression in expressions if expression)
    return _joined(" AND ", list(known))


def _or(expressions: Iterable[str | None]) -> str | None:
    known: dict[str, None] = {}
    for expression in expressions:
        if expression is None:
            return None
        known[expression] = None
    return _joined(" OR ", list(known)) if len(known) <= _MOST_BRANCHES else None


def _joined(operator: str, expressions: list[str]) -> str | None:
    if len(expressions) < 2:
        return expressions[0] if expressions else None
    return operator.join(f"({expression})" if " " in expression else expression for expression in expressions)
