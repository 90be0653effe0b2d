"""``{BT}``: characters compared as they are, in NFC."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from earshot.engine.query.document import Words
from earshot.engine.text.patterns import beyond_ascii
from earshot.engine.text.spans import segments


def exact_places(wanted: str, words: Words) -> Iterator[tuple[int, int]]:
    """Where ``wanted`` stands in the original text, as spans of characters. URLs are not looked into.

    An end of ``wanted`` that is a letter or digit of a spaced script must be the end of a word there.
    """
    wanted = unicodedata.normalize("NFC", wanted)
    text, origin = _composed(words.text)
    place = text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        start, stop = (place, end) if origin is None else (origin[place][0], origin[end - 1][1])
        if _stands_alone(wanted, words, start, stop):
            yield start, stop
        place = text.find(wanted, place + 1)


def _composed(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """``text`` in NFC, and where each character comes from (None: from its own place)."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    pieces, origin = [], []
    for start, end in segments(text):
        pieces.append(unicodedata.normalize("NFC", text[start:end]))
        origin.extend([(start, end)] * len(pieces[-1]))
    return "".join(pieces), origin


def _stands_alone(wanted: str, words: Words, start: int, end: int) -> bool:
    first, last = words.tokens_at(start, end)
    if any(not term for term in words.terms[first:last]):
        return False
    if _spaced(wanted[0]) and (first == last or words.spans[first][0] != start):
        return False
    return not _spaced(wanted[-1]) or (first < last and _is_end(words, last - 1, end))


def _is_end(words: Words, token: int, end: int) -> bool:
    """The end of the word, or of what is left of it without ``'s``."""
    stop = words.spans[token][1]
    return end == stop or (end == stop - 2 and words.terms[token].endswith("'s"))


def _spaced(char: str) -> bool:
    """A letter or digit of a script that is written with spaces."""
    return (char.isalnum() or char == "_") and not beyond_ascii().cjk.match(char)
