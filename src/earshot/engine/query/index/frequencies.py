"""How often a key stands in a post: learned from the posts seen, smoothed by what its kind and length let expect."""

from __future__ import annotations

from collections.abc import Iterable

from earshot.engine.query.index.keys import BIO, FIELD, LOOKED_UP, PAIR, WILD, field_of

SMOOTHING = 50
"""An expectation weighs as much as this many posts."""
MOST_KEYS = 200_000
"""Beyond this many the counts are halved and what was seen once is forgotten."""

_WORDS = (0.1, 0.06, 0.05, 0.02, 0.008, 0.004, 0.003)
"""The expected share of posts with a word of so many letters; the last for all longer ones."""
_WILDS = (1.0, 0.5, 0.15, 0.04, 0.015, 0.008, 0.004)
"""The same for wildcards, by their letters."""
_FIELDS = {"author": 0.0002, "author_name": 0.0002, "site": 0.002, "topic": 0.02, "tag": 0.02, "campaign": 0.02}
_OTHER_FIELDS = 0.2
_TAG, _CJK, _EMOJI = 0.0005, 0.02, 0.004
_PAIR_OF = 0.05
"""The expected share of the posts with the rarer of two tokens in which the other follows."""


class Frequencies:
    """Document frequencies of keys. Not safe for threads: the index holds its lock."""

    def __init__(self) -> None:
        self.seen = 0
        self._counts: dict[str, int] = {}
        self._since: dict[str, int] = {}
        """What is only looked up while something is filed under it -> how many posts had been seen when that began."""
        self._before: dict[str, float] = {}
        """The rate that such a key had when the last query left it."""

    def watch(self, key: str) -> None:
        """From now on posts that have ``key`` are said to have it."""
        self._since[key] = self.seen

    def unwatch(self, key: str) -> None:
        """From now on they are not; what is known of it stays known."""
        if len(self._before) >= MOST_KEYS:
            self._before.clear()
        self._before[key] = self.rate(key)
        del self._since[key]
        self._counts.pop(key, None)

    def learn(self, keys: Iterable[str]) -> None:
        """Count the keys of one post, each once."""
        counts = self._counts
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
        self.seen += 1
        if len(counts) > MOST_KEYS:
            self._forget()

    def rate(self, key: str) -> float:
        """The share of posts, 0 to 1, that are expected to have ``key``."""
        seen = self.seen
        if key[0] in LOOKED_UP:
            seen -= self._since.get(key, seen)
        return (self._counts.get(key, 0) + SMOOTHING * self._expected(key)) / (seen + SMOOTHING)

    def _expected(self, key: str) -> float:
        if key in self._before:
            return self._before[key]
        if key[0] == FIELD:
            return _FIELDS.get(field_of(key), _OTHER_FIELDS)
        token = key.removeprefix(BIO)
        first, both, second = token.partition(PAIR)
        return _PAIR_OF * min(self.rate(first), self.rate(second)) if both else _of_token(token)

    def _forget(self) -> None:
        self.seen //= 2
        self._since = {key: since // 2 for key, since in self._since.items()}
        self._counts = {key: count // 2 for key, count in self._counts.items() if count > 1}


def _of_token(token: str) -> float:
    if token[0] == WILD:
        return _WILDS[min(sum(char not in "*?" for char in token) - 1, len(_WILDS) - 1)]
    if token[0] in "#@$":
        return _TAG
    if token[0] < "\u2e80":
        return _WORDS[min(len(token), len(_WORDS) - 1)]
    return _CJK if token[0] < "\U0001f000" else _EMOJI
