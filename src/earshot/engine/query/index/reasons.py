"""Why a query cannot be filed under anything, in words."""

from __future__ import annotations

from earshot.engine.query.ast import And, Node, Not, Or, Within
from earshot.engine.query.index.covering import Coverer
from earshot.engine.query.printing import format_node
from earshot.kernel.texts import Said, say

LONGEST_PART = 60


def why_costly(node: Node, coverer: Coverer) -> Said:
    """What makes ``node``, which has no cover, run for every post: the smallest part that is to blame."""
    part = _to_blame(node, coverer)
    written = format_node(part)
    if len(written) > LONGEST_PART:
        written = written[: LONGEST_PART - 1] + "…"
    if _only_not(part):
        return say("It is run for every post: “%(part)s” only says what must be missing.", part=written)
    return say(
        "It is run for every post: “%(part)s” needs no word, tag or name by which posts could be looked up.",
        part=written,
    )


def _to_blame(node: Node, coverer: Coverer) -> Node:
    """Of alternatives the one that has no cover."""
    match node:
        case Or(children=below):
            return _to_blame(next(child for child in below if coverer.cover(child) is None), coverer)
        case Within(child=child):
            return _to_blame(child, coverer)
    return node


def _only_not(node: Node) -> bool:
    return isinstance(node, Not) or (isinstance(node, And) and all(map(_only_not, node.children)))
