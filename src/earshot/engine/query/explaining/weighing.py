"""Every part of a query with its truth and its price: how many terms would have to be otherwise for it to turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earshot.engine.query.ast import And, AtLeast, Node, Not, Or, Within, children
from earshot.engine.query.document import Document
from earshot.engine.query.evaluate import Moment, Scope, holds


@dataclass(frozen=True, slots=True)
class Weighed:
    """A node in the text fields that it looks into. ``price``: the fewest terms that must turn for ``true`` to turn.

    A term is everything without AND, OR, NOT, ATLEAST or a restriction: words, phrases, proximity, counts, fields.
    """

    node: Node
    scope: Scope
    true: bool
    price: int
    below: tuple[Weighed, ...] = ()


def weigh(node: Node, document: Document, scope: Scope, moment: Moment) -> Weighed:
    """``node`` and everything below it, each term evaluated once."""
    if not isinstance(node, And | Or | Not | AtLeast | Within):
        return Weighed(node, scope, holds(node, document, scope, moment), 1)
    inner = (node.name,) if isinstance(node, Within) else scope
    below = tuple(weigh(child, document, inner, moment) for child in children(node))
    return _joined(node, scope, below)


def _joined(node: Node, scope: Scope, below: tuple[Weighed, ...]) -> Weighed:
    if isinstance(node, Not | Within):
        true = below[0].true != isinstance(node, Not)
        return Weighed(node, scope, true, below[0].price, below)
    true = sum(child.true for child in below) >= needed(node)
    turning = cheapest(node, below, true=true)
    return Weighed(node, scope, true, sum(child.price for child in turning), below)


def needed(node: Node) -> int:
    """How many of the members of AND, OR or ATLEAST must be true."""
    if isinstance(node, AtLeast):
        return node.times
    return len(children(node)) if isinstance(node, And) else 1


def cheapest(node: Node, below: Sequence[Weighed], *, true: bool) -> list[Weighed]:
    """The members that would have to turn for ``node``, which is ``true``, to turn: as cheap as can be, in order."""
    met = sum(child.true for child in below)
    turn = met - needed(node) + 1 if true else needed(node) - met
    ready = sorted((child for child in below if child.true is true), key=lambda child: child.price)[:turn]
    chosen = set(map(id, ready))
    return [child for child in below if id(child) in chosen]
