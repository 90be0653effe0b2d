"""Anchors of ``{...}``: tokens that every post which contains these characters has, too.

The post may go on at either end (``{'BT}`` stands in ``x'BT``, ``{物}`` in a ``物`` that carries a mark), so that only
a token counts whose neighbours among the characters are known and separate.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from earshot.engine.query.index.keys import BARE_HAN, pair_key
from earshot.engine.text.tokens import Token, tokenise

_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"


def exact_keys(text: str) -> list[tuple[str, ...]]:
    """Each of these sets has a key that a post with exactly these characters has; none where none is certain."""
    text = unicodedata.normalize("NFC", text)
    tokens = tokenise(text)
    sure = [_is_word(token, text) or _is_han(token, text) for token in tokens]
    found: list[tuple[str, ...]] = [(token.text,) for token, fine in zip(tokens, sure, strict=True) if fine]
    for (one, other), fine in zip(pairwise(tokens), pairwise(sure), strict=True):
        if all(fine) and text[one.end : other.start].isascii():
            found.append((pair_key(one.text, other.text),))
        elif fine[0] and _is_last_han(other, text) and one.end == other.start:
            found.append((pair_key(one.text, other.text), BARE_HAN))
    if len(tokens) == 1 and _is_last_han(tokens[0], text):
        found.append((tokens[0].text, BARE_HAN))
    return found


def _is_word(token: Token, text: str) -> bool:
    """An ASCII word between the ends and ASCII separators; an end is a word's end, but for an apostrophe's doing."""
    if token.kind != "word" or not text[token.start : token.end].isascii() or "'" in token.text:
        return False
    return all(not around or (around.isascii() and around != "'") or _han(around) for around in _around(token, text))


def _is_han(token: Token, text: str) -> bool:
    """A Han character behind which stands something that is no mark."""
    after = text[token.end : token.end + 1]
    return _is_bare(token) and bool(after) and (after.isascii() or _han(after))


def _is_last_han(token: Token, text: str) -> bool:
    return _is_bare(token) and token.end == len(text)


def _is_bare(token: Token) -> bool:
    return token.kind == "cjk" and token.end - token.start == 1 and _han(token.text)


def _around(token: Token, text: str) -> tuple[str, str]:
    return text[token.start - 1 : token.start] if token.start else "", text[token.end : token.end + 1]


def _han(char: str) -> bool:
    return _HAN_FIRST <= char <= _HAN_LAST
