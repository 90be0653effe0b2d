"""Where terms occur in one text field: token ranges (first, last), last exclusive, in order, without repeats.

The definition of words, phrases, wildcards, tags, ``{}``, OR-groups of these and ``#n``: one short function each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earshot.engine.query.ast import Count, Exact, Node, Or, Part, Phrase
from earshot.engine.query.document import Words
from earshot.engine.query.exact import exact_places
from earshot.engine.query.wildcards import glob, matching
from earshot.engine.text.folding import fold_term

Place = tuple[int, int]
LONG_PHRASE = 8
"""Longer phrases are looked for in another way, whose time is about linear even where post and phrase repeat a word."""


def occurrences(node: Node, words: Words) -> Sequence[Place]:
    """The occurrences of a term, an OR-group of terms, or a count of them in ``words``."""
    match node:
        case Phrase():
            return phrase(node, words)
        case Exact():
            return _in_order(words.tokens_at(start, end) for start, end in exact_places(node.text, words))
        case Or():
            return _in_order(place for child in node.children for place in occurrences(child, words))
        case Count():
            return count(node, words)
    raise TypeError(f"{type(node).__name__} has no occurrences")


def phrase(node: Phrase, words: Words) -> Sequence[Place]:
    """Its parts next to each other, in order."""
    if any(not (item.sign or item.wild) and item.base not in words.positions for item in node.parts):
        return ()
    if len(node.parts) > LONG_PHRASE:
        return _long_phrase(node.parts, words)
    first, *rest = node.parts
    places = part(first, words)
    for following in rest:
        if not places:
            return ()
        ends = dict(part(following, words))
        places = [(start, ends[end]) for start, end in places if end in ends]
    return places


def _long_phrase(parts: Sequence[Part], words: Words) -> Sequence[Place]:
    """The same for many parts, in steps that do not depend on how often each occurs: sets of tokens are numbers, a bit
    for each. Occurrences of one part do not overlap, so that the first start belongs to the first end."""
    tables = {wanted: bits_by_length(part(wanted, words)) for wanted in set(parts)}
    everywhere = (1 << (len(words.terms) + 1)) - 1
    ends = starts = everywhere
    for wanted in parts:
        ends = _union((ends & firsts) << length for length, firsts in tables[wanted].items())
    for wanted in reversed(parts):
        starts = _union((starts >> length) & firsts for length, firsts in tables[wanted].items())
    return list(zip(_set_bits(starts), _set_bits(ends), strict=True))


def bits_by_length(places: Sequence[Place]) -> dict[int, int]:
    """Length -> the first tokens of the places of that length, one bit each."""
    found: dict[int, bytearray] = {}
    size = (max((first for first, _ in places), default=0) >> 3) + 1
    for first, last in places:
        bits = found.setdefault(last - first, bytearray(size))
        bits[first >> 3] |= 1 << (first & 7)
    return {length: int.from_bytes(bits, "little") for length, bits in found.items()}


def _union(found: Iterable[int]) -> int:
    together = 0
    for bits in found:
        together |= bits
    return together


def _set_bits(bits: int) -> list[int]:
    return [place for place, digit in enumerate(reversed(f"{bits:b}")) if digit == "1"]


def part(wanted: Part, words: Words) -> Sequence[Place]:
    """One token, or one tag with all the tokens it is made of."""
    if wanted.sign:
        places = [(tag.first, tag.last) for tag in words.tags if tag.sign == wanted.sign and _tag(wanted, tag.text)]
    elif wanted.wild:
        found = matching(wanted.base, words.positions)
        places = _in_order((place, place + 1) for term in found for place in words.positions[term])
    else:
        places = [(place, place + 1) for place in words.positions.get(wanted.base, ())]
    return [place for place in places if _same_accents(wanted, place, words)] if wanted.full else places


def _tag(wanted: Part, text: str) -> bool:
    return glob(wanted.base, text) if wanted.wild else wanted.base == text


def _same_accents(wanted: Part, place: Place, words: Words) -> bool:
    surface = fold_term(words.surface(*place))[1]
    if wanted.sign:
        surface = surface.split("'")[0]
    forms = (surface, surface.removesuffix("'s"))
    return any(glob(wanted.full, form) if wanted.wild else wanted.full == form for form in forms)


def count(node: Count, words: Words) -> Sequence[Place]:
    """The operand's occurrences, where at least ``times`` of them do not overlap."""
    places = occurrences(node.operand, words)
    met, reached = 0, 0
    for first, last in sorted(places, key=lambda place: place[1]):
        if first >= reached:
            met, reached = met + 1, last
    return places if met >= node.times else ()


def _in_order(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places))
