"""The posts in which proposals are looked for: the newest matches, the newest of all, and what passed by."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from earshot.engine.query import Document, Query
from earshot.engine.text.tokens import kind_of
from earshot.features.listening import search
from earshot.features.listening.finding import HIGHEST, Asked, candidates
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from earshot.features.listening.reservoir import uniform_sample
from earshot.features.listening.seeing import Seeing
from earshot.features.people.models import Membership
from earshot.features.workshop.gathering import document_of_sampled
from earshot.features.workshop.ranking import POST, SAMPLED, Drawn

PAGE = 200
MATCHING, NEWEST, PASSED_BY = 800, 1_600, 1_200
"""At most so many posts of each."""
SHORTEST = 3
"""Letters of a word that is counted."""


@dataclass(slots=True)
class Corpus:
    """Each post once. ``matching`` are the places of those that match; ``words`` and ``tags``: in which places a folded
    word (two neighbouring characters, in Chinese and Japanese) or hashtag stands."""

    posts: list[tuple[Drawn, Document]] = field(default_factory=list)
    matching: set[int] = field(default_factory=set)
    spaced: set[int] = field(default_factory=set)
    characters: set[int] = field(default_factory=set)
    """Places of the posts with words of a spaced script, and of those with pairs of characters: a word is rare or
    common among the posts that could have it."""
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    complete: bool = True

    def add(self, drawn: Drawn, document: Document, *, matches: bool) -> None:
        """One more post."""
        place = len(self.posts)
        self.posts.append((drawn, document))
        if matches:
            self.matching.add(place)
        for word in dict.fromkeys(words_of(document)):
            self.words[word].append(place)
            (self.characters if kind_of(word[0]) == "cjk" else self.spaced).add(place)
        for tag in dict.fromkeys(tags_of(document)):
            self.tags[tag].append(place)


def words_of(document: Document) -> Iterator[str]:
    """Words and pairs of CJK characters of a post, folded; those behind a sign too."""
    for part in (document.words("title"), document.words("text")):
        for term in part.terms:
            if len(term) >= SHORTEST and kind_of(term) == "word" and not term.isdecimal():
                yield term
        for one, other in pairwise(part.terms):
            if kind_of(one) == kind_of(other) == "cjk":
                yield one + other


def tags_of(document: Document) -> Iterator[str]:
    """Hashtags of a post, folded, without the sign."""
    for part in (document.words("title"), document.words("text")):
        yield from (tag.text for tag in part.tags if tag.sign == "#" and len(tag.text) > 1)


def as_written(word: str, document: Document) -> str:
    """A folded word or ``#tag`` as the post writes it, where it is Chinese or Japanese: folding mixes the scripts.
    Other words stay folded, so that accents and capitals do not narrow them. "" where
    its characters do not stand next to each other."""
    if not any(kind_of(character) == "cjk" for character in word):
        return word
    for part in (document.words("title"), document.words("text")):
        for tag in part.tags:
            if word == tag.sign + tag.text:
                return tag.sign + part.surface(tag.first, tag.last)
        for place, (one, other) in enumerate(pairwise(part.terms)):
            if word == one + other and part.spans[place][1] == part.spans[place + 1][0]:
                return part.surface(place, place + 2)
    return ""


def read_corpus(membership: Membership, query: Query, when: Asked, until: float) -> Corpus:
    """As much of it as can be read until then (``time.monotonic``), the matches first."""
    corpus, seen = Corpus(), set[Drawn]()
    workspace_id, seeing = membership.workspace_id, Seeing(membership)
    sources = (
        (_stored(workspace_id, seeing, query, query), MATCHING),
        (_stored(workspace_id, seeing, None, query), NEWEST),
        (_passed_by(workspace_id), PASSED_BY),
    )
    for source, most in sources:
        _take(corpus, source, most, seen, query, when, until)
    return corpus


def _take(
    corpus: Corpus, source: Iterable[list[tuple[Drawn, Document]]], most: int, seen: set[Drawn], query: Query,
    when: Asked, until: float,
) -> None:  # fmt: skip
    taken = 0
    for page in source:
        if time.monotonic() > until:
            corpus.complete = False
            return
        for drawn, document in page:
            if drawn not in seen:
                seen.add(drawn)
                corpus.add(drawn, document, matches=query.matches(document, at=when.at, zone=when.zone))
        taken += len(page)
        if taken >= most:
            return


def _stored(
    workspace_id: int, seeing: Seeing, wanted: Query | None, query: Query
) -> Iterator[list[tuple[Drawn, Document]]]:
    expression = wanted.fts() if wanted is not None and search.has_index() else None
    for ids in candidates(workspace_id, expression, HIGHEST, PAGE):
        versions = current_versions(seeing.only(ids))
        yield [((POST, number), document) for number, document in read_documents(versions, fields_of(query))]


def _passed_by(workspace_id: int) -> Iterator[list[tuple[Drawn, Document]]]:
    rows = uniform_sample(workspace_id).order_by("-id")[:PASSED_BY]
    page = []
    for row in rows.iterator(PAGE):
        page.append(((SAMPLED, row.pk), document_of_sampled(row)))
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page
