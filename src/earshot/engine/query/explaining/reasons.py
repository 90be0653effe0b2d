"""The parts of a query that decide, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from earshot.engine.query.ast import TEXT_NODES, And, AtLeast, Node, Not, Or, Within
from earshot.engine.query.document import Document
from earshot.engine.query.evaluate import Moment, Scope
from earshot.engine.query.explaining.closeness import Close, close_to
from earshot.engine.query.explaining.saying import say_absent, say_inner, say_term
from earshot.engine.query.explaining.weighing import Weighed, cheapest, weigh
from earshot.engine.query.fields import DEFAULT_SCOPE
from earshot.engine.query.highlight import FieldSpan, matched_spans, scope_order, text_spans
from earshot.engine.query.printing import format_node
from earshot.kernel.texts import Said

_MOST_COMPARED = 60
"""Alternatives of an OR that would do equally well, among which one is looked for that something comes close to."""
_MOST_ABSENT = 3
"""Of more terms that are rightly absent only their number is said."""
_MOST_FOUND = 100
"""Places of one term that are told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the query that decides. ``node.span`` says where it stands in the query.

    ``wanted``: whether the query needs it true (below a NOT: false). ``spans`` are its places in the post where it is
    true; ``close`` is what is there instead where it is not. ``below`` are the parts that decide for this one,
    ``besides`` those members of a failed AND or ATLEAST that are as they should be. ``said`` is "" where the parts
    below say it all.
    """

    node: Node
    scope: Scope
    true: bool
    wanted: bool
    said: str | Said
    spans: tuple[FieldSpan, ...] = ()
    close: Close | None = None
    below: tuple[Reason, ...] = ()
    besides: tuple[Reason, ...] = ()

    def terms(self) -> Iterator[Reason]:
        """The terms that decide, in the order of the query."""
        if not self.below:
            yield self
        for reason in self.below:
            yield from reason.terms()

    def sentences(self) -> Iterator[str | Said]:
        """What is to be said, in the order of the query."""
        if self.said:
            yield self.said
        if isinstance(self.node, Not) and (absent := _all_absent(self)) > _MOST_ABSENT:
            yield say_absent(absent)
            return
        for reason in self.below:
            yield from reason.sentences()

    def as_json(self) -> dict[str, object]:
        """The reason as data."""
        start, end = self.node.span
        return {
            "query": format_node(self.node), "start": start, "end": end, "true": self.true, "wanted": self.wanted,
            "said": str(self.said), "spans": [list(span) for span in self.spans],
            "close": self.close and {"how": self.close.how, "span": list(self.close.span), "part": self.close.part},
            "below": [reason.as_json() for reason in self.below],
            "besides": [reason.as_json() for reason in self.besides],
        }  # fmt: skip


def _all_absent(reason: Reason) -> int:
    """How many terms must not be there, where none of them is; else 0."""
    terms = list(reason.terms())
    return 0 if any(term.true or term.wanted for term in terms) else len(terms)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a query matches, or the smallest reason why not."""

    matches: bool
    spans: tuple[FieldSpan, ...]
    """What ``query.spans`` says: the terms that matched; none where the query does not match."""
    why: Reason

    @property
    def terms(self) -> tuple[Reason, ...]:
        """The terms that decide. Where the query does not match these, turned, would make it match; no fewer would."""
        return tuple(self.why.terms())

    @property
    def sentences(self) -> tuple[str | Said, ...]:
        """The explanation in words, a sentence for each term that decides (``kernel.texts``: in any language)."""
        return tuple(dict.fromkeys(self.why.sentences()))

    def as_json(self) -> dict[str, object]:
        """The explanation as data, its sentences in English."""
        return {
            "matches": self.matches,
            "spans": [list(span) for span in self.spans],
            "sentences": [str(said) for said in self.sentences],
            "why": self.why.as_json(),
        }


def explain_tree(node: Node, document: Document, moment: Moment) -> Explanation:
    """Why ``node`` is true of ``document``, or is not."""
    weighed = weigh(node, document, DEFAULT_SCOPE, moment)
    why = _Explainer(document, moment, turn=not weighed.true).reason(weighed, wanted=True)
    return Explanation(weighed.true, matched_spans(node, document, DEFAULT_SCOPE, moment), why)


class _Explainer:
    """Builds the tree. ``turn``: it tells what must turn for the whole to turn, else why each part is as it is."""

    def __init__(self, document: Document, moment: Moment, *, turn: bool) -> None:
        self.document = document
        self.moment = moment
        self.turn = turn

    def reason(self, item: Weighed, *, wanted: bool) -> Reason:
        if not item.below:
            return self._term(item, wanted)
        inner = wanted != isinstance(item.node, Not)
        chosen = self._deciding(item)
        below = tuple(self.reason(child, wanted=inner) for child in chosen)
        besides = tuple(self.reason(child, wanted=inner) for child in self._besides(item, chosen))
        met = sum(child.true for child in item.below)
        said = say_inner(item.node, met, wanted) if self.turn else ""
        return Reason(item.node, item.scope, item.true, wanted, said, below=below, besides=besides)

    def _deciding(self, item: Weighed) -> list[Weighed]:
        if isinstance(item.node, Not | Within):
            return [item.below[0]]
        if not self.turn:
            return [child for child in item.below if child.true is item.true]
        chosen = cheapest(item.node, item.below, true=item.true)
        return self._closest(item, chosen) if isinstance(item.node, Or | AtLeast) and not item.true else chosen

    def _closest(self, item: Weighed, chosen: list[Weighed]) -> list[Weighed]:
        """Of alternatives that cost the same, those that something in the post comes close to."""
        dearest = max(child.price for child in chosen)
        rivals = [child for child in item.below if not child.true and child.price == dearest]
        cheaper = [child for child in chosen if child.price < dearest]
        first = sorted(rivals[:_MOST_COMPARED], key=self._nothing_close)[: len(chosen) - len(cheaper)]
        picked = set(map(id, [*cheaper, *first]))
        return [child for child in item.below if id(child) in picked]

    def _nothing_close(self, item: Weighed) -> bool:
        """Sorts the terms that have something close before those that have nothing."""
        return not any(close_to(term.node, self.document, term.scope) for term in _failing(item))

    def _besides(self, item: Weighed, chosen: list[Weighed]) -> list[Weighed]:
        if not self.turn or item.true or not isinstance(item.node, And | AtLeast):
            return []
        return [child for child in item.below if child.true]

    def _term(self, item: Weighed, wanted: bool) -> Reason:
        if item.true:
            spans = _places(item, self.document)
            return Reason(
                item.node, item.scope, True, wanted, say_term(item, wanted, self.document, spans, None), spans
            )
        close = close_to(item.node, self.document, item.scope) if wanted else None
        said = say_term(item, wanted, self.document, (), close)
        return Reason(item.node, item.scope, False, wanted, said, close=close)


def _failing(item: Weighed) -> Iterator[Weighed]:
    if not item.below:
        yield item
    for child in item.below:
        if child.true is item.true or isinstance(item.node, Not):
            yield from _failing(child)


def _places(item: Weighed, document: Document) -> tuple[FieldSpan, ...]:
    if not isinstance(item.node, TEXT_NODES):
        return ()
    found = {
        (field, start, end)
        for field in item.scope
        if getattr(document, field)
        for start, end in text_spans(item.node, document.words(field))
    }
    return tuple(sorted(found, key=lambda span: (scope_order(span[0]), *span[1:])))[:_MOST_FOUND]
