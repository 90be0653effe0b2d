"""The wildcards that queries are filed under, and which of them fit the words of a post.

``deliver*`` is found by looking up the beginnings of a word, in the lengths that there are; any other wildcard is tried
only on words that share three of its letters. What was found for a word is remembered: posts repeat their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from earshot.engine.query.wildcards import glob

GRAM = 3
_GAPS = re.compile("[*?]")
MOST_WORDS = 50_000
"""So many words are remembered."""
LONGEST_WORD = 64
"""Longer words come once, and are not remembered."""
MOST_BARREN = 8_192
"""Of so many words it is known at a glance that they fit nothing."""
MOST_NEWS = 8
"""A word that has missed more wildcards than this is looked up anew."""


class Patterns:
    """Wildcards, as keys (``keys.WILD`` before each), by their letters. Not safe for threads: the index holds its
    lock."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}
        self._prefixes: dict[str, str] = {}
        self._lengths: dict[int, int] = {}
        """Length of a prefix -> how many there are of it."""
        self._by_gram: dict[str, dict[str, None]] = {}
        self._gram_of: dict[str, str] = {}
        self._news: list[str] = []
        """Wildcards in the order in which they came; what is remembered of a word says how many it has met."""
        self._words: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._barren: set[str] = set()
        """Words that fit no wildcard, as long as none is new."""
        self._is_new = False

    def __bool__(self) -> bool:
        return bool(self._uses)

    def add(self, pattern: str) -> None:
        """One more query is filed under ``pattern``."""
        uses = self._uses[pattern] = self._uses.get(pattern, 0) + 1
        if uses > 1:
            return
        self._news.append(pattern)
        self._is_new = True
        prefix = _prefix(pattern)
        if prefix:
            self._prefixes[prefix] = pattern
            self._lengths[len(prefix)] = self._lengths.get(len(prefix), 0) + 1
        else:
            gram = self._gram_of[pattern] = self._rarest_gram(pattern)
            self._by_gram.setdefault(gram, {})[pattern] = None

    def remove(self, pattern: str) -> None:
        """One query less. What is remembered of words may go on naming a wildcard that nobody uses."""
        self._uses[pattern] -= 1
        if self._uses[pattern]:
            return
        del self._uses[pattern]
        prefix = _prefix(pattern)
        if prefix:
            del self._prefixes[prefix]
            self._lengths[len(prefix)] -= 1
            if not self._lengths[len(prefix)]:
                del self._lengths[len(prefix)]
        else:
            gram = self._gram_of.pop(pattern)
            del self._by_gram[gram][pattern]
            if not self._by_gram[gram]:
                del self._by_gram[gram]

    def fitting(self, words: Iterable[str]) -> list[str]:
        """The wildcards that describe any of ``words``; some may be named twice, or be out of use."""
        found: list[str] = []
        if self._is_new:
            self._barren.clear()
            self._is_new = False
        met, remembered, barren = len(self._news), self._words, self._barren
        for word in set(words).difference(barren):
            known = remembered.get(word)
            if known is None or known[0] != met:
                known = self._learn(word, known)
            if known[1]:
                found += known[1]
            elif len(barren) < MOST_BARREN and len(word) <= LONGEST_WORD:
                barren.add(word)
        return found

    def _learn(self, word: str, known: tuple[int, tuple[str, ...]] | None) -> tuple[int, tuple[str, ...]]:
        met = len(self._news)
        if known is None or met - known[0] > MOST_NEWS:
            fitting = tuple(self._look_up(word))
        else:
            fitting = (*known[1], *(pattern for pattern in self._news[known[0] :] if glob(pattern[1:], word)))
        if len(word) > LONGEST_WORD:
            return met, fitting
        if len(self._words) > MOST_WORDS or met > MOST_WORDS:
            self._words.clear()
            self._news.clear()
            met = 0
        self._words[word] = met, fitting
        return met, fitting

    def _look_up(self, word: str) -> Iterator[str]:
        for length in self._lengths:
            if length <= len(word) and (pattern := self._prefixes.get(word[:length])):
                yield pattern
        if self._by_gram:
            grams = {word[at : at + length] for length in range(GRAM + 1) for at in range(len(word) - length + 1)}
            for gram in self._by_gram.keys() & grams:
                yield from (pattern for pattern in self._by_gram[gram] if glob(pattern[1:], word))

    def _rarest_gram(self, pattern: str) -> str:
        """Of the letters of ``pattern`` the three in a row that the fewest wildcards have; fewer where it has fewer."""
        longest = max(_GAPS.split(pattern[1:]), key=len)
        if len(longest) <= GRAM:
            return longest
        grams = [longest[at : at + GRAM] for at in range(len(longest) - GRAM + 1)]
        return min(grams, key=lambda gram: len(self._by_gram.get(gram, ())))


def _prefix(pattern: str) -> str:
    """What stands before the only ``*``, at the end; "" for any other wildcard."""
    prefix = pattern[1:-1]
    return prefix if pattern[-1] == "*" and not _GAPS.search(prefix) else ""
