"""NEAR, ONEAR, SENTENCE and ``~n``: operands that stand near each other without overlapping.

A chain ``a NEAR/5 b NEAR/5 c`` is read from the left; each match reaches from its first to its last token. There can
be as many such matches as pairs of tokens, so they are held as numbers: for each first token the set of last tokens,
one bit each (``Reach``). Time and memory then stay small even where a post repeats one word for ever.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

from earshot.engine.query.ast import Near, Node, Sentence, Window
from earshot.engine.query.document import Words
from earshot.engine.query.occurrences import Place, bits_by_length, occurrences

Reach = dict[int, int]
"""First token -> bits; bit ``k`` says that a match ends ``k`` tokens behind its first (end exclusive)."""


def reach(node: Node, words: Words) -> Reach:
    """The matches of a chain, or the occurrences of a term."""
    match node:
        case Near():
            return _near(node, words)
        case Sentence():
            return _sentence(node, words)
    return _reach_of(occurrences(node, words))


def _near(node: Near, words: Words) -> Reach:
    left = reach(node.left, words)
    right = occurrences(node.right, words) if left else ()
    found: Reach = defaultdict(int)
    _near_behind(found, left, right, node.distance)
    if not node.ordered:
        _near_before(found, left, right, node.distance)
    return found


def _near_behind(found: Reach, left: Reach, right: Sequence[Place], distance: int) -> None:
    """``left``, then ``right`` at most ``distance`` tokens later."""
    for length, starts in bits_by_length(right).items():
        for first, ends in left.items():
            hits = _smear(ends, distance) & (starts >> first)
            if hits:
                found[first] |= hits << length


def _near_before(found: Reach, left: Reach, right: Sequence[Place], distance: int) -> None:
    """``right``, then ``left`` at most ``distance`` tokens later."""
    for first, last in right:
        for start in range(last, last + distance + 1):
            if start in left:
                found[first] |= left[start] << (start - first)


def _sentence(node: Sentence, words: Words) -> Reach:
    left = reach(node.left, words)
    right = occurrences(node.right, words) if left else ()
    found: Reach = defaultdict(int)
    places: dict[int, list[Place]] = defaultdict(list)
    for place in right:
        places[_sentence_of(place, words)].append(place)
    places.pop(-1, None)
    lefts = _by_sentence(left, words) if places else {}
    for number, members in places.items():
        _join_in_sentence(found, lefts.get(number, {}), members)
    return found


def _join_in_sentence(found: Reach, left: Reach, right: Sequence[Place]) -> None:
    for length, starts in bits_by_length(right).items():
        for first, ends in left.items():
            nearest = (ends & -ends).bit_length() - 1
            hits = (starts >> first) >> nearest << nearest
            if hits:
                found[first] |= hits << length
    behind, waiting = 0, sorted(left)
    for first, last in sorted(right, key=lambda place: -place[1]):
        while waiting and waiting[-1] >= last:
            start = waiting.pop()
            behind |= left[start] << start
        if behind:
            found[first] |= behind >> first


def _by_sentence(left: Reach, words: Words) -> dict[int, Reach]:
    """The matches that lie within one sentence, by its number."""
    found: dict[int, Reach] = defaultdict(dict)
    for first, ends in left.items():
        if first < len(words.terms) and (number := words.sentence(first, first + 1)) >= 0:
            last = _last_of_sentence(number, first, ends, words)
            if inside := ends & ((1 << (last - first + 1)) - 1) & ~1:
                found[number][first] = inside
    return found


def _last_of_sentence(number: int, first: int, ends: int, words: Words) -> int:
    """The end (exclusive) of sentence ``number``, looked for no further than the matches from ``first`` reach."""
    low, high = first + 1, first + ends.bit_length() - 1
    while low < high:
        middle = (low + high + 1) // 2
        if words.sentence(middle - 1, middle) == number:
            low = middle
        else:
            high = middle - 1
    return low


def _sentence_of(place: Place, words: Words) -> int:
    first, last = place
    return words.sentence(first, last) if first < last else -1


def _reach_of(places: Sequence[Place]) -> Reach:
    found: Reach = defaultdict(int)
    for first, last in places:
        found[first] |= 1 << (last - first)
    return found


def _smear(bits: int, distance: int) -> int:
    """Every bit also set at the next ``distance`` places."""
    done = 0
    while done < distance:
        step = min(done + 1, distance - done)
        bits |= bits << step
        done += step
    return bits


def window(node: Window, words: Words) -> Iterator[Place]:
    """All operands in any order, none overlapping another, at most ``distance`` other tokens from first to last.

    Goes through the occurrences once, from left to right. For every set of operands met so far it keeps the best way
    to have met them: the largest (first token + tokens covered), which leaves the fewest other tokens between.
    """
    complete = (1 << len(node.operands)) - 1
    met: dict[int, tuple[int, int]] = {}
    pending: list[tuple[int, int, tuple[int, int]]] = []
    for first, last, operand_bit in _met_in_order(node, words):
        while pending and pending[0][0] <= first:
            _, members, way = heapq.heappop(pending)
            met[members] = max(met.get(members, way), way)
        met = {members: way for members, way in met.items() if first - way[0] <= node.distance}
        for members, (value, start) in [*met.items(), (0, (first, first))]:
            if members & operand_bit:
                continue
            way = (value + last - first, start)
            if members | operand_bit != complete:
                heapq.heappush(pending, (last, members | operand_bit, way))
            elif last - way[0] <= node.distance:
                yield start, last


def _met_in_order(node: Window, words: Words) -> list[tuple[int, int, int]]:
    """(first token, last token, bit of the operand) of every occurrence; nothing where an operand has none."""
    found: list[tuple[int, int, int]] = []
    for index, operand in enumerate(node.operands):
        places = occurrences(operand, words)
        if not places:
            return []
        found.extend((first, last, 1 << index) for first, last in places)
    return sorted(found)
