"""How long a text is, in the unit a network counts by."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from earshot.ports.connector import TextLimit

_JOINER = "\u200d"
_LEAD, _VOWEL, _TAIL = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)


def length(text: str, unit: str) -> int:
    """``text`` in ``characters`` (code points), ``graphemes`` (what a reader calls a character) or UTF-8 ``bytes``."""
    if unit == "bytes":
        return len(text.encode())
    if unit == "graphemes":
        return _graphemes(text)
    return len(text)


def over(text: str, limit: TextLimit) -> int:
    """By how much ``text`` is too long; 0 where it fits."""
    return max(0, length(text, limit.unit) - limit.length)


def _graphemes(text: str) -> int:
    """Extended grapheme clusters by the rules of UAX 29 that matter in posts: marks, emoji, flags, Hangul, CRLF."""
    if not text:
        return 0
    count, flags = 1, int(_is_flag(text[0]))
    for before, after in pairwise(text):
        if _is_flag(before) and _is_flag(after) and flags % 2 == 1:
            flags += 1
            continue
        if not _joined(before, after):
            count += 1
        flags = flags + 1 if _is_flag(after) and _is_flag(before) else int(_is_flag(after))
    return count


def _joined(before: str, after: str) -> bool:
    return (
        (before == "\r" and after == "\n")
        or _extends(after)
        or (before == _JOINER and _is_pictograph(after))
        or _hangul_joined(ord(before), ord(after))
    )


def _extends(char: str) -> bool:
    return char == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff" or unicodedata.category(char) in ("Mn", "Me", "Mc")


def _is_pictograph(char: str) -> bool:
    return unicodedata.category(char) == "So"


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _hangul_joined(before: int, after: int) -> bool:
    if before in _LEAD:
        return after in _LEAD or after in _VOWEL or after in _SYLLABLES
    open_syllable = before in _SYLLABLES and (before - _SYLLABLES.start) % 28 == 0
    if before in _VOWEL or open_syllable:
        return after in _VOWEL or after in _TAIL
    return (before in _TAIL or before in _SYLLABLES) and after in _TAIL
