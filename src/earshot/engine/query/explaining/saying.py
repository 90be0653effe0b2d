"""The sentences of an explanation (``kernel.texts.say``: each can be said in any language)."""

from __future__ import annotations

from collections.abc import Callable

from earshot.engine.query.ast import And, AtLeast, Count, Field, Near, Node, Not, Or, Phrase, Sentence, Window
from earshot.engine.query.document import Document, Words
from earshot.engine.query.evaluate import Scope
from earshot.engine.query.explaining.closeness import Close, operands
from earshot.engine.query.explaining.distances import disjoint, gap, spread
from earshot.engine.query.explaining.weighing import Weighed
from earshot.engine.query.fieldtests import values_of
from earshot.engine.query.highlight import FieldSpan
from earshot.engine.query.occurrences import occurrences, part
from earshot.engine.query.printing import format_node
from earshot.engine.query.proximity import reach
from earshot.kernel.texts import Said, say

_LONGEST = 60
"""Characters of the query or the post that are quoted in a sentence."""
_MOST_VALUES = 3

PROXIMITY = (Near, Sentence, Window)
PLACES = {"title": say("the title"), "text": say("the text"), "bio": say("the author's description")}


def say_inner(node: Node, met: int, wanted: bool) -> str | Said:
    """What there is to say about AND, OR or ATLEAST that is not as it should be; "" where its members say it."""
    if not wanted or isinstance(node, And | Not):
        return ""
    if isinstance(node, Or):
        return say("None of the %(count)s alternatives is fulfilled; this is the nearest:", count=len(node.children))
    if isinstance(node, AtLeast):
        return say(
            "%(met)s of %(count)s are there, %(times)s are needed:",
            met=met,
            count=len(node.members),
            times=node.times,
        )
    return ""


def say_term(
    item: Weighed, wanted: bool, document: Document, spans: tuple[FieldSpan, ...], close: Close | None
) -> Said:
    """Whether the term is there, and whether it should be; where it is missing, what comes close."""
    term = shown(item.node)
    if isinstance(item.node, Field):
        return _field(item.node, term, document, item.true, wanted)
    if not item.true:
        return _missing(item, term, document, close) if wanted else say("%(term)s is not there, as asked.", term=term)
    found, place = _quoted(spans, document), _place(spans, item.scope)
    if wanted:
        return say("%(term)s is in %(place)s: “%(found)s”.", term=term, place=place, found=found)
    return say("%(term)s is in %(place)s and must not be: “%(found)s”.", term=term, place=place, found=found)


def say_absent(count: int) -> Said:
    """None of many terms that must not be there is there."""
    return say("None of the %(count)s excluded terms is there.", count=count)


def shown(node: Node) -> str:
    """The term as it is written in a query, not too long."""
    return _short(format_node(node))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _quoted(spans: tuple[FieldSpan, ...], document: Document) -> str:
    """The pieces of the post, each once."""
    pieces = dict.fromkeys(_piece(span, document) for span in spans)
    return _short(" … ".join(list(pieces)[:_MOST_VALUES]))


def _piece(span: FieldSpan, document: Document) -> str:
    field, start, end = span
    return str(getattr(document, field)[start:end])


def _place(spans: tuple[FieldSpan, ...], scope: Scope) -> Said:
    return PLACES[spans[0][0] if spans else scope[-1]]


def _field(node: Field, term: str, document: Document, true: bool, wanted: bool) -> Said:
    told = _short(", ".join(values_of(document, node.name)[:_MOST_VALUES]))
    if true and wanted:
        return say("%(term)s is fulfilled.", term=term)
    if true:
        return say("%(term)s is fulfilled and must not be.", term=term)
    if not wanted:
        return say("%(term)s is not fulfilled, as asked.", term=term)
    if told:
        return say("%(term)s is not fulfilled; the post has: %(found)s.", term=term, found=told)
    return say("%(term)s is not fulfilled; the post does not say.", term=term)


def _missing(item: Weighed, term: str, document: Document, close: Close | None) -> Said:
    for words in (document.words(field) for field in item.scope if getattr(document, field)):
        apart = _apart(item.node, term, words)
        if apart is not None:
            return apart
    if close is not None:
        return _CLOSE[close.how](term, close, document)
    return _operands(item, term, document) if isinstance(item.node, PROXIMITY) else _absent(item, term, document)


def _absent(item: Weighed, term: str, document: Document) -> Said:
    """Nothing comes close; of a phrase, which of its words are missing."""
    parts = item.node.parts if isinstance(item.node, Phrase) else ()
    gone = [one for one in parts if not any(part(one, words) for words in document.parts(item.scope))]
    if len(parts) < 2 or not gone:
        return say("%(term)s is not there.", term=term)
    names = ", ".join(dict.fromkeys(f"{one.sign}{one.text}" for one in gone[:_MOST_VALUES]))
    return say("%(term)s: %(missing)s is not there.", term=term, missing=names)


