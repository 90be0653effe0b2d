"""Folding: what a search holds equal.

``fold`` = clean, NFKC, case-folded, accents off, Chinese to one script; ``fold_keeping_accents`` leaves the accents.
*Clean* drops soft hyphens, zero-width and bidi characters and variation selectors, turns the signs TM and SM into
spaces and the typographic apostrophe into the plain one.

ASCII text is only lower-cased. Other text goes through a table of single characters that fills itself; a text
with characters whose folding depends on their neighbours (combining marks beyond the accents, Hangul parts) is
normalised as a whole. Both ways give the same answer (``tests/properties/test_query_text.py``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from earshot.engine.text import chars
from earshot.engine.text.chinese import one_script

_SPACED_SIGNS = {0x2122: " ", 0x2120: " "}
_DROPPED = re.compile(f"[{chars.DROPPED}]")
_ACCENTS = re.compile(f"[{chars.ACCENTS}]+")
LONE_JOINER = re.compile(f"(?<![{chars.EMOJI}{chars.TONES}]){chars.JOINER}|{chars.JOINER}(?![{chars.EMOJI}])")
"""A zero-width joiner that holds no emoji together."""


def fold(text: str) -> str:
    """``text`` as a search sees it, without positions. Never fails; empty in, empty out."""
    return text.lower() if text.isascii() else _without_lone_joiners(fold_with_joiners(text))


def fold_with_joiners(text: str) -> str:
    """:func:`fold`, but every joiner U+200D is still there: whether it is dropped is only known in its place."""
    folded = text.translate(_SINGLE)
    return fold_whole(text) if chars.COMPLEX in folded else folded


def fold_keeping_accents(text: str) -> str:
    """Like :func:`fold`, but ``é`` and ``e`` stay apart: what a term with accents is compared with."""
    if text.isascii():
        return text.lower()
    kept = unicodedata.normalize("NFKC", clean(text)).casefold()
    return _without_lone_joiners(unicodedata.normalize("NFC", kept).translate(_CHINESE))


def fold_whole(text: str) -> str:
    """The folding as the specification words it, for a text as a whole; the joiner U+200D is kept."""
    cased = unicodedata.normalize("NFKC", clean(text)).casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", cased))
    return unicodedata.normalize("NFC", bare).translate(_CHINESE)


def clean(text: str) -> str:
    """What happens before NFKC: see the module."""
    return _DROPPED.sub("", text.translate(_SPACED_SIGNS)).replace("\u2019", "'")


def joins_previous(char: str) -> bool:
    """Whether NFKC may join or reorder ``char`` with what stands before it."""
    if char < "\u0300":
        return False
    first = unicodedata.normalize("NFKC", char)[:1]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff" or "\ud7b0" <= first <= "\ud7ff"


def _without_lone_joiners(folded: str) -> str:
    return LONE_JOINER.sub("", folded) if chars.JOINER in folded else folded


class _Singles(dict[int, str]):
    """Code point -> its folding, reckoned when first met (``str.translate`` asks with ``[]``)."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_single(chr(code))
        return folded


class _Chinese(dict[int, str]):
    """Code point -> its one-script form; loads the tables when the first character beyond ASCII is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = char if code < 0x2E80 else one_script().get(char, char)
        return folded


_CHINESE = _Chinese()


def _fold_single(char: str) -> str:
    if joins_previous(char) and not _ACCENTS.match(char) and not _DROPPED.match(char):
        return chars.COMPLEX
    return fold_whole(char)


_SINGLE = _Singles()


@lru_cache(maxsize=4096)
def fold_term(text: str) -> tuple[str, str]:
    """(folded, folded keeping accents) of a short text."""
    return fold(text), fold_keeping_accents(text)
