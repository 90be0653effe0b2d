"""Text into tokens.

One token for each Han, kana or bopomofo character and each emoji sequence; else runs of letters, marks, digits and
``_`` with inner apostrophes; a URL is one token. Everything else separates. Hashtags, names and cashtags are not
tokens of their own: they are noted beside the tokens that they are made of, so that ``tag`` finds ``#tag`` too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from earshot.engine.text import chars
from earshot.engine.text.folding import fold
from earshot.engine.text.patterns import ASCII, CONTROL, DOUBTFUL_SIGN, TONE, Patterns, beyond_ascii
from earshot.engine.text.spans import origins
from earshot.engine.text.urls import overwrite_urls

Kind = Literal["word", "cjk", "emoji", "url"]
_SIGN_OF = {"#": "#", "@": "@", "$": "$"} | {mark: sign for sign, mark in chars.SURE_SIGNS.items()}
_CLOSING = "#" + chars.SURE_SIGNS["#"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``text`` is folded ("" for a URL); the span is in the original text, code points, end exclusive."""

    text: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tag:
    """``#tag``, ``@name`` or ``$CASH``: its sign, folded text, and the tokens it is made of (end exclusive)."""

    sign: str
    text: str
    first: int
    last: int


def tokenise(text: str) -> list[Token]:
    """The tokens of ``text`` with their spans."""
    spans, terms = token_spans(text), Cut(text).terms
    return [Token(term, start, end, kind_of(term)) for term, (start, end) in zip(terms, spans, strict=True)]


def kind_of(term: str) -> Kind:
    """The kind of a folded token."""
    if not term:
        return "url"
    if term[0] < "\x80":
        return "emoji" if term.endswith(chars.KEYCAP) else "word"
    patterns = beyond_ascii()
    if patterns.cjk.match(term):
        return "cjk"
    return "emoji" if patterns.emoji.match(term) else "word"


class Cut:
    """A text cut into folded terms and tags, without positions in the original (those are rarely asked for)."""

    __slots__ = ("tags", "terms")

    def __init__(self, text: str) -> None:
        self.terms: list[str] = []
        """Folded tokens in order; "" stands for a URL. Emoji are without skin tones."""
        self.tags: list[Tag] = []
        masked = mask(text)
        patterns = _patterns(masked)
        for piece in patterns.token.findall(fold(masked)):
            first = piece[0]
            if first in _SIGN_OF:
                self._tag(piece, patterns)
            else:
                self.terms.append(piece if first != chars.URL_MARK else "")
        if not text.isascii() and TONE.search(text):
            self.terms = [without_tone(term) for term in self.terms]

    def _tag(self, piece: str, patterns: Patterns) -> None:
        first = len(self.terms)
        self.terms.extend(patterns.inner.findall(piece, 1))
        text = piece[1:].split("'")[0].rstrip(_CLOSING)
        self.tags.append(Tag(_SIGN_OF[piece[0]], text, first, len(self.terms)))


def token_spans(text: str) -> list[tuple[int, int]]:
    """The span of every token in the original text, in the order of :attr:`Cut.terms`."""
    masked = mask(text)
    folded, origin = origins(masked)
    patterns = _patterns(masked)
    spans: list[tuple[int, int]] = []
    for match in patterns.token.finditer(folded):
        start, end = match.span()
        if folded[start] in _SIGN_OF:
            inner = patterns.inner.finditer(folded, start + 1, end)
            spans.extend((origin[piece.start()][0], origin[piece.end() - 1][1]) for piece in inner)
        else:
            spans.append((origin[start][0], origin[end - 1][1]))
    return spans


def without_tone(term: str) -> str:
    """An emoji without its skin tones; a tone that stands alone stays."""
    return TONE.sub("", term) or term


def mask(text: str) -> str:
    """``text`` with URLs overwritten and doubtful signs settled; as long as it was."""
    if CONTROL.search(text):
        text = CONTROL.sub(" ", text)
    text = overwrite_urls(text, chars.URL_MARK)
    return text if text.isascii() else DOUBTFUL_SIGN.sub(_settle, text)


def _settle(match: re.Match[str]) -> str:
    """Mark a sign after a letter that is not ASCII: folding would make ``é`` an ``e``, and the sign an inner one."""
    before = unicodedata.normalize("NFKC", match.string[match.start() - 1])[-1:]
    sure = before and not before.isascii() and fold(before).isascii() and unicodedata.category(before)[0] in "LM"
    return chars.SURE_SIGNS[unicodedata.normalize("NFKC", match[0])] if sure else match[0]


def _patterns(masked: str) -> Patterns:
    return ASCII if masked.isascii() else beyond_ascii()
