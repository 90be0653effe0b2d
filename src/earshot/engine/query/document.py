"""What a query is asked about: the text fields of a post, cut lazily, and its values by field name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Set
from datetime import datetime
from types import MappingProxyType

from earshot.engine.text.folding import fold
from earshot.engine.text.sentences import sentence_ends
from earshot.engine.text.tokens import Cut, Tag, token_spans

FieldValue = str | int | bool | datetime | Set[str] | None
_NOTHING: Mapping[str, FieldValue] = MappingProxyType({})


class Words:
    """One text field: folded terms with their positions, tags; spans and sentences only when asked for."""

    __slots__ = ("_sentences", "_spans", "positions", "tags", "terms", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        cut = Cut(text)
        self.terms: list[str] = cut.terms
        self.tags: list[Tag] = cut.tags
        self.positions: dict[str, list[int]] = _positions(cut.terms)
        """Folded term -> where it stands, in order. A word that ends in ``'s`` stands here without it, too."""
        self._spans: list[tuple[int, int]] | None = None
        self._sentences: list[int] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The span of each token in the original text."""
        if self._spans is None:
            self._spans = token_spans(self.text)
        return self._spans

    def surface(self, first: int, last: int) -> str:
        """The original text of the tokens from ``first`` to ``last`` (end exclusive, not empty)."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]]

    def sentence(self, first: int, last: int) -> int:
        """The number of the sentence in which the tokens stand, -1 where they stand in more than one."""
        number = self._number(self.spans[first][0])
        return number if self._number(self.spans[last - 1][1] - 1) == number else -1

    def _number(self, place: int) -> int:
        if self._sentences is None:
            self._sentences = sentence_ends(self.text)
        return bisect_right(self._sentences, place)

    def tokens_at(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that the characters from ``start`` to ``end`` touch; an empty range where they touch none."""
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        last = bisect_left(self.spans, end, key=lambda span: span[0])
        return first, max(first, last)


def _positions(terms: list[str]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for index, term in enumerate(terms):
        if term in positions:
            positions[term].append(index)
        else:
            positions[term] = [index]
    for term in [term for term in positions if term.endswith("'s")]:
        positions[term[:-2]] = sorted([*positions.get(term[:-2], ()), *positions[term]])
    positions.pop("", None)
    return positions


class Document:
    """A post as queries see it.

    ``values`` by field name: text, numbers, times (aware), or sets of text (``topic tag is has``). What is not there
    is unknown: a field that the post lacks is false. Everything is compared without case.
    """

    __slots__ = ("_folded", "_scopes", "_words", "bio", "text", "title", "values")

    def __init__(
        self, text: str, title: str = "", bio: str = "", values: Mapping[str, FieldValue] | None = None
    ) -> None:
        self.text = text
        self.title = title
        self.bio = bio
        self.values: Mapping[str, FieldValue] = _NOTHING if values is None else values
        self._words: dict[str, Words] = {}
        self._scopes: dict[tuple[str, ...], tuple[Words, ...]] = {}
        self._folded: str | None = None

    def words(self, field: str) -> Words:
        """The text field ``title``, ``text`` or ``bio``, cut into words once."""
        words = self._words.get(field)
        if words is None:
            words = self._words[field] = Words(getattr(self, field))
        return words

    def parts(self, scope: tuple[str, ...]) -> tuple[Words, ...]:
        """Those of the text fields ``scope`` that are not empty, cut into words once."""
        parts = self._scopes.get(scope)
        if parts is None:
            parts = self._scopes[scope] = tuple(self.words(field) for field in scope if getattr(self, field))
        return parts

    @property
    def folded(self) -> str:
        """What a prefilter is asked with: title and text, folded."""
        if self._folded is None:
            self._folded = fold(f"{self.title}\n{self.text}" if self.title else self.text)
        return self._folded
