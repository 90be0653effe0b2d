"""Letters that stand for a person: the content of an avatar."""

from __future__ import annotations

import unicodedata

_HAN = (0x3400, 0x9FFF)


def initials(name: str) -> str:
    """Two letters of a Latin name, one character of a Chinese or Japanese one; "?" for a name without letters."""
    words = [word for word in (_letters(part) for part in name.split()) if word]
    if not words:
        return "?"
    if any(_is_han(sign) for sign in words[0]):
        han = [sign for sign in words[0] if _is_han(sign)]
        # Of a Chinese full name the last character tells people apart; of a nickname the first one does.
        return han[-1] if len(han) == len(words[0]) <= 3 else words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _letters(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LN")


def _is_han(sign: str) -> bool:
    return _HAN[0] <= ord(sign) <= _HAN[1]
