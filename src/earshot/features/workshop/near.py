"""Near misses: posts that a query misses by a single term, in words, with what would let it match.

A post is near where one term, turned, would make it match (the price that ``explain`` reckons), and where that says
something: the term is an exclusion that hit; or something in the post comes close to it, or all its words are there,
too far apart; or at least two other terms that the query asks for are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from earshot.engine.query import Document, Query
from earshot.engine.query.ast import TEXT_NODES, And, Node, Phrase, children
from earshot.engine.query.explaining import Reason
from earshot.engine.query.explaining.closeness import Close
from earshot.features.listening.finding import Asked
from earshot.features.workshop.changing import Edit, added, farther, removed, same_words, way_to, written
from earshot.features.workshop.loosening import apart, asks_for_words, is_characters

ENOUGH = 2
"""Terms that are there, besides the missing one to which nothing comes close."""


@dataclass(frozen=True, slots=True)
class Near:
    """``why`` are the sentences of the explanation; ``edit`` is what would let the query match this post, checked."""

    why: tuple[str, ...]
    edit: Edit | None


def near_miss(query: Query, document: Document, when: Asked, *, mend: bool = True) -> Near | None:
    """None where the query matches, or misses by more than one term, or by nothing that says anything. ``mend``:
    whether to look for a change."""
    found = query.explain(document, at=when.at, zone=when.zone)
    if found.matches or len(found.terms) != 1:
        return None
    (term,) = found.terms
    if term.wanted and not _is_close(term, document) and _there(found.why) < ENOUGH:
        return None
    return Near(found.sentences, _edit(query, document, when, term) if mend else None)


def _is_close(term: Reason, document: Document) -> bool:
    """Whether something is there instead. The characters of a Chinese word, apart, are nothing."""
    if term.close is None:
        return _stands_apart(term, document)
    return term.close.how != "apart" or not is_characters(term.node)


def _stands_apart(term: Reason, document: Document) -> bool:
    """Whether all its words are there, only too far apart."""
    return any(Query(looser).matches(document) for looser in apart(term.node))


def _there(reason: Reason) -> int:
    """How many words and phrases that the query asks for are there, besides what is missing."""
    here = sum(each.true and each.wanted and _is_text(each.node) for each in reason.besides)
    return here + sum(_there(each) for each in reason.below)


def _is_text(node: Node) -> bool:
    return isinstance(node, TEXT_NODES) or any(_is_text(child) for child in children(node))


def _edit(query: Query, document: Document, when: Asked, term: Reason) -> Edit | None:
    """The first change that lets the query match, the smallest first."""
    for edit in _edits(query, document, term):
        changed = edit.parsed(query.text)
        if (
            changed is not None
            and asks_for_words(changed.tree)
            and changed.matches(document, at=when.at, zone=when.zone)
        ):
            return edit
    return None


def _edits(query: Query, document: Document, term: Reason) -> Iterator[Edit]:
    if not term.wanted:
        yield from _known(removed(query, term.node))
        return
    if term.close is not None:
        yield from _to_what_is_close(query, document, term.node, term.close)
    yield from farther(query, term.node)
    if isinstance(query.tree, And):
        condition = way_to(query.tree, term.node)[1]
        yield from _known(removed(query, condition))


def _known(edit: Edit | None) -> Iterator[Edit]:
    if edit is not None:
        yield edit


def _to_what_is_close(query: Query, document: Document, node: Node, close: Close) -> Iterator[Edit]:
    """The words that are there instead, as an alternative."""
    field, start, end = close.span
    words = getattr(document, field)[start:end]
    if close.how in ("apart", "elsewhere", "link") or not words.strip():
        return
    operand = same_words(node, close.part) if close.part else node
    if operand is not None:
        yield from _known(added(query, operand, _with_sign(document, close, words)))
    elif isinstance(node, Phrase):
        text = " ".join(words if f"{part.sign}{part.text}" == close.part else part.text for part in node.parts)
        yield from _known(added(query, node, f'"{text}"'))


def _with_sign(document: Document, close: Close, words: str) -> str:
    """A word that stands there as a hashtag is asked for as a word, which finds both."""
    return written(words.lstrip("#@$") if close.how == "sign" else words)
