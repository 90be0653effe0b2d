"""What comes close where a term is missing: the same letters with other accents, case or sign, a longer word, a slip of
the pen, another part of the post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from earshot.engine.query.ast import Count, Exact, Near, Node, Or, Part, Phrase, Sentence, Window, children
from earshot.engine.query.document import Document, Words
from earshot.engine.query.errors import QueryError
from earshot.engine.query.evaluate import Scope
from earshot.engine.query.fields import TEXT_FIELDS
from earshot.engine.query.highlight import FieldSpan, characters
from earshot.engine.query.occurrences import Place, occurrences, part
from earshot.engine.query.printing import format_node
from earshot.engine.query.terms import split_parts
from earshot.engine.text.folding import fold_keeping_accents
from earshot.engine.text.tokens import kind_of
from earshot.engine.text.urls import find_urls

_LEAST = 3
"""Letters that two words must share before one is said to be inside the other, or to be a slip of the other."""
_MOST_WORDS = 3_000
"""Different words of a text that are compared with a missing one."""
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Close:
    """What is there instead. ``how``: ``accents tone case script exact word sign elsewhere link apart inside alike``
    (``case`` and ``script``: of exact text only those differ; ``exact``: its accents, signs or spaces); ``span`` is
    where it stands, ``part`` the part of a phrase that it is about ("" for the whole)."""

    how: str
    span: FieldSpan
    part: str = ""


def close_to(node: Node, document: Document, scope: Scope) -> Close | None:
    """What comes closest to a term that ``scope`` does not have; None where nothing does."""
    match node:
        case Phrase():
            return _first(_phrase(node, document, scope))
        case Exact():
            return _first(_exact(node, document, scope))
        case Or():
            return _first(close for child in node.children if (close := close_to(child, document, scope)))
        case Near() | Sentence() | Window() | Count():
            return _first(_missing(node, document, scope))
    return None


def operands(node: Node) -> Iterator[Node]:
    """The terms of a proximity or count, from left to right; any other term itself."""
    match node:
        case Near() | Sentence() | Window() | Count():
            for child in children(node):
                yield from operands(child)
        case _:
            yield node


def _missing(node: Node, document: Document, scope: Scope) -> Iterator[Close]:
    """What comes close to one of the operands that are missing."""
    for operand in operands(node):
        if not any(occurrences(operand, words) for words in document.parts(scope)):
            close = close_to(operand, document, scope)
            if close is not None:
                yield Close(close.how, close.span, close.part or format_node(operand))


def _first(found: Iterator[Close]) -> Close | None:
    return next(found, None)


def _phrase(node: Phrase, document: Document, scope: Scope) -> Iterator[Close]:
    yield from _elsewhere(node, document, scope)
    several = len(node.parts) > 1
    for item in node.parts:
        if not any(part(item, words) for words in document.parts(scope)):
            name = f"{item.sign}{item.text}" if several else ""
            yield from (Close(close.how, close.span, name) for close in _part(item, document, scope))
            return
    if several:
        yield from _apart(node, document, scope)


def _elsewhere(node: Node, document: Document, scope: Scope) -> Iterator[Close]:
    """The term stands in a text field that is not looked into."""
    for field in TEXT_FIELDS:
        if field not in scope and getattr(document, field):
            words = document.words(field)
            for place in occurrences(node, words)[:1]:
                yield Close("elsewhere", (field, *characters(place, words)))


def _apart(node: Phrase, document: Document, scope: Scope) -> Iterator[Close]:
    """All words are there, but not next to each other; shown is the first of them."""
    for field, words in _texts(document, scope):
        if all(part(item, words) for item in node.parts):
            yield Close("apart", (field, *characters(part(node.parts[0], words)[0], words)))


def _part(wanted: Part, document: Document, scope: Scope) -> Iterator[Close]:
    for near in _NEARNESS:
        for field, words in _texts(document, scope):
            for place in near(wanted, words):
                yield Close(near.__name__.strip("_"), (field, *characters(place, words)))
    yield from _links(wanted, document, scope)


def _texts(document: Document, scope: Scope) -> Iterator[tuple[str, Words]]:
    return ((field, document.words(field)) for field in scope if getattr(document, field))


def _accents(wanted: Part, words: Words) -> Iterator[Place]:
    """Without its accents, or with others."""
    if wanted.full and kind_of(wanted.base) == "word":
        yield from part(Part(wanted.base, wanted.sign), words)[:1]


def _tone(wanted: Part, words: Words) -> Iterator[Place]:
    """The emoji in another skin tone."""
    if wanted.full and kind_of(wanted.base) == "emoji":
        yield from part(Part(wanted.base), words)[:1]


def _sign(wanted: Part, words: Words) -> Iterator[Place]:
    """The word behind another sign."""
    if wanted.sign and not wanted.wild:
        yield from ((tag.first, tag.last) for tag in words.tags if tag.text == wanted.base)


def _word(wanted: Part, words: Words) -> Iterator[Place]:
    """The word without the sign."""
    if wanted.sign and not wanted.wild:
        yield from occurrences(_plain(wanted.base), words)[:1]


def _plain(text: str) -> Node:
    try:
        return Phrase(split_parts(text, 0))
    except QueryError:  # a tag of signs only
        return Phrase((Part(text),))


def _inside(wanted: Part, words: Words) -> Iterator[Place]:
    """A longer word with the same letters in it."""
    letters = wanted.base.strip("*?")
    if len(letters) >= _LEAST and "*" not in letters and "?" not in letters and kind_of(letters) == "word":
        longer = [word for word in words.positions if letters in word and len(word) > len(letters)]
        yield from ((words.positions[word][0], words.positions[word][0] + 1) for word in sorted(longer, key=len)[:1])


def _alike(wanted: Part, words: Words) -> Iterator[Place]:
    """A word that differs in a letter or two; of ``deliver*`` one whose beginning does."""
    letters = wanted.base.removesuffix("*")
    size = len(letters)
    if size <= _LEAST or "*" in letters or "?" in letters or kind_of(letters) != "word":
        return
    if len(words.positions) > _MOST_WORDS:
        return
    if wanted.wild:
        others = {word[:size]: word for word in words.positions if len(word) >= size}
    else:
        others = {word: word for word in words.positions if abs(len(word) - size) <= 1 + size // 6}
    for near in get_close_matches(letters, others, n=1, cutoff=_ALIKE):
        place = words.positions[others[near]][0]
        yield place, place + 1


_NEARNESS: tuple[Callable[[Part, Words], Iterator[Place]], ...] = (_accents, _tone, _sign, _word, _inside, _alike)


def _links(wanted: Part, document: Document, scope: Scope) -> Iterator[Close]:
    """Only a URL has it."""
    if wanted.wild or len(wanted.base) < _LEAST:
        return
    for field in scope:
        text = getattr(document, field)
        for start, end in find_urls(text):
            if wanted.base in text[start:end].lower():
                yield Close("link", (field, start, end))


def _difference(wanted: str, found: str) -> str:
    """What is different about exact text that is there in other letters."""
    if wanted.casefold() == found.casefold():
        return "case"
    return "script" if not wanted.isascii() and fold_keeping_accents(wanted) == fold_keeping_accents(found) else "exact"


def _exact(node: Exact, document: Document, scope: Scope) -> Iterator[Close]:
    """The same word in other letters: another case, other accents, the other Chinese script, other signs."""
    yield from _elsewhere(node, document, scope)
    try:
        loose = Phrase(split_parts(node.text.replace("*", " ").replace("?", " "), 0))
    except QueryError:  # signs only, or a URL
        return
    for field, words in _texts(document, scope):
        for place in occurrences(loose, words)[:1]:
            start, end = characters(place, words)
            yield Close(_difference(node.text, words.text[start:end]), (field, start, end))
    close = close_to(loose, document, scope)
    if close is not None:
        yield close
