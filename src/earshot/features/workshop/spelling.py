"""Words that are a slip of the pen apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator

LONG = 6
"""Letters of a word in which one may be mistaken for another."""


def slips(length: int) -> int:
    """How many slips a word of that length may have and still be taken for it; 0: too short to tell."""
    return 0 if length < 4 else 1 if length < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, put in, mistaken or swapped with their neighbour (Damerau 1964; the optimal
    string alignment of Levenshtein's table); ``most + 1`` where it is more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for at, against in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != against))
            if at > 1 and older and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, older[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def misspelt(word: str, words: Collection[tuple[str, int]]) -> Iterator[str]:
    """Those of ``words`` (each with its ``letters_of``) that may be ``word`` with a slip. They begin alike: a slip in
    the first letter is rare, and another first letter mostly another word. In a short word another letter makes
    another word, too (wire, wide): there only letters too many, too few or swapped are slips."""
    most = slips(len(word))
    letters = letters_of(word)
    for other, others in words:
        if (
            other != word
            and other[0] == word[0]
            and abs(len(other) - len(word)) <= most
            and (letters ^ others).bit_count() <= 2 * most
            and (len(word) >= LONG or len(other) != len(word) or sorted(other) == sorted(word))
            and 1 <= distance(word, other, most) <= most
        ):
            yield other


def letters_of(word: str) -> int:
    """The letters of a word as bits, to rule out quickly what cannot be near."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
