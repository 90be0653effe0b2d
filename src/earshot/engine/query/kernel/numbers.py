"""One space of numbers for all that queries ask about: tokens, tags, pairs, beginnings, letters, values of fields.

A number is known by its key, a plain string: that of the index where the index has one (``late``, ``late parcel``,
``#late``, a field's value), else a sign of its own and the text. From 1 on; 0 is nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from itertools import chain

import numpy as np

from earshot.engine.query.index.frequencies import SMOOTHING, Frequencies
from earshot.engine.query.index.keys import BARE_HAN, BIO, FIELD, PAIR, WILD, field_of
from earshot.engine.query.kernel import shapes
from earshot.engine.query.kernel.growing import Growing
from earshot.engine.query.kernel.machine import Machine
from earshot.engine.query.kernel.shapes import Terms, empty

PREFIX, GRAM, MARK = "\x10", "\x11", "\x12"
"""First signs of keys: ``PREFIX``, a tag's sign or nothing, a beginning; ``GRAM`` letters inside a word; ``MARK`` and a
sign: there is a tag of that sign."""
_SIGNS = "#@$"
_KEYCAP_LENGTH = 2
_SECRET_BITS = 63


class Numbers:
    """Keys to numbers, and the tables by which machine code finds them. Not safe for threads."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.by_key: dict[str, int] = {}
        self.fields: set[str] = set()
        """Names of the fields of which values have numbers."""
        self.seen = 0
        """Posts that were counted."""
        self._prior = Frequencies()
        self._rows = Growing()
        self._counts, self._since = Growing(np.int64), Growing(np.int64)
        self._chars = Growing()
        self._new_texts: list[int] = []
        self._new_pairs: list[int] = []
        self._texts = self._pairs = 0
        self._slots, self._pair_keys = empty(2 * 1024, np.int64), empty(1024, np.int64)
        self._pair_numbers, self._pair_bits = empty(1024), empty(1024, np.uint8)
        self._settings = empty(shapes.SETTINGS, np.int64)
        self._settings[shapes.SEED] = secrets.randbits(_SECRET_BITS)
        self._add(shapes.NO_TEXT, 0, 0)

    def __len__(self) -> int:
        return len(self._since)

    @property
    def prefixes(self) -> tuple[int, int, int]:
        """Lengths of beginnings of words, of beginnings of tags, and of letters, as bits."""
        places = (shapes.PREFIX_LENGTHS, shapes.TAG_PREFIX_LENGTHS, shapes.GRAM_LENGTHS)
        first, second, third = (int(self._settings[place]) for place in places)
        return first, second, third

    def number(self, key: str) -> int:
        """The number of ``key``; a new one if it has none."""
        known = self.by_key.get(key)
        if known is not None:
            return known
        number = self.by_key[key] = self._made(key)
        return number

    def _made(self, key: str) -> int:
        first = key[0]
        if first == FIELD:
            self.fields.add(field_of(key))
            return self._add(shapes.NO_TEXT, 0, 0)
        if first == BARE_HAN:
            return self._add(shapes.NO_TEXT, 0, 0)
        if first == MARK:
            number = self._add(shapes.NO_TEXT, 0, 0)
            self._settings[shapes.HASH_MARK + _SIGNS.index(key[1])] = number
            return number
        if first == PREFIX:
            return self._prefix(key[1:])
        if first == GRAM:
            self._settings[shapes.GRAM_LENGTHS] |= 1 << (len(key) - 1)
            return self._text(shapes.GRAM, key[1:])
        if PAIR in key:
            return self._pair(*key.split(PAIR))
        return self._token(key)

    def _token(self, key: str) -> int:
        sign = _SIGNS.find(key[0])
        if sign < 0 or key[1:] == "\u20e3":
            return self._text(shapes.TERM, key)
        return self._text(shapes.HASH_TAG + sign, key[1:])

    def _prefix(self, text: str) -> int:
        sign = _SIGNS.find(text[0])
        if sign < 0:
            self._settings[shapes.PREFIX_LENGTHS] |= 1 << len(text)
            return self._text(shapes.PREFIX, text)
        self._settings[shapes.TAG_PREFIX_LENGTHS] |= 1 << (len(text) - 1)
        return self._text(shapes.HASH_PREFIX + sign, text[1:])

    def _text(self, kind: int, text: str) -> int:
        number = self._add(kind, len(self._chars), len(text))
        self._chars.extend([ord(char) for char in text])
        self._new_texts.append(number)
        return number

    def _pair(self, first: str, second: str) -> int:
        one, other = self.number(first), self.number(second)
        number = self._add(shapes.NO_TEXT, one, other)
        self._rows.array[one * shapes.ROW + shapes.FLAGS] |= shapes.BEGINS_PAIR
        self._rows.array[other * shapes.ROW + shapes.FLAGS] |= shapes.ENDS_PAIR
        self._new_pairs.append(number)
        return number

    def _add(self, kind: int, start: int, length: int) -> int:
        number = len(self)
        self._rows.extend((kind, start, length, 0))
        self._counts.append(0)
        self._since.append(self.seen)
        return number

    @property
    def counts(self) -> shapes.Longs:
        """By number: how many of the posts that were counted have it."""
        counts: shapes.Longs = self._counts.array
        return counts

    def rate(self, key: str) -> float:
        """The share of posts, 0 to 1, that are expected to have a key of the index."""
        return self._smoothed(key_of(key), key)

    def rate_of(self, key: str) -> float:
        """The same of a key of ours."""
        return self._smoothed(key, WILD + key[1:] + "*" if key[0] in (PREFIX, GRAM, MARK) else key)

    def _smoothed(self, ours: str, key: str) -> float:
        number = self.by_key.get(ours)
        count = seen = 0
        if number is not None:
            count, seen = int(self._counts.array[number]), self.seen - int(self._since.array[number])
        return (count + SMOOTHING * self._expected(key)) / (seen + SMOOTHING)

    def _expected(self, key: str) -> float:
        token = key.removeprefix(BIO)
        if token[0] not in (FIELD, WILD) and PAIR in token:
            return 0.05 * min(map(self.rate, token.split(PAIR)))
        return self._prior.rate(key)

    def tables(self) -> Terms:
        """What machine code needs, with everything that was added."""
        if self._new_texts:
            self._put_texts()
        if self._new_pairs:
            self._put_pairs()
        return self._tables()

    def _put_texts(self) -> None:
        new = np.array(self._new_texts, np.int32)
        self._texts += len(new)
        if 4 * self._texts > len(self._slots):
            self._slots = empty(2 * _room(self._texts), np.int64)
            kinds = self._rows.array[shapes.KIND : len(self) * shapes.ROW : shapes.ROW]
            new = np.flatnonzero(kinds != shapes.NO_TEXT).astype(np.int32)
        self._machine.put_texts(self._tables(), new)
        self._new_texts = []

    def _put_pairs(self) -> None:
        new = np.array(self._new_pairs, np.int32)
        self._pairs += len(new)
        if 2 * self._pairs > len(self._pair_keys):
            new = np.append(self._pair_numbers[self._pair_numbers != 0], new)
            room = _room(self._pairs)
            self._pair_keys, self._pair_numbers = empty(room, np.int64), empty(room)
            self._pair_bits = empty(max(1024, room // 2), np.uint8)
        self._machine.put_pairs(self._tables(), new)
        self._new_pairs = []

    def _tables(self) -> Terms:
        pairs = (self._pair_keys, self._pair_numbers, self._pair_bits)
        return Terms(self._slots, self._rows.array, self._chars.array, *pairs, self._settings)

    def of_terms(self, terms: Iterable[str]) -> list[tuple[int, int]]:
        """The numbers of tokens, whole and without ``'s``."""
        get = self.by_key.get
        return [(get(term, 0), get(term[:-2], 0) if term.endswith("'s") else 0) if term else (0, 0) for term in terms]

    def of_letters(self, terms: Iterable[str]) -> Iterable[int]:
        """The numbers of beginnings of words and of letters inside them."""
        words, _, grams = self.prefixes
        get = self.by_key.get
        for term in terms:
            for length in range(1, min(len(term), shapes.LONGEST_PREFIX) + 1):
                if words >> length & 1 and (number := get(PREFIX + term[:length])):
                    yield number
            if grams:
                yield from filter(None, (get(GRAM + gram) for gram in _grams(term)))

    def of_tags(self, tags: Iterable[tuple[str, str]]) -> Iterable[int]:
        """The numbers of tags (sign, text) and of their beginnings."""
        lengths, get = self.prefixes[1], self.by_key.get
        for sign, text in tags:
            keys = (PREFIX + sign + text[:length] for length in range(1, len(text) + 1) if lengths >> length & 1)
            yield from filter(None, map(get, chain((sign + text, MARK + sign), keys)))


def key_of(key: str) -> str:
    """The key here of a key of the index; the bio's are those of all text. Of a wildcard what it needs most."""
    key = key.removeprefix(BIO)
    if key[0] != WILD:
        return key
    found = wild_keys(key[1:])[0]
    return found[0] if found else ""


def wild_keys(pattern: str) -> tuple[list[str], bool]:
    """Keys that a text has which ``pattern`` (with its sign) describes, the best first; whether one is enough."""
    sign = pattern[0] if pattern[0] in _SIGNS else ""
    body = pattern[len(sign) :]
    start = body.replace("?", "*").split("*")[0]
    found = [PREFIX + sign + start[: shapes.LONGEST_PREFIX]] if start else []
    enough = body == start + "*" and len(start) <= shapes.LONGEST_PREFIX
    if enough:
        return found, True
    if sign:
        return [*found, MARK + sign], False
    pieces = sorted(filter(None, body.replace("?", "*").split("*")), key=len, reverse=True)
    return [*found, *(GRAM + piece[: shapes.LONGEST_GRAM] for piece in pieces)], False


def _grams(term: str) -> set[str]:
    lengths = range(1, shapes.LONGEST_GRAM + 1)
    return {term[place : place + length] for length in lengths for place in range(len(term) - length + 1)}


def _room(count: int) -> int:
    """A power of two, of which ``count`` fills at most a quarter."""
    return int(1 << (4 * count).bit_length())
