"""A query laid out in lines, so that a long one can be read: conditions below each other, alternatives side by side."""

from __future__ import annotations

from itertools import pairwise

from earshot.engine.query import TOPIC_FIELDS, Query, QueryError, format, parse
from earshot.engine.query.ast import And, Node, Not, Or

WIDTH = 76
"""Characters of a line beyond which a group is broken."""
_STEP = "  "
_CLOSING = 3
"""Characters of a line that are left for brackets."""


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
    if _width(short) + len(_STEP) * depth <= WIDTH or not isinstance(node, And | Or):
        return short
    members = [_member(child, node, depth) for child in node.children]
    if isinstance(node, And):
        return f"\n{_STEP * depth}AND ".join(members)
    return _filled(members, depth)


def _filled(members: list[str], depth: int) -> str:
    """Alternatives side by side while there is room; one that has lines of its own begins a line and ends one."""
    lines = [members[0]]
    for before, member in pairwise(members):
        tall = "\n" in before or "\n" in member
        if tall or _width(lines[-1]) + _width(member) + len(" OR ") + len(_STEP) * depth > WIDTH - _CLOSING:
            lines.append(f"OR {member}")
        else:
            lines[-1] += f" OR {member}"
    return f"\n{_STEP * depth}".join(lines)


def _width(text: str) -> int:
    """In columns: Chinese characters take two."""
    return sum(2 if char > "\u2e80" else 1 for char in text)


def _member(child: Node, within: And | Or, depth: int) -> str:
    match child:
        case Not(child=And() | Or() as inner):
            return f"NOT ({_lines(inner, depth + 1)})"
        case Or() if isinstance(within, And):
            return f"({_lines(child, depth + 1)})"
        case And():
            return f"({_lines(child, depth + 1)})"
    return format(child)
