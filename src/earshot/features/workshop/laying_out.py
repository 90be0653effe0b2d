"""A query laid out in lines, so that a long one can be read: each member of a group on a line of its own."""

from __future__ import annotations

from earshot.engine.query import TOPIC_FIELDS, Query, QueryError, format, parse
from earshot.engine.query.ast import And, Node, Not, Or

WIDTH = 76
"""Characters of a line beyond which a group is broken."""
_STEP = "  "


def laid_out(query: Query) -> str | None:
    """The plain spelling, in lines; the same query. None where it has comments, which would be lost."""
    if "<<<" in query.text:
        return None
    text = _lines(query.tree, 0)
    try:
        return text if parse(text, TOPIC_FIELDS) == query else format(query)
    except QueryError:
        return format(query)


def _lines(node: Node, depth: int) -> str:
    short = format(node)
    if len(short) + len(_STEP) * depth <= WIDTH or not isinstance(node, And | Or):
        return short
    word, break_line = ("AND", "\n") if isinstance(node, And) else ("OR", "\n")
    break_line += _STEP * depth
    members = [_member(child, node, depth) for child in node.children]
    return f"{break_line}{word} ".join(members)


def _member(child: Node, within: And | Or, depth: int) -> str:
    match child:
        case Not(child=And() | Or() as inner):
            return f"NOT ({_lines(inner, depth + 1)})"
        case Or() if isinstance(within, And):
            return f"({_lines(child, depth + 1)})"
        case And():
            return f"({_lines(child, depth + 1)})"
    return format(child)
