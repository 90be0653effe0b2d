"""The arrays that machine code and Python share, and what their values mean.

Tuples of arrays, so that numba can take them apart; every function over them is also plain Python.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]

OTHER, WORD, CJK, URL, EMOJI, TONE, REGIONAL, SIGN, APOSTROPHE = range(9)
"""Classes of folded characters."""

UNKNOWN, DROPPED, SLOW = 0, -1, -2
"""In ``Alphabet.fold``: not met yet; folds to nothing; only ``engine/text`` knows. Above 0: the folded character and 1.
Below ``SLOW``: the place in ``Alphabet.pool`` of its length and characters, as ``FIRST_POOLED - place``."""
FIRST_POOLED = -3
MOST_POOLED = 4
"""What folds to more characters is left to ``engine/text``."""

DONE, MEET, LEAVE = 0, 1, 2
"""How a segment was cut: done; it has characters to be met first; it is left to ``engine/text``."""

TERM, HASH_TAG, AT_TAG, CASH_TAG, PREFIX, GRAM, HASH_PREFIX, AT_PREFIX, CASH_PREFIX = range(1, 10)
"""Kinds of texts in the table: whole tokens; tags by their sign; beginnings of words; letters inside a word; beginnings
of tags."""
NO_TEXT = 0
"""Kind of a number that is not found by characters: pairs, values of fields, marks."""
LONGEST_PREFIX = 62
LONGEST_GRAM = 3

KIND, START, LENGTH, FLAGS, ROW = range(5)
"""Places in a row of ``Terms.rows``, and how long it is."""
BEGINS_PAIR, ENDS_PAIR = 1, 2

SEED, PREFIX_LENGTHS, TAG_PREFIX_LENGTHS, GRAM_LENGTHS, HASH_MARK, AT_MARK, CASH_MARK, SETTINGS = range(8)
"""Places in ``Terms.settings``: the secret of the hash; lengths as bits; numbers stamped where any such tag stands."""

TITLE, TEXT, BIO = 1, 2, 4
EVERYWHERE = TITLE | TEXT | BIO
SEGMENTS = 3
"""Text fields of a post, in this order."""

TEST, PHRASE, NEAR, COUNT, MAYBE = range(5)
"""Instructions. ``MAYBE`` is taken as what lets the query match, and noted."""
STEP = 4
"""An instruction: what to do and, in bits 8 to 10, in which text fields; its argument; where to go on if so, if not."""
NEGATED = 16
"""Bit of an instruction that stands under an odd number of NOT: there what is unsure is taken as false."""
ACCEPT, REJECT = -1, -2
ALWAYS_TRUE = -1
"""Entry of a query that matches wherever one of its anchors stands."""

SHARED = 1
"""Lowest bit of a filed query: it has so many anchors that it is stamped, to be run once."""
MANY_ANCHORS = 3

NO, YES, UNSURE = 0, 1, 2

SCOPE_BITS = 3
LAST_SERIAL = (1 << (31 - SCOPE_BITS)) - 2
"""Posts after which the stamps are wiped."""
MOST_PLACES = 64
"""So many occurrences of an operand are looked at; where there are more the definition is asked."""


class Alphabet(NamedTuple):
    """What single characters fold to, and the class of what comes out."""

    fold: Ints
    classes: Bytes
    pool: Ints


class Terms(NamedTuple):
    """Texts and pairs to numbers. ``slots``: an open table, hash and number, 0 where free; ``rows`` by number: kind,
    where its characters begin, how many they are, flags. ``pair_keys``: another table, both numbers in one;
    ``pair_bits``: a bit for each pair, by which most others are known to be none."""

    slots: Longs
    rows: Ints
    chars: Ints
    pair_keys: Longs
    pair_numbers: Ints
    pair_bits: Bytes
    settings: Longs


class Segments(NamedTuple):
    """Text fields one behind the other: code points, where each ends, whether URLs are already overwritten in it."""

    text: Ints
    ends: Longs
    masked: Bytes


class Cut(NamedTuple):
    """Segments as numbers: for each token the number of the whole and without ``'s``; tags, beginnings and letters
    apart. ``bounds``: of each segment the tokens' start and end, then the others'."""

    whole: Ints
    bare: Ints
    others: Ints
    bounds: Longs
    status: Bytes
    folded: Ints


class Filed(NamedTuple):
    """Queries by the number that they are filed under. ``queries``: merged lists, query and entry, from ``starts`` on;
    behind ``heads`` what came since. ``counts``: how many posts of the sample had a number."""

    starts: Ints
    queries: Ints
    heads: Ints
    chained: Ints
    following: Ints
    always: Ints
    counts: Longs


class Programs(NamedTuple):
    """Code and operands of all queries, and where each begins."""

    code: Ints
    operands: Ints
    entries: Ints


class Stamps(NamedTuple):
    """Which numbers the post in hand has and in which text fields (below the serial number of the post), and which of
    the queries with several anchors were run. ``hits``: its numbers, each once."""

    numbers: Ints
    queries: Ints
    hits: Ints
    lefts: Ints
    rights: Ints


def empty(size: int, kind: Any = np.int32) -> Any:
    """An array of zeros that takes memory only where it is written."""
    return np.zeros(size, dtype=kind)
