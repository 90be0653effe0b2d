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
    first, *rest = node.parts
    places = part(first, words)
    for following in rest:
        if not places:
            return ()
        ends = dict(part(following, words))
        places = [(start, ends[end]) for start, end in places if end in ends]
    return places


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
