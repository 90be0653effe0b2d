"""A post as compiled queries look at it: tables of what it has, each made once and only when asked for."""

from __future__ import annotations

from datetime import datetime, tzinfo
from itertools import pairwise, product

from earshot.engine.query.document import Document, Words
from earshot.engine.query.index.keys import PAIR


class View:
    """The text fields ``scope`` of a document, and the moment at which it is asked about."""

    __slots__ = ("_within", "asked", "at", "document", "joined", "pairs", "parts", "tags", "terms", "zone")

    joined: str
    """The terms, each between two line ends (which no term contains): what wildcards are looked for in; made when first
    asked for."""
    pairs: set[str]
    """The keys of all tokens that stand next to each other in one text field; made when first asked for."""
    tags: set[str]
    """Tags, names and cashtags with their signs; made when first asked for."""

    def __init__(self, document: Document, scope: tuple[str, ...], at: datetime | None, zone: tzinfo) -> None:
        self.document = document
        self.at = at
        self.zone = zone
        self.parts = document.parts(scope)
        self.terms: dict[str, list[int]] = _merged(self.parts)
        """The folded tokens of the fields, also without ``'s``. Where there are several fields the positions are those
        of the last."""
        self.asked: dict[str, bool] = {}
        """What was found out of the post's fields (network, author ...)."""
        self._within: dict[str, View] | None = None

    def __getattr__(self, name: str) -> set[str] | str:
        """What is not there yet; only ever called for that, so that looking into a table costs nothing more."""
        found: set[str] | str
        if name == "joined":
            found = self.joined = "\n".join(("", *self.terms, ""))
        elif name == "pairs":
            found = self.pairs = set().union(*(_pairs(words.terms) for words in self.parts))
        elif name == "tags":
            found = self.tags = {tag.sign + tag.text for words in self.parts for tag in words.tags}
        else:
            raise AttributeError(name, name=name, obj=self)
        return found

    def has_marked_han(self) -> bool:
        """Whether a Han character carries a mark, and so is a token in which the bare character is not found."""
        return any(len(term) > 1 and "\u3400" <= term[0] <= "\u9fff" for words in self.parts for term in words.terms)

    def within(self, field: str) -> View:
        """The same post, of which only the text field ``field`` is looked at."""
        if self._within is None:
            self._within = {}
        view = self._within.get(field)
        if view is None:
            view = self._within[field] = View(self.document, (field,), self.at, self.zone)
            view.asked, view._within = self.asked, self._within
        return view


def _merged(parts: tuple[Words, ...]) -> dict[str, list[int]]:
    if len(parts) == 1:
        return parts[0].positions
    terms: dict[str, list[int]] = {}
    for words in parts:
        terms |= words.positions
    return terms


def _pairs(terms: list[str]) -> set[str]:
    """The pairs of a text; a word in ``'s`` also makes those that it makes without it."""
    found = set(map(PAIR.join, pairwise(terms)))
    if "'s" in PAIR.join(terms):
        for first, second in pairwise(terms):
            if first.endswith("'s") or second.endswith("'s"):
                found.update(map(PAIR.join, product(_forms(first), _forms(second))))
    return found


def _forms(term: str) -> tuple[str, ...]:
    return (term, term[:-2]) if term.endswith("'s") else (term,)
