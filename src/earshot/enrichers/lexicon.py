"""Word lists and how they are found in a text; shared by the enrichers that judge by words.

A list is a text file of lines ``value | term, term, ...``. Terms and texts are folded (``engine.text``): case, accents,
and simplified or traditional characters make no difference, so one Chinese list serves both scripts and says twice only
what Taipei and Shanghai say in different words. ``delay+`` stands for an English word with its regular endings. Where
terms overlap the longest wins, so ``not bad`` or ``to die for`` can set right what ``bad`` and ``die`` would say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from earshot.engine.text.folding import fold

_TOKEN = re.compile(
    r"""[a-z0-9]+(?:'[a-z]+)*          # a word
    |[぀-ヿ㐀-鿿豈-﫿]                  # kana and Han, one by one
    |[:;=]['-]?[()dp|/\\](?![a-z/])    # :-)
    |<3+
    |[☀-➿\U0001f300-\U0001faff]        # signs and emoji
    |[^\W\d_a-z]+                      # words of other alphabets
    |[?!]+|[.,;。、…\n]""",
    re.VERBOSE,
)
NOT_WORDS = re.compile(r"https?://\S+|www\.\S+")
ENOUGH = 4000
"""Characters that are looked at; a longer text says what it has to say before."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text without addresses, the same folded, and cut into tokens."""

    text: str
    folded: str
    tokens: tuple[str, ...]

    def as_written(self, term: str) -> str:
        """How the text itself writes the folded ``term``: people are shown their own words."""
        place = self.folded.find(term)
        if place < 0 or len(self.folded) != len(self.text):
            return term
        return self.text[place : place + len(term)]


@lru_cache(maxsize=16)
def prepare(text: str, title: str = "") -> Prepared:
    """Fold and cut; remembered, because several enrichers look at the same post one after the other."""
    whole = f"{title}\n{text}" if title else text
    if "&" in whole:
        whole = whole.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    bare = NOT_WORDS.sub(" ", whole[:ENOUGH]) if "://" in whole or "www." in whole else whole[:ENOUGH]
    folded = fold(bare)
    return Prepared(bare, folded, tuple(_TOKEN.findall(folded)))


class Hit(NamedTuple):
    """A term found: its value, its folded text, and its tokens (end exclusive)."""

    value: str
    term: str
    start: int
    end: int


class Lexicon:
    """Terms with a value each."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        terms: dict[str, dict[tuple[str, ...], tuple[str, str]]] = defaultdict(dict)
        for value, term in entries:
            tokens = tuple(_TOKEN.findall(fold(term)))
            if tokens:
                terms[tokens[0]][tokens] = (value, _joined(tokens))
        # First token -> the lengths of its terms, longest first, and the terms: one look-up for each length.
        self._index = {first: (_sizes(found), found) for first, found in terms.items()}

    @classmethod
    def read(cls, package: str, *names: str) -> Lexicon:
        """From the word lists ``names`` beside ``package``."""
        return cls(entry for name in names for entry in _entries((files(package) / name).read_text("utf-8")))

    def find(self, tokens: tuple[str, ...]) -> list[Hit]:
        """What occurs, from left to right, the longest where several begin together; hits never overlap."""
        hits: list[Hit] = []
        index, covered = self._index, 0
        for position in [place for place, token in enumerate(tokens) if token in index]:
            if position < covered:
                continue
            sizes, terms = index[tokens[position]]
            for size in sizes:
                entry = terms.get(tokens[position : position + size])
                if entry is not None:
                    covered = position + size
                    hits.append(Hit(*entry, position, covered))
                    break
        return hits


def _sizes(terms: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(sorted({len(term) for term in terms}, reverse=True))


def _joined(term: Sequence[str]) -> str:
    return ("" if term[0] > "⺀" else " ").join(term)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        value, bar, terms = line.partition("|")
        if bar and not line.startswith("#"):
            for term in terms.split(","):
                yield from ((value.strip(), form) for form in forms(term.strip()))


def forms(term: str) -> list[str]:
    """``term``, and its regular English endings where it is marked with ``+``."""
    if not term.endswith("+"):
        return [term] if term else []
    stem = term[:-1]
    if stem.endswith("e"):
        return [stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing", f"{stem}ly"]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return [stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing", f"{stem[:-1]}ily"]
    endings = ["", "es" if stem.endswith(("s", "sh", "ch", "x", "z")) else "s", "ed", "ing", "ly"]
    doubled = (
        [stem + stem[-1] + "ed", stem + stem[-1] + "ing"] if re.search(r"[^aeiou][aeiou][bdgmnprt]$", stem) else []
    )
    return [stem + ending for ending in endings] + doubled
