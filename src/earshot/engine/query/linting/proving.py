"""What follows from what: implication, exclusion, never and always between parts of a query, for every possible post.

Every "True" is certain, every "False" only means "not known": the rules are few, and the work is bounded by a budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from earshot.engine.query.ast import (
    TEXT_NODES,
    And,
    AtLeast,
    Exact,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Within,
)
from earshot.engine.query.evaluate import Scope
from earshot.engine.query.linting.fieldsets import field_excludes, field_implies, field_never
from earshot.engine.query.linting.places import words_of
from earshot.engine.query.linting.terms import parts_of, term_implies

Placed = tuple[Node, Scope]
"""A node and the text fields that it looks into."""

BUDGET = 300_000
"""Comparisons for one query; what is left undecided when they are spent is not reported."""
_FEW = 8


class Prover:
    """Proves facts about one query. Remembers an index of its wide ORs."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.left = budget
        self._indexes: dict[int, tuple[Node, dict[str, list[Node]], list[Node]]] = {}

    def _spent(self) -> bool:
        self.left -= 1
        return self.left < 0

    def implies(self, one: Placed, other: Placed) -> bool:
        """Whether every post for which ``one`` is true is one for which ``other`` is."""
        if self._spent():
            return False
        one, other = _bare(one), _bare(other)
        if one == other:
            return True
        (node, scope), (wanted, wide) = one, other
        if isinstance(wanted, And):
            return all(self.implies(one, (child, wide)) for child in wanted.children)
        if isinstance(node, Or):
            return all(self.implies((child, scope), other) for child in node.children)
        if isinstance(wanted, Not):
            return self.excludes(one, (wanted.child, wide))
        return self._some_way(one, other)

    def _some_way(self, one: Placed, other: Placed) -> bool:
        (node, scope), (wanted, wide) = one, other
        if isinstance(wanted, Or) and any(self.implies(one, (c, wide)) for c in self._candidates(node, wanted)):
            return True
        if isinstance(wanted, AtLeast):
            met = sum(self.implies(one, (member, wide)) for member in wanted.members)
            if met >= wanted.times:
                return True
        if isinstance(node, And):
            return any(self.implies((child, scope), other) for child in node.children)
        if isinstance(node, AtLeast):
            helping = sum(self.implies((member, scope), other) for member in node.members)
            return len(node.members) - helping < node.times
        return self._terms(one, other)

    def _terms(self, one: Placed, other: Placed) -> bool:
        (node, scope), (wanted, wide) = one, other
        if isinstance(node, Field) and isinstance(wanted, Field):
            return field_implies(node, wanted)
        if not isinstance(node, TEXT_NODES) or not isinstance(wanted, (*TEXT_NODES, Or)) or not set(scope) <= set(wide):
            return False
        if term_implies(node, wanted):
            return True
        return any(self.implies((part, scope), other) for part in parts_of(node))

    def excludes(self, one: Placed, other: Placed) -> bool:
        """Whether no post can have both."""
        if self._spent():
            return False
        one, other = _bare(one), _bare(other)
        (node, scope), (wanted, wide) = one, other
        if isinstance(node, Or):
            return all(self.excludes((child, scope), other) for child in node.children)
        if isinstance(wanted, Or):
            return all(self.excludes(one, (child, wide)) for child in wanted.children)
        if isinstance(wanted, Not) and self.implies(one, (wanted.child, wide)):
            return True
        if isinstance(node, Not) and self.implies(other, (node.child, scope)):
            return True
        return self._excluded_inside(one, other) or self._excluded_inside(other, one)

    def _excluded_inside(self, one: Placed, other: Placed) -> bool:
        node, scope = one
        if isinstance(node, And):
            return any(self.excludes((child, scope), other) for child in node.children if may_exclude(child, other[0]))
        if isinstance(node, AtLeast):
            out = sum(self.excludes((member, scope), other) for member in node.members)
            return len(node.members) - out < node.times
        return isinstance(node, Field) and isinstance(other[0], Field) and field_excludes(node, other[0])

    def never(self, placed: Placed) -> bool:
        """Whether no post at all can have it."""
        node, scope = _bare(placed)
        match node:
            case Field():
                return field_never(node)
            case And(children=below):
                return any(self.never((child, scope)) for child in below) or self.clash(node, scope) is not None
            case Or(children=below):
                return all(self.never((child, scope)) for child in below)
            case Not(child=child):
                return self.always((child, scope))
            case AtLeast(times=times, members=members):
                return sum(not self.never((member, scope)) for member in members) < times
        return False

    def always(self, placed: Placed) -> bool:
        """Whether every post has it."""
        node, scope = _bare(placed)
        match node:
            case And(children=below):
                return all(self.always((child, scope)) for child in below)
            case Or(children=below):
                return any(self.always((child, scope)) for child in below) or self._complementary(node, scope)
            case Not(child=child):
                return self.never((child, scope))
            case AtLeast(times=times, members=members):
                return sum(self.always((member, scope)) for member in members) >= times
        return False

    def clash(self, node: And, scope: Scope) -> tuple[Node, Node] | None:
        """Two members of an AND that no post can have together."""
        for index, other in enumerate(node.children):
            for one in node.children[:index]:
                if may_exclude(one, other) and self.excludes((one, scope), (other, scope)):
                    return one, other
        return None

    def _complementary(self, node: Or, scope: Scope) -> bool:
        """Whether one member is true wherever another is not."""
        refusing = [child for child in node.children if isinstance(_bare((child, scope))[0], Not)]
        for denied in refusing:
            inner, inside = _bare((denied, scope))
            child = cast("Not", inner).child
            if any(self.implies((child, inside), (other, scope)) for other in node.children if other is not denied):
                return True
        return False

    def _candidates(self, node: Node, wanted: Or) -> Sequence[Node]:
        """Those members of a wide OR that a term could imply."""
        keys = _keys(node)
        if keys is None or len(wanted.children) <= _FEW:
            return wanted.children
        _, by_key, others = self._index(wanted)
        return [child for key in dict.fromkeys(keys) for child in by_key.get(key, ())] + others

    def _index(self, wanted: Or) -> tuple[Node, dict[str, list[Node]], list[Node]]:
        known = self._indexes.get(id(wanted))
        if known is None:
            by_key: dict[str, list[Node]] = {}
            others: list[Node] = []
            for child in wanted.children:
                key = first_key(child)
                (others if key is None else by_key.setdefault(key, [])).append(child)
            known = self._indexes[id(wanted)] = (
                wanted,
                by_key,
                others,
            )  # the node is kept, so that its id stays its own
        return known


def _bare(placed: Placed) -> Placed:
    """Without restrictions to a text field: they are told by the scope."""
    node, scope = placed
    while isinstance(node, Within):
        scope = (node.name,)
        node = node.child
    return node, scope


def may_exclude(one: Node, other: Node) -> bool:
    """Whether it is worth asking: words of the text exclude nothing by themselves."""
    return not (isinstance(one, TEXT_NODES) and isinstance(other, TEXT_NODES))


def first_key(node: Node) -> str | None:
    """A word that every term has that implies the phrase ``node``; None where there is no such word."""
    if isinstance(node, Phrase) and not node.parts[0].wild:
        return node.parts[0].base
    return None


def _keys(node: Node) -> list[str] | None:
    """Every ``first_key`` that a phrase which ``node`` implies may have; None: unknown."""
    if not isinstance(node, Phrase | Exact):
        return None
    return list(_words(node))


def _words(node: Phrase | Exact) -> Iterator[str]:
    for part in words_of(node) or ():
        yield part.base
        yield part.base.removesuffix("'s")