def _operands(item: Weighed, term: str, document: Document) -> Said:
    """Which operands of a proximity are missing; all there means: in different parts of the post."""
    texts = [document.words(field) for field in item.scope if getattr(document, field)]
    missing = [node for node in operands(item.node) if not any(occurrences(node, words) for words in texts)]
    if not missing:
        return say("The terms of %(term)s do not stand together in one part of the post.", term=term)
    names = _short(", ".join(shown(node) for node in missing[:_MOST_VALUES]))
    return say("%(term)s: %(missing)s is not there.", term=term, missing=names)


def _apart(node: Node, term: str, words: Words) -> Said | None:
    """What is wrong with the places of terms that all stand in ``words``; None where some are missing."""
    match node:
        case Near() if not all(occurrences(one, words) for one in operands(node)):
            return None
        case Near():
            return _near(node, term, words)
        case Sentence():
            left = reach(node.left, words) if isinstance(node.left, Near | Sentence) else occurrences(node.left, words)
            if left and occurrences(node.right, words):
                return say("%(term)s: the terms stand in different sentences.", term=term)
        case Window() if all(occurrences(one, words) for one in node.operands):
            return _window(node, term, words)
        case Count():
            return _count(node, term, words)
    return None


def _near(node: Near, term: str, words: Words) -> Said | None:
    if isinstance(node.left, Near | Sentence) and not reach(node.left, words):
        return _apart(node.left, shown(node.left), words)
    found = gap(node, words)
    if found is None:
        return say("%(term)s: the terms overlap.", term=term)
    distance, in_order = found
    if node.ordered and not in_order and distance <= node.distance:
        return say("%(term)s: the terms stand in the other order.", term=term)
    return say(
        "%(term)s: %(distance)s words stand between, at most %(most)s may.",
        term=term,
        distance=distance,
        most=node.distance,
    )


def _window(node: Window, term: str, words: Words) -> Said:
    distance = spread(node, words)
    if distance is None:
        return say("%(term)s: the terms overlap, or stand very far apart.", term=term)
    return say(
        "%(term)s: %(distance)s words stand between, at most %(most)s may.",
        term=term,
        distance=distance,
        most=node.distance,
    )


def _count(node: Count, term: str, words: Words) -> Said | None:
    met = disjoint(list(occurrences(node.operand, words)))
    if not met:
        return None
    return say("%(term)s: it is there %(met)s times, %(times)s are needed.", term=term, met=met, times=node.times)


def _found(template: Callable[..., Said]) -> Callable[[str, Close, Document], Said]:
    def sentence(term: str, close: Close, document: Document) -> Said:
        found = _short(_piece(close.span, document))
        return template(term=close.part or term, found=found, place=PLACES[close.span[0]])

    return sentence


_CLOSE: dict[str, Callable[[str, Close, Document], Said]] = {
    "accents": _found(lambda *, term, found, place: say(
        "%(term)s is written with its accents; the post has “%(found)s”.", term=term, found=found)),
    "tone": _found(lambda *, term, found, place: say(
        "%(term)s has a skin tone; the post has “%(found)s”.", term=term, found=found)),
    "exact": _found(lambda *, term, found, place: say(
        "%(term)s asks for exactly these characters; the post has “%(found)s”.", term=term, found=found)),
    "case": _found(
        lambda *, term, found, place: say(
            "%(term)s asks for these capital and small letters; the post has “%(found)s”.", term=term, found=found
        )
    ),
    "script": _found(
        lambda *, term, found, place: say(
            "%(term)s asks for this Chinese script; the post has “%(found)s”.", term=term, found=found
        )
    ),
    "sign": _found(lambda *, term, found, place: say(
        "%(term)s is there behind another sign: “%(found)s”.", term=term, found=found)),
    "word": _found(lambda *, term, found, place: say(
        "%(term)s is there only as the word “%(found)s”.", term=term, found=found)),
    "elsewhere": _found(lambda *, term, found, place: say(
        "%(term)s is only in %(place)s.", term=term, place=place)),
    "link": _found(lambda *, term, found, place: say(
        "%(term)s is only in a link; url: finds it there.", term=term)),
    "apart": _found(lambda *, term, found, place: say(
        "The words of %(term)s are there, but not next to each other in this order.", term=term)),
    "inside": _found(lambda *, term, found, place: say(
        "%(term)s is only inside “%(found)s”.", term=term, found=found)),
    "alike": _found(lambda *, term, found, place: say(
        "%(term)s is not there; “%(found)s” comes close.", term=term, found=found)),
}  # fmt: skip
