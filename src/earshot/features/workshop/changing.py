"""Changes of a query's text: one stretch of it gives way to another, everything else stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from earshot.engine.query import TOPIC_FIELDS, Query, QueryError, parse
from earshot.engine.query.ast import And, AtLeast, Near, Node, Not, Or, Phrase, Sentence, Window, children
from earshot.engine.query.printing import format_node

MORE_WORDS = (5, 10, 25, 50)
"""Distances that are proposed where words stand too far apart."""
_PLAIN = re.compile(r"[^\W_][\w]*")
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR", "ONEAR", "SENTENCE", "ATLEAST", "TO"))


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from ``start`` to ``end`` give way to ``text``."""

    start: int
    end: int
    text: str

    def of(self, query: str) -> str:
        """The query afterwards."""
        return query[: self.start] + self.text + query[self.end :]

    def parsed(self, query: str) -> Query | None:
        """The same, read; None where it cannot be."""
        return _parsed(self.of(query))


@lru_cache(maxsize=64)
def _parsed(text: str) -> Query | None:
    """Remembered: many near misses ask for the same change."""
    try:
        return parse(text, TOPIC_FIELDS)
    except QueryError:
        return None


def way_to(tree: Node, wanted: Node) -> tuple[Node, ...]:
    """The nodes from the root down to ``wanted``, which stands in the tree; () where it does not. By place: the same
    words may stand in a query twice."""
    if tree == wanted and tree.span == wanted.span:
        return (tree,)
    for child in children(tree):
        below = way_to(child, wanted)
        if below:
            return (tree, *below)
    return ()


def added(query: Query, node: Node, text: str) -> Edit | None:
    """``text`` as an alternative to ``node``."""
    way = way_to(query.tree, node)
    if not way:
        return None
    if isinstance(node, Or) and query.text[node.span[0] : node.span[0] + 1] == "(":
        return Edit(node.span[1] - 1, node.span[1] - 1, f" OR {text}")
    start, end = node.span
    loose = len(way) == 1 and not isinstance(node, And)
    if loose or isinstance(node, Or) or (len(way) > 1 and isinstance(way[-2], Or)):
        return Edit(end, end, f" OR {text}")
    return Edit(start, end, f"({query.text[start:end]} OR {text})")


def replaced(node: Node, text: str) -> Edit:
    """``text`` instead of ``node``."""
    return Edit(*node.span, text)


def removed(query: Query, node: Node) -> Edit | None:
    """The query without ``node``, and without what then means nothing: an operator, a NOT, brackets. None where nothing
    would be left."""
    way = way_to(query.tree, node)
    for parent, child in zip(reversed(way[:-1]), reversed(way), strict=False):
        if isinstance(parent, And | Or) and len(parent.children) > 1:
            return _left_out(query.text, parent, child)
        if isinstance(parent, AtLeast):
            return None
    return None


def _left_out(text: str, parent: And | Or, child: Node) -> Edit:
    """Together with the operator before it (behind it, for the first)."""
    place = next(number for number, each in enumerate(parent.children) if each is child)
    if place:
        return Edit(parent.children[place - 1].span[1], child.span[1], "")
    return Edit(child.span[0], parent.children[1].span[0], "")


def farther(query: Query, node: Node) -> Iterator[Edit]:
    """The same words farther apart, step by step: of a phrase, a proximity, a sentence."""
    text = query.text[node.span[0] : node.span[1]]
    if isinstance(node, Phrase) and len(node.parts) > 1:
        body = text if text.startswith('"') else f'"{text}"'
        yield from (replaced(node, f"{body}~{words}") for words in MORE_WORDS)
    elif isinstance(node, Near):
        yield from _numbered(query, node.left.span[1], node.right.span[0], r"NEAR/(\d+)", node.distance)
    elif isinstance(node, Window):
        yield from _numbered(query, node.operands[-1].span[1], node.span[1], r"~(\d+)", node.distance)
    elif isinstance(node, Sentence):
        start, end = node.left.span[1], node.right.span[0]
        at = query.text.find("SENTENCE", start, end)
        if at >= 0:
            yield from (Edit(at, at + len("SENTENCE"), f"NEAR/{words}") for words in MORE_WORDS[2:])


def _numbered(query: Query, start: int, end: int, form: str, before: int) -> Iterator[Edit]:
    """Higher numbers where one of that form stands."""
    found = re.search(form, query.text[start:end])
    if found is not None:
        first, last = start + found.start(1), start + found.end(1)
        yield from (Edit(first, last, str(words)) for words in MORE_WORDS if words > before)


def written(words: str) -> str:
    """Words of a post as a query asks for them: bare where that means the same, else in quotes."""
    if _PLAIN.fullmatch(words) and words not in _OPERATORS:
        return words
    if words[:1] in "#@" and _PLAIN.fullmatch(words[1:]):
        return words
    return '"' + " ".join(words.replace('"', " ").split()) + '"'


def same_words(node: Node, text: str) -> Node | None:
    """The term below ``node`` that is written ``text`` in the plain spelling."""
    if format_node(node) == text:
        return node
    return next((found for child in children(node) if (found := same_words(child, text)) is not None), None)


def not_of(way: tuple[Node, ...]) -> bool:
    """Whether the last of the nodes stands below a NOT."""
    return any(isinstance(node, Not) for node in way[:-1])
