"""Which pieces of a matching post a query matched, for people to see."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from earshot.engine.query.ast import Count, Exact, Near, Node, Not, Or, Phrase, Sentence, Window, Within, children
from earshot.engine.query.document import Document, Words
from earshot.engine.query.evaluate import Moment, Scope, holds
from earshot.engine.query.exact import exact_places
from earshot.engine.query.occurrences import Place, occurrences
from earshot.engine.query.proximity import reach, window

FieldSpan = tuple[str, int, int]


def matched_spans(node: Node, document: Document, scope: Scope, moment: Moment) -> tuple[FieldSpan, ...]:
    """(text field, start, end) of every term that helped ``node`` to be true, in order; nothing below a NOT."""
    return tuple(sorted(set(_spans(node, document, scope, moment)), key=lambda span: (scope_order(span[0]), *span[1:])))


def scope_order(field: str) -> int:
    """Title before text before bio."""
    return ("title", "text", "bio").index(field)


def _spans(node: Node, document: Document, scope: Scope, moment: Moment) -> Iterator[FieldSpan]:
    if isinstance(node, Not) or not holds(node, document, scope, moment):
        return
    if isinstance(node, Phrase | Exact | Near | Sentence | Window | Count):
        for field in scope:
            yield from ((field, start, end) for start, end in text_spans(node, document.words(field)))
        return
    inner = (node.name,) if isinstance(node, Within) else scope
    for child in children(node):
        yield from _spans(child, document, inner, moment)


def text_spans(node: Node, words: Words) -> Iterator[tuple[int, int]]:
    """Spans of characters of a text operator's terms where they take part in a match."""
    if isinstance(node, Exact):
        yield from exact_places(node.text, words)
    elif isinstance(node, Phrase):
        yield from (characters(place, words) for place in occurrences(node, words))
    elif isinstance(node, Near | Sentence):
        matches = [(first, first + ends.bit_length() - 1) for first, ends in reach(node, words).items()]
        yield from _terms_inside(node, matches, words)
    elif isinstance(node, Window):
        yield from _terms_inside(node, list(window(node, words)), words)
    elif not isinstance(node, Count) or occurrences(node, words):
        for child in children(node):
            yield from text_spans(child, words)


def _terms_inside(node: Node, matches: list[Place], words: Words) -> Iterator[tuple[int, int]]:
    covered = _merged(sorted(characters(place, words) for place in matches))
    if not covered:
        return
    for term in _terms(node):
        for start, end in text_spans(term, words):
            low, high = covered[max(0, bisect_right(covered, start, key=lambda span: span[0]) - 1)]
            if low <= start and end <= high:
                yield start, end


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans made one, so that there are few to look through."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _terms(node: Node) -> Iterator[Node]:
    if isinstance(node, Phrase | Exact):
        yield node
    elif isinstance(node, Or | Near | Sentence | Window):
        for child in children(node):
            yield from _terms(child)


def characters(place: Place, words: Words) -> tuple[int, int]:
    """The characters of a token range; empty at its place where it holds no token."""
    first, last = place
    if first < last:
        return words.spans[first][0], words.spans[last - 1][1]
    edge = words.spans[first][0] if first < len(words.spans) else len(words.text)
    return edge, edge
