"""A batch of documents into the arrays that machine code reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from earshot.engine.query.document import Document, Words
from earshot.engine.query.index.fieldkeys import field_keys
from earshot.engine.query.kernel import scanning, shapes
from earshot.engine.query.kernel.alphabet import alphabets
from earshot.engine.query.kernel.machine import Machine
from earshot.engine.query.kernel.numbers import Numbers
from earshot.engine.query.kernel.shapes import Cut, Ints, Longs, Segments, empty
from earshot.engine.query.kernel.slowly import add_slowly
from earshot.engine.text.tokens import mask
from earshot.engine.text.urls import HINTS

_FIELDS = ("title", "text", "bio")
_SPARE = 64
_MOST_KNOWN = 10_000
"""Values of one field that are remembered."""


def cut_all(documents: Sequence[Document], numbers: Numbers, machine: Machine, *, bio: bool) -> Cut:
    """The text fields of the documents as numbers."""
    segments, texts = _segments(documents, bio=bio)
    cut = _empty_cut(segments)
    terms, characters = numbers.tables(), alphabets()
    machine.scan(segments, characters.tables, terms, cut, empty(scanning.STATE, np.int64))
    if (cut.status == shapes.MEET).any():
        _meet(texts, np.flatnonzero(cut.status == shapes.MEET))
        machine.scan(segments, characters.tables, terms, cut, empty(scanning.STATE, np.int64))
    left = np.flatnonzero(cut.status == shapes.LEAVE)
    if not len(left):
        return cut
    return add_slowly(cut, ((place, _words(documents, place)) for place in left.tolist()), numbers)


def _segments(documents: Sequence[Document], *, bio: bool) -> tuple[Segments, list[str]]:
    texts: list[str] = []
    for document in documents:
        texts += (document.title, document.text, document.bio if bio else "")
    masked = empty(len(texts), np.uint8)
    one, two, three, four = HINTS
    for place, text in enumerate(texts):
        if text and (one in text or two in text or three in text or four in text):
            texts[place] = mask(text)
            masked[place] = 1
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.int32)
    return Segments(points, ends, masked), texts


def _empty_cut(segments: Segments) -> Cut:
    count, size = len(segments.ends), len(segments.text) + _SPARE
    longest = int(np.diff(segments.ends, prepend=0).max(initial=0))
    return Cut(
        whole=empty(size),
        bare=empty(size),
        others=empty(size),
        bounds=np.zeros((count, 4), np.int64),
        status=empty(count, np.uint8),
        folded=empty(2 * longest + _SPARE),
    )


def _meet(texts: Sequence[str], places: Iterable[int]) -> None:
    alphabets().meet(map(ord, set("".join(texts[place] for place in places))))


def _words(documents: Sequence[Document], segment: int) -> Words:
    post, field = divmod(segment, shapes.SEGMENTS)
    return documents[post].words(_FIELDS[field])


class Values:
    """The numbers of the fields (network, author ...) of documents. Not safe for threads."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._known: dict[str, dict[object, tuple[int, ...]]] = {}
        self._made_of = 0

    def of_all(self, documents: Sequence[Document]) -> tuple[Ints, Longs]:
        """All numbers one behind the other, and where those of each document end."""
        found: list[int] = []
        ends: list[int] = []
        if len(self._numbers.by_key) != self._made_of:
            self._known, self._made_of = {}, len(self._numbers.by_key)
        readers = [self._reader(name) for name in self._numbers.fields]
        for document in documents:
            for read in readers:
                found += read(document)
            ends.append(len(found))
        return np.array(found, np.int32), np.array(ends, np.int64)

    def _reader(self, name: str) -> Callable[[Document], tuple[int, ...]]:
        if name == "site":  # seen in the text, too
            return lambda document: self._look_up(name, document)
        known = self._known.setdefault(name, {})

        def read(document: Document) -> tuple[int, ...]:
            value = document.values.get(name)
            if value is None or isinstance(value, set | list):
                return self._look_up(name, document) if value else ()
            numbers = known.get(value)
            if numbers is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                numbers = known[value] = self._look_up(name, document)
            return numbers

        return read

    def _look_up(self, name: str, document: Document) -> tuple[int, ...]:
        get = self._numbers.by_key.get
        return tuple(number for key in field_keys(name, document) if (number := get(key)))
