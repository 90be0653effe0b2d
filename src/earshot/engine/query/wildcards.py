"""Wildcards inside one word: ``*`` any characters, ``?`` exactly one. No regular expression is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def glob(pattern: str, word: str) -> bool:
    """Whether ``word`` (folded) is what ``pattern`` (folded) describes, from its beginning to its end."""
    first, middle, last = _segments(pattern)
    if last is None:
        return len(first) == len(word) and _at(first, word, 0)
    if len(word) < len(first) + len(last) or not _at(first, word, 0) or not _at(last, word, len(word) - len(last)):
        return False
    place, end = len(first), len(word) - len(last)
    for segment in middle:
        place = _find(segment, word, place, end)
        if place < 0:
            return False
    return True


def matching(pattern: str, words: Iterable[str]) -> list[str]:
    """Those of ``words`` that ``pattern`` describes."""
    beginning = pattern[:-1]
    if pattern[-1] == "*" and "*" not in beginning and "?" not in beginning:
        return [word for word in words if word.startswith(beginning)]
    return [word for word in words if glob(pattern, word)]


@lru_cache(maxsize=8192)
def _segments(pattern: str) -> tuple[str, tuple[str, ...], str | None]:
    """What stands before the first ``*``, between, and after the last; no last where there is no ``*``."""
    first, *others = pattern.split("*")
    return (first, tuple(filter(None, others[:-1])), others[-1]) if others else (first, (), None)


def _at(segment: str, word: str, place: int) -> bool:
    if "?" not in segment:
        return word.startswith(segment, place)
    return all(char in ("?", word[place + index]) for index, char in enumerate(segment))


def _find(segment: str, word: str, start: int, end: int) -> int:
    """The place behind the first occurrence of ``segment`` in ``word[start:end]``, or -1."""
    if "?" not in segment:
        found = word.find(segment, start, end)
        return found + len(segment) if found >= 0 else -1
    return _find_with_gaps(segment, word, start, end)


def _find_with_gaps(segment: str, word: str, start: int, end: int) -> int:
    """Shift-and: bit ``k`` of ``state`` says that the last ``k + 1`` characters fit the segment's first."""
    any_char = sum(1 << index for index, char in enumerate(segment) if char == "?")
    masks: dict[str, int] = {}
    for index, char in enumerate(segment):
        masks[char] = masks.get(char, any_char) | 1 << index
    state, goal = 0, 1 << (len(segment) - 1)
    for place in range(start, end):
        state = (state << 1 | 1) & masks.get(word[place], any_char)
        if state & goal:
            return place + 1
    return -1
