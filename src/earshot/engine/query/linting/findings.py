"""One thing that could be better about a query."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from earshot.engine.query.ast import And, AtLeast, Count, Near, Node, Not, Or, Sentence, Window, Within, children
from earshot.engine.query.printing import format_node
from earshot.kernel.texts import Said

Kind = Literal[
    "contradiction", "dead", "always", "subsumed", "implied", "duplicate", "only-not", "flood", "everyday", "costly",
    "short", "wildcard", "small-letters", "value", "plainer",
]  # fmt: skip
"""``contradiction``: a branch that no post can fulfil; ``dead``: a member that can never be what makes the query true;
``always``: a branch that every post fulfils; ``subsumed``: an alternative that another one covers; ``implied``: a
condition that another one includes; ``duplicate``: the same twice; ``only-not``: it says only what must not be there;
``flood``: words that are in very many posts; ``everyday``: a name that is also a common word; ``costly``: every post
must be looked at in full; ``short``: a wildcard with few letters; ``wildcard``: a wildcard that means nothing;
``small-letters``: an operator's name as a word; ``value``: a value that no post is likely to have; ``plainer``: it can
be said more simply."""

Path = tuple[int, ...]
"""The way from the root to a node: which child, of that which child, and so on."""


@dataclass(frozen=True, slots=True)
class Lint:
    """A finding with its place in the query (code points, end exclusive), in words, and what to do about it.

    ``path``: where the part is that it is about. ``removable``: the query means exactly the same without that part.
    ``mend`` is "" where nothing needs to be done.
    """

    kind: Kind
    start: int
    end: int
    message: str | Said
    mend: str | Said = ""
    path: Path = field(default=(), compare=False)
    removable: bool = False

    def as_json(self) -> dict[str, object]:
        """The shape that the command line prints."""
        return {
            "kind": self.kind, "start": self.start, "end": self.end,
            "message": str(self.message), "mend": str(self.mend), "removable": self.removable,
        }  # fmt: skip


def without(tree: Node, path: Path) -> Node:
    """``tree`` without the member at ``path``, which must be one of several of an AND, OR or ATLEAST."""
    if len(path) > 1:
        below = list(children(tree))
        below[path[0]] = without(below[path[0]], path[1:])
        return rebuilt(tree, tuple(below))
    kept = tuple(child for index, child in enumerate(children(tree)) if index != path[0])
    if isinstance(tree, And | Or) and len(kept) == 1:
        return kept[0]
    return rebuilt(tree, kept)


def rebuilt(node: Node, below: tuple[Node, ...]) -> Node:
    """``node`` with other nodes below it."""
    match node:
        case And() | Or():
            return replace(node, children=below)
        case Window():
            return replace(node, operands=below)
        case AtLeast():
            return replace(node, members=below)
        case Near() | Sentence():
            return replace(node, left=below[0], right=below[1])
        case Not() | Within():
            return replace(node, child=below[0])
        case Count():
            return replace(node, operand=below[0])
    return node


_LONGEST = 60


def shown(node: Node) -> str:
    """A part of the query in a sentence: as it is written, not too long."""
    text = format_node(node)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
