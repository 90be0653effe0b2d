"""A query of another product cut into pieces, leniently: whatever stands there becomes a piece with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earshot.engine.query.dialects.rules import Dialect

_TWINS = str.maketrans("（）“”„‟〝〞＂：\u3000，", '()""""""": ,')
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*:(?!//)")
_NEAR = re.compile(r"(O?)NEAR(?:/(\d+)(f?))?\Z", re.IGNORECASE)
_SUFFIX = re.compile(r"~(\d+)")
_ATLEAST = re.compile(r"atleast/?(\d+)\Z", re.IGNORECASE)
_WORDS = {"AND": "and", "OR": "or", "NOT": "not", "SENTENCE": "sentence", "PARAGRAPH": "paragraph"}
_STOPS = '()"'


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. ``kind``: ``open close and or not near sentence paragraph window count field range exact quoted word
    comment end``; ``text`` is what it says, ``number`` its distance or count, ``ordered`` for ONEAR."""

    kind: str
    start: int
    end: int
    text: str = ""
    number: int | None = None
    ordered: bool = False
    open: bool = False
    """Quotes, braces, a range or a comment whose end is missing."""


def pieces(text: str, dialect: Dialect) -> list[Piece]:
    """All pieces of ``text``, the last of kind ``end``."""
    return list(_Reader(text, dialect).run())


class _Reader:
    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text = text.translate(_TWINS)
        self.dialect = dialect
        self.place = 0
        self.last = ""
        """The kind of the piece before."""
        self.square = 0
        """How many square brackets are open that group like round ones."""

    def run(self) -> Iterator[Piece]:
        while self.place < len(self.text):
            char = self.text[self.place]
            if char.isspace() or char == ",":
                self.place += 1
            else:
                piece = self._piece(char)
                self.last = piece.kind
                yield piece
        yield Piece("end", len(self.text), len(self.text))

    def _piece(self, char: str) -> Piece:
        if self.text.startswith("<<<", self.place):
            return self._until("comment", 3, ">>>")
        if char == '"':
            return self._until("quoted", 1, '"')
        if char == "{":
            return self._until("exact", 1, "}")
        if char == "[" and self.last == "field":
            return self._until("range", 1, "]")
        if char == "[" or (char == "]" and self.square):
            self.square += 1 if char == "[" else -1
            return self._take("open" if char == "[" else "close", self.place + 1)
        if char in "()":
            return self._take("open" if char == "(" else "close", self.place + 1)
        if char == "-" and self._begins():
            return self._take("not", self.place + 1)
        suffix = _SUFFIX.match(self.text, self.place)
        if suffix:
            return self._take("window", suffix.end(), number=int(suffix[1][:6]))
        return self._word()

    def _begins(self) -> bool:
        """A dash that stands at the beginning of a term."""
        before = self.text[self.place - 1 : self.place]
        after = self.text[self.place + 1 : self.place + 2]
        return (not before or before.isspace() or before == "(") and bool(after) and not after.isspace()

    def _take(self, kind: str, end: int, text: str = "", number: int | None = None, ordered: bool = False) -> Piece:
        start, self.place = self.place, end
        return Piece(kind, start, end, text, number, ordered)

    def _until(self, kind: str, opening: int, closing: str) -> Piece:
        """What stands between two signs; to the end where the second is missing."""
        begin = self.place + opening
        end = self.text.find(closing, begin)
        if end < 0:
            start, self.place = self.place, len(self.text)
            return Piece(kind, start, self.place, self.text[begin:], open=True)
        return self._take(kind, end + len(closing), self.text[begin:end])

    def _word(self) -> Piece:
        named = _NAME.match(self.text, self.place)
        if named:
            return self._take("field", named.end(), named[0][:-1])
        end = self.place
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] not in _STOPS:
            if self.text[end] == "," or self.text.startswith("<<<", end) or (self.square and self.text[end] == "]"):
                break
            end += 1
        end = max(end, self.place + 1)
        return self._operator(self.text[self.place : end], end) or self._plain(end)

    def _plain(self, end: int) -> Piece:
        return self._take("word", end, self.text[self.place : end])

    def _operator(self, word: str, end: int) -> Piece | None:
        if not (word.isupper() or self.dialect.small or _NEAR.match(word)):
            return None
        kind = _WORDS.get(word.upper())
        if kind in ("sentence", "paragraph") and not (self.dialect.sentences and word.isupper()):
            return None
        if kind:
            return self._take(kind, end, word)
        near = _NEAR.match(word) if self.dialect.proximity else None
        if near and (near[2] or self.dialect.near is not None) and (word[:4].isupper() or self.dialect.small):
            number = int(near[2][:6]) if near[2] else self.dialect.near
            return self._take("near", end, word, number, bool(near[1] or near[3]))
        times = _ATLEAST.match(word)
        return self._take("count", end, word, int(times[1][:6])) if times and self.dialect.small else None
