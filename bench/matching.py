"""Queries as teams have them, made of the words of the posts they are to be asked about."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from earshot.engine.text import tokenise
from earshot.engine.text.tokens import Token

COMMON_RANKS = 300
"""The most frequent words are context (late, service, 慢), hardly ever what a query is about."""
_SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ra",
    "te",
    "vo",
    "zen",
    "nor",
    "bel",
    "dra",
    "fi",
    "gu",
    "sha",
    "pel",
    "qui",
    "ton",
    "mar",
    "ves",
)


class Maker:
    """Makes queries with a fixed seed: two in five are about names that hardly any post has, as most brands are."""

    def __init__(self, texts: Sequence[str], seed: int = 11) -> None:
        self._rng = random.Random(seed)
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            tokens = tokenise(text)
            words.update(_once(token.text for token in tokens if _is_name(token)))
            pairs.update(_once(one.text + other.text for one, other in pairwise(tokens) if _is_pair(one, other)))
        self._words = [word for word, _ in words.most_common() if not word.isupper()]
        self._pairs = [pair for pair, count in pairs.most_common() if count > 1]

    def queries(self, count: int) -> list[str]:
        """``count`` texts of queries."""
        return [self._rng.choices(_KINDS, _WEIGHTS)[0](self) for _ in range(count)]

    def _name(self) -> str:
        if self._rng.random() < 0.4:
            return "".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(3, 4)))
        return self._subject(self._pairs if self._rng.random() < 0.3 else self._words)

    def _subject(self, found: list[str]) -> str:
        return found[self._rng.randrange(min(COMMON_RANKS, len(found) // 2), len(found))]

    def _context(self, count: int) -> list[str]:
        found = self._pairs if self._rng.random() < 0.3 else self._words
        return [found[int(len(found) ** self._rng.random()) - 1] for _ in range(count)]

    def brand(self) -> str:
        name = self._name()
        return f'{name} OR #{name} OR @{name} OR "{name} {self._context(1)[0]}"'

    def complaint(self) -> str:
        about = f'({self._name()} OR "{self._name()} {self._name()}")'
        return f"{about} ({' OR '.join(self._context(5))}) -{self._context(1)[0]}"

    def near(self) -> str:
        return f"{self._name()} NEAR/{self._rng.randint(3, 8)} ({' OR '.join(self._context(3))})"

    def phrase(self) -> str:
        return f'"{" ".join(self._context(2))}" {self._name()} -is:repost'

    def wildcard(self) -> str:
        beginning = next(name for name in iter(self._name, "") if len(name) > 3 and name.isascii())[:7]
        return f"{beginning}* ({' OR '.join(self._context(3))}) lang:(en OR zh)"

    def long_list(self) -> str:
        return " OR ".join(self._name() for _ in range(self._rng.randint(20, 60)))

    def window(self) -> str:
        return f"({self._name()} AND {self._context(1)[0]})~{self._rng.randint(2, 8)}"

    def at_least(self) -> str:
        return f"ATLEAST/2({', '.join([self._name(), *self._context(2)])})"


def _is_name(token: Token) -> bool:
    return token.kind == "word" and token.text.isidentifier()


def _is_pair(one: Token, other: Token) -> bool:
    return one.kind == other.kind == "cjk" and one.end == other.start


def _once(found: Iterable[str]) -> list[str]:
    """Each once, in an order that is the same in every process."""
    return list(dict.fromkeys(found))


_KINDS: tuple[Callable[[Maker], str], ...] = (
    Maker.brand, Maker.complaint, Maker.near, Maker.phrase,
    Maker.wildcard, Maker.long_list, Maker.window, Maker.at_least,
)  # fmt: skip
_WEIGHTS = (30, 30, 12, 10, 8, 2, 4, 4)
