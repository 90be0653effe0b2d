"""What might be added to a query, before anybody asks what it would bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from earshot.engine.query import Query
from earshot.engine.query.ast import And, Exact, Field, Node, Not, Phrase, children
from earshot.engine.query.errors import QueryError
from earshot.engine.query.linting.everyday import commonest
from earshot.engine.query.occurrences import occurrences
from earshot.engine.query.terms import split_parts
from earshot.engine.text.tokens import kind_of
from earshot.features.workshop.associating import associated
from earshot.features.workshop.corpus import Corpus
from earshot.features.workshop.spelling import letters_of, misspelt, slips

MOST_TERMS = 60
"""Terms of the query that are looked at."""
MOST_WORDS = 30
"""Words that go with the matches, of which each is tried."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``word`` beside ``nodes`` (any of them: where it brings most), with the places of the corpus where it stands."""

    kind: str
    term: str
    word: str
    nodes: tuple[Node, ...]
    places: Sequence[int]
    strength: float = 0.0


def candidates_for(query: Query, corpus: Corpus) -> Iterator[Candidate]:
    """All of them, the surest of each kind first."""
    terms = list(wanted(query.tree))[:MOST_TERMS]
    known = {part.base for node in _all(query.tree) if isinstance(node, Phrase) for part in node.parts}
    yield from _spellings(terms, known, corpus)
    yield from _hashtags(query, terms, known, corpus)
    yield from _twins(terms, corpus)
    yield from _together(query, known, corpus)


def wanted(node: Node) -> Iterator[Phrase | Exact]:
    """The words and phrases that a query asks for, not those that it excludes."""
    if isinstance(node, Phrase | Exact):
        yield node
    if not isinstance(node, Not):
        for child in children(node):
            yield from wanted(child)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _all(child)


def _text(node: Phrase) -> str:
    return "".join(part.base for part in node.parts)


def _is_cjk(node: Phrase) -> bool:
    return all(kind_of(part.base) == "cjk" and not part.sign for part in node.parts)


def _spellings(terms: Sequence[Phrase | Exact], known: Collection[str], corpus: Corpus) -> Iterator[Candidate]:
    """Rarer words that are a slip away from a word of the query."""
    vocabulary = [(word, letters_of(word)) for word in corpus.words if _is_telling(word, known)]
    for node in terms:
        if isinstance(node, Exact) or len(node.parts) != 1 or node.parts[0].wild or node.parts[0].sign:
            continue
        word = node.parts[0].base
        if kind_of(word) != "word" or not slips(len(word)):
            continue
        common = max(3, len(corpus.words.get(word, ())))
        for other in misspelt(word, vocabulary):
            if len(corpus.words[other]) < common:
                yield Candidate("spelling", node.parts[0].text, other, (node,), corpus.words[other])


def _is_telling(word: str, known: Collection[str]) -> bool:
    return word not in known and kind_of(word) == "word" and word not in commonest()


def _hashtags(
    query: Query, terms: Sequence[Phrase | Exact], known: Collection[str], corpus: Corpus
) -> Iterator[Candidate]:
    """Tags with a term inside, and tags that go with the matches."""
    texts = [(node, _text(node)) for node in terms if isinstance(node, Phrase)]
    texts = [(node, text) for node, text in texts if len(text) >= (2 if _is_cjk(node) else 4)]
    for tag, places in corpus.tags.items():
        if tag in known:
            continue
        node = next((node for node, text in texts if text in tag and text != tag), None)
        if node is not None:
            yield Candidate("hashtag", query.text[slice(*node.span)], f"#{tag}", (node,), places)
    within, elsewhere = _counts(corpus, corpus.tags)
    for tag, strength in _associated(corpus, within, elsewhere):
        if tag not in known:
            yield Candidate("hashtag", "", f"#{tag}", groups(query), corpus.tags[tag], strength)


def _twins(terms: Sequence[Phrase | Exact], corpus: Corpus) -> Iterator[Candidate]:
    """The other script of what is asked for exactly."""
    for node in terms:
        loose = _loose(node) if isinstance(node, Exact) else None
        if loose is None:
            continue
        found: dict[str, list[int]] = {}
        for place, (_drawn, document) in enumerate(corpus.posts):
            for words in (document.words("title"), document.words("text")):
                for where in occurrences(loose, words)[:1]:
                    found.setdefault(words.surface(*where), []).append(place)
        assert isinstance(node, Exact)
        for surface, places in found.items():
            if surface != node.text and "}" not in surface:
                yield Candidate("script", node.text, f"{{{surface}}}", (node,), places)


def _loose(node: Exact) -> Phrase | None:
    """The same characters in any script; None where there is nothing Chinese about them."""
    if not any("\u3400" <= character <= "\u9fff" for character in node.text):
        return None
    try:
        return Phrase(split_parts(node.text.replace("*", " ").replace("?", " "), 0))
    except QueryError:
        return None


def _together(query: Query, known: Collection[str], corpus: Corpus) -> Iterator[Candidate]:
    """Words that go with the matches."""
    characters = {word for word in known if kind_of(word) == "cjk"}
    within, elsewhere = _counts(corpus, corpus.words)
    found = [
        pair
        for pair in _associated(corpus, within, elsewhere)
        if pair[0] not in known and not characters & set(pair[0])
    ][:MOST_WORDS]
    for word, strength in found:
        if not any(_is_cut_from(word, other, corpus) for other, _ in found):
            yield Candidate("together", "", word, groups(query), corpus.words[word], strength)


def _is_cut_from(pair: str, other: str, corpus: Corpus) -> bool:
    """Whether a pair of characters only reaches into a word that the other is: they overlap, mostly stand in the same
    posts, and the other stands in more."""
    if pair == other or kind_of(pair[0]) != "cjk" or kind_of(other[0]) != "cjk":
        return False
    if pair[0] != other[-1] and pair[-1] != other[0]:
        return False
    mine, others = corpus.words[pair], corpus.words[other]
    rarer = (len(mine), other) < (len(others), pair)
    return rarer and len(set(mine) & set(others)) >= 0.6 * len(mine)


def _counts(corpus: Corpus, of: dict[str, list[int]]) -> tuple[dict[str, int], dict[str, int]]:
    within = {word: sum(place in corpus.matching for place in places) for word, places in of.items()}
    return within, {word: len(places) - within[word] for word, places in of.items()}


def _associated(corpus: Corpus, within: dict[str, int], elsewhere: dict[str, int]) -> Iterator[tuple[str, float]]:
    """Each word against the posts of its own script; everyday words never."""
    found: list[tuple[str, float]] = []
    for places, cjk in ((corpus.spaced, False), (corpus.characters, True)):
        mine = {
            word: count for word, count in within.items()
            if (kind_of(word[0]) == "cjk") is cjk and word not in commonest()
        }  # fmt: skip
        matching = len(places & corpus.matching)
        found += associated(mine, matching, elsewhere, len(places) - matching)
    yield from sorted(found, key=lambda pair: -pair[1])


def groups(query: Query) -> tuple[Node, ...]:
    """Where a word could be an alternative: each condition of the query, or the whole."""
    if isinstance(query.tree, And):
        return tuple(child for child in query.tree.children if not isinstance(child, Not | Field))
    return () if isinstance(query.tree, Not | Field) else (query.tree,)
