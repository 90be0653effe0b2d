"""Queries and posts of Earshot as the bench hands them to Lucene's Monitor: trees as nested lists, posts already cut.

Translated: words, tags, phrases, wildcards in a word, AND, OR, NOT, ATLEAST, NEAR and ONEAR of words, phrases and
alternatives of these, a window of two, and fields (a post says which of the fields asked for are true of it). Not
translated: terms with accents, phrases with wildcards or tags in them, wildcards in tags, ``{}``, chains of NEAR,
longer windows, SENTENCE, ``#n``, and ``title:`` ``text:`` ``bio:``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC

from earshot.engine.query import Document
from earshot.engine.query.ast import And, AtLeast, Field, Near, Node, Not, Or, Phrase, Window, children
from earshot.engine.query.fieldtests import field_holds

Json = list[object]


class NotTranslated(Exception):
    """The tree has a part that has no counterpart here."""


def translated(node: Node) -> Json:
    """The tree for Lucene. Raises NotTranslated."""
    match node:
        case Phrase():
            return _phrase(node)
        case And(children=below):
            return ["and", *map(translated, below)]
        case Or(children=below):
            return ["or", *map(translated, below)]
        case Not(child=child):
            return ["not", translated(child)]
        case AtLeast(times=times, members=members):
            return ["atleast", times, *map(translated, members)]
        case Near(left=left, right=right, distance=distance, ordered=ordered):
            return ["near", distance, ordered, _operand(left), _operand(right)]
        case Window(operands=(left, right), distance=distance):
            return ["near", distance, False, _operand(left), _operand(right)]
        case Field():
            return ["value", value_key(node)]
    raise NotTranslated(type(node).__name__)


def value_key(node: Field) -> str:
    """The word that says that ``node`` is true of a post."""
    return repr((node.name, node.values))


def fields_of(node: Node) -> Iterator[Field]:
    """All fields that a tree asks for."""
    if isinstance(node, Field):
        yield node
    for child in children(node):
        yield from fields_of(child)


def cut(document: Document, fields: Iterable[Field]) -> dict[str, Json]:
    """A post's terms with their positions, its tags, and the fields that are true of it."""
    terms: Json = []
    positions: Json = []
    words = document.words("text")
    for place, term in enumerate(words.terms):
        for form in (term, term[:-2]) if term.endswith("'s") else (term,):
            if form:
                terms.append(form)
                positions.append(place)
    tags: Json = [tag.sign + tag.text for tag in words.tags]
    values: Json = [value_key(field) for field in fields if field_holds(field, document, None, UTC)]
    return {"terms": terms, "positions": positions, "tags": tags, "values": values}


def _phrase(node: Phrase) -> Json:
    first, *others = node.parts
    if any(part.full for part in node.parts):
        raise NotTranslated("accents")
    if others:
        if any(part.sign or part.wild for part in node.parts):
            raise NotTranslated("wildcard or tag in a phrase")
        return ["phrase", *(part.base for part in node.parts)]
    if first.sign:
        if first.wild:
            raise NotTranslated("wildcard in a tag")
        return ["tag", first.sign + first.base]
    return ["wild" if first.wild else "term", first.base]


def _operand(node: Node) -> Json:
    """An operand of NEAR."""
    if isinstance(node, Or):
        return ["or", *map(_operand, node.children)]
    if isinstance(node, Phrase) and not any(part.sign or part.wild for part in node.parts):
        return _phrase(node)
    raise NotTranslated("operand of NEAR")
