"""What one text operator says about another, in the same text fields: words, proximity, sentences, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earshot.engine.query.ast import Count, Exact, Near, Node, Part, Phrase, Sentence, Window
from earshot.engine.query.linting.places import contains, covers, places_in, words_of


def term_implies(narrow: Node, wide: Node) -> bool:
    """Whether a text that has ``narrow`` surely has ``wide``. False: not known."""
    if narrow == wide:
        return True
    match wide:
        case Count(operand=operand, times=1):
            return term_implies(narrow, operand)
        case Count():
            return isinstance(narrow, Count) and narrow.times >= wide.times and covers(narrow.operand, wide.operand)
        case Phrase():
            return _has_phrase(narrow, wide)
        case Near():
            return _has_near(narrow, wide)
        case Sentence():
            return isinstance(narrow, Sentence) and _either_way(narrow, wide, ordered=False)
        case Window():
            return _has_window(narrow, wide)
    return False


def parts_of(node: Node) -> Iterator[Node]:
    """Terms each of which a text that has the proximity or count ``node`` must have."""
    match node:
        case Near(left=left, right=right) | Sentence(left=left, right=right):
            yield left
            yield right
        case Window(operands=operands):
            yield from operands
        case Count(operand=operand):
            yield operand


def _has_phrase(narrow: Node, wide: Phrase) -> bool:
    parts = words_of(narrow)
    return parts is not None and contains(parts, wide.parts)


def _has_near(narrow: Node, wide: Near) -> bool:
    match narrow:
        case Near():
            closer = narrow.distance <= wide.distance and (narrow.ordered or not wide.ordered)
            return closer and _either_way(narrow, wide, ordered=wide.ordered)
        case Window(operands=(left, right)):
            pair = Near(left, right, narrow.distance)
            return not wide.ordered and narrow.distance <= wide.distance and _either_way(pair, wide, ordered=False)
        case Phrase() | Exact():
            return _inside_phrase(words_of(narrow), wide)
    return False


def _either_way(narrow: Near | Sentence, wide: Near | Sentence, *, ordered: bool) -> bool:
    if _left_covers(narrow.left, wide.left) and covers(narrow.right, wide.right):
        return True
    chained = isinstance(narrow.left, Near | Sentence) or isinstance(wide.left, Near | Sentence)
    return not ordered and not chained and covers(narrow.left, wide.right) and covers(narrow.right, wide.left)


def _left_covers(narrow: Node, wide: Node) -> bool:
    """The left side may be a chain: each of its matches must be one of the other chain's."""
    if isinstance(wide, Near | Sentence):
        return type(narrow) is type(wide) and term_implies(narrow, wide)
    return not isinstance(narrow, Near | Sentence) and covers(narrow, wide)


def _inside_phrase(parts: Sequence[Part] | None, wide: Near) -> bool:
    left, right = wide.left, wide.right
    if parts is None or not (isinstance(left, Phrase) and isinstance(right, Phrase)):
        return False
    if _follow(parts, left, right, wide.distance):
        return True
    return not wide.ordered and _follow(parts, right, left, wide.distance)


def _follow(parts: Sequence[Part], first: Phrase, second: Phrase, distance: int) -> bool:
    if any(part.sign for part in parts):  # a tag may be several tokens long
        return False
    ends = [place + len(first.parts) for place in places_in(parts, first.parts)]
    starts = places_in(parts, second.parts)
    return any(0 <= start - end <= distance for end in ends for start in starts)


def _has_window(narrow: Node, wide: Window) -> bool:
    match narrow:
        case Window(operands=operands):
            alike = len(operands) == len(wide.operands) and narrow.distance <= wide.distance
            return alike and _assigned(operands, wide.operands)
        case Near(left=left, right=right):
            alike = len(wide.operands) == 2 and narrow.distance <= wide.distance
            return alike and not isinstance(left, Near | Sentence) and _assigned((left, right), wide.operands)
        case Phrase(parts=parts) if not any(part.sign for part in parts):
            singles = tuple(Phrase((part,)) for part in parts)
            return len(parts) - len(wide.operands) <= wide.distance and _assigned(singles, wide.operands)
    return False


def _assigned(narrow: Sequence[Node], wide: Sequence[Node]) -> bool:
    """Whether each of ``wide`` finds one of ``narrow`` of its own that it covers (taking the first that fits)."""
    free = list(narrow)
    for operand in wide:
        fit = next((one for one in free if covers(one, operand)), None)
        if fit is None:
            return False
        free.remove(fit)
    return True
