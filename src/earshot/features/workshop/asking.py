"""Asks many posts whether a query, and its looser form, match: by the index of the engine, made once a query."""

from __future__ import annotations

from functools import lru_cache

from earshot.engine.query import Document, Query
from earshot.engine.query.ast import Node, children
from earshot.engine.query.index import Index
from earshot.features.listening.finding import Asked
from earshot.features.workshop.loosening import loosened

LARGE = 400
"""Parts of a query from which on an explanation costs so much that fewer are made."""
FEW = 40
"""Pieces of text that are looked for more quickly than a post is cut into words."""
_QUERY, _LOOSER = "query", "looser"


class Asking:
    """One query. ``looser`` is what a near miss matches; None where there is nothing that could be left out."""

    def __init__(self, query: Query) -> None:
        self.looser = loosened(query)
        self.large = _size(query.tree) > LARGE
        literals = [each.literals() for each in (query, self.looser) if each is not None]
        few = all(each.anchored for each in literals) and sum(len(each.alternatives) for each in literals) <= FEW
        self._quick = literals if few else []
        self._index = Index()
        self._index.add(_QUERY, query)
        if self.looser is not None:
            self._index.add(_LOOSER, self.looser)

    def about(self, document: Document, when: Asked) -> tuple[bool, bool]:
        """Whether it matches, and whether it may be a near miss."""
        if self._quick and not any(literals.may_match(document.folded) for literals in self._quick):
            return False, self.looser is None
        found = self._index.matching(document, at=when.at, zone=when.zone)
        matches = _QUERY in found
        return matches, not matches and (self.looser is None or _LOOSER in found)


@lru_cache(maxsize=32)
def asking(query: Query, text: str) -> Asking:
    """Remembered by the query as it is written, so that its next slice need not make it again."""
    return Asking(query)


def _size(node: Node) -> int:
    return 1 + sum(map(_size, children(node)))
