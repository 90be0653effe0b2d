"""What is left of a foreign query, put together."""

from __future__ import annotations

from earshot.engine.query.ast import And, Node, Or, Phrase
from earshot.engine.query.parser import is_term


def window_operands(node: Node, *, quoted: bool) -> tuple[Node, ...] | None:
    """What a window is laid over: the words of a phrase, or the members of an AND."""
    if isinstance(node, Phrase) and quoted:
        return tuple(Phrase((part,)) for part in node.parts)
    if isinstance(node, And) and all(is_term(child) for child in node.children):
        return node.children
    return None


def all_of(members: list[Node]) -> Node | None:
    """AND of what is left, without brackets that say nothing."""
    if len(members) < 2:
        return members[0] if members else None
    return And(tuple(inner for node in members for inner in (node.children if isinstance(node, And) else (node,))))


def any_of(members: list[Node]) -> Node | None:
    """OR of what is left, without brackets that say nothing."""
    if len(members) < 2:
        return members[0] if members else None
    return Or(tuple(inner for node in members for inner in (node.children if isinstance(node, Or) else (node,))))
