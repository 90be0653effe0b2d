"""What could be added to a query, found in the data: other spellings, hashtags, words that go with it, twins."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from earshot.engine.query import Query
from earshot.features.listening.finding import Asked, asked
from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.workshop.candidates import Candidate, candidates_for
from earshot.features.workshop.changing import Edit, added, written
from earshot.features.workshop.corpus import Corpus, as_written, read_corpus
from earshot.features.workshop.gathering import gather
from earshot.features.workshop.items import Change, Item
from earshot.features.workshop.ranking import POST, Drawn
from earshot.ports.services import services

READING, SECONDS = 0.6, 1.0
"""For reading posts, and for everything."""
EXAMPLES = 10
"""Posts in which it is looked up how a word is written."""
SHOWN = 6
"""Proposals of a kind."""

KINDS = ("spelling", "hashtag", "script", "together")
"""``spelling``: a word a slip away from ``term``; ``hashtag``: a tag that contains it or stands beside it; ``script``:
the simplified or traditional twin of a ``{term}``; ``together``: a word that goes with what matches ("" as term)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``word`` was seen in ``count`` of the posts looked at; ``change.brings`` of them the query does not match yet.
    ``newest`` is an example of these. ``strength``: the log-likelihood ratio of a word that goes with the matches."""

    kind: str
    term: str
    word: str
    count: int
    change: Change
    newest: Item
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best of each kind, in the order of ``KINDS``. ``looked_at``: in how many posts they were looked for;
    ``complete`` is False where time ran out."""

    found: tuple[Proposal, ...]
    looked_at: int
    complete: bool


def proposals(membership: Membership, query: Query, *, topic: Topic | None = None) -> Proposals:
    """Look through the newest posts, stored and sampled; at most about a second."""
    when = asked(membership.workspace, services().clock.now())
    start = time.monotonic()
    corpus = read_corpus(membership, query, when, start + READING)
    tried, complete = _tried(query, corpus, when, start + SECONDS)
    best = [each for kind in KINDS for each in _best(tried, kind)]
    items = gather(membership, [each.newest for each in best], query, when, topic)
    found = tuple(
        Proposal(each.kind, each.term, each.word, each.count, each.change, items[each.newest][0], each.strength)
        for each in best
        if each.newest in items
    )
    return Proposals(found, len(corpus.posts), complete and corpus.complete)


@dataclass(frozen=True, slots=True)
class _Tried:
    kind: str
    term: str
    word: str
    count: int
    change: Change
    newest: Drawn
    strength: float


def _tried(query: Query, corpus: Corpus, when: Asked, until: float) -> tuple[list[_Tried], bool]:
    """What each candidate brings; a word is proposed once, for what it was found first."""
    found: dict[str, _Tried] = {}
    for candidate in candidates_for(query, corpus):
        if time.monotonic() > until:
            return list(found.values()), False
        word = candidate.word.strip("#{}")
        if word not in found and (tried := _try(query, corpus, when, candidate)) is not None:
            found[word] = tried
    return list(found.values()), True


def _try(query: Query, corpus: Corpus, when: Asked, candidate: Candidate) -> _Tried | None:
    """Where the word brings most; None where it brings nothing."""
    missed = [place for place in candidate.places if place not in corpus.matching]
    if not missed:
        return None
    word = candidate.word if candidate.kind == "script" else _as_written(candidate.word, corpus, missed)
    if not word:
        return None
    text = word if candidate.kind == "script" else written(word)
    best: tuple[Edit, list[int]] | None = None
    for node in candidate.nodes:
        edit = added(query, node, text)
        changed = edit.parsed(query.text) if edit is not None else None
        if edit is None or changed is None:
            continue
        brought = [place for place in missed if changed.matches(corpus.posts[place][1], at=when.at, zone=when.zone)]
        if brought and (best is None or len(brought) > len(best[1])):
            best = edit, brought
    if best is None:
        return None
    edit, brought = best
    change = Change(edit.start, edit.end, edit.text, edit.of(query.text), len(brought))
    newest = max((corpus.posts[place][0] for place in brought), key=lambda drawn: (drawn[0] == POST, drawn[1]))
    return _Tried(candidate.kind, candidate.term, word, len(candidate.places), change, newest, candidate.strength)


def _as_written(word: str, corpus: Corpus, places: Sequence[int]) -> str:
    found = (as_written(word, corpus.posts[place][1]) for place in places[:EXAMPLES])
    return next(filter(None, found), "")


def _best(tried: list[_Tried], kind: str) -> list[_Tried]:
    mine = [each for each in tried if each.kind == kind]
    return sorted(mine, key=lambda each: (-each.strength, -each.change.brings, each.word))[:SHOWN]
