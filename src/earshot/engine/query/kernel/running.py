"""Which queries match posts that were cut into numbers: look up, then run. Machine code (``machine``)."""

from __future__ import annotations

from earshot.engine.query.kernel.shapes import (
    ACCEPT,
    ALWAYS_TRUE,
    BEGINS_PAIR,
    ENDS_PAIR,
    EVERYWHERE,
    FLAGS,
    MAYBE,
    MOST_PLACES,
    NEAR,
    NEGATED,
    NO,
    PHRASE,
    ROW,
    SCOPE_BITS,
    SEGMENTS,
    SHARED,
    TEST,
    TEXT,
    TITLE,
    UNSURE,
    YES,
    Cut,
    Filed,
    Ints,
    Longs,
    Programs,
    Stamps,
    Terms,
)
from earshot.engine.query.kernel.storing import find_pair

_MANY = -1
SERIAL, LEARNING, FOUND, RUNS = range(4)
"""Places in the state of a run: the serial number of the post, whether numbers are counted, results written, programs
run."""


def run(
    cut: Cut,
    values: Ints,
    value_ends: Longs,
    first_post: int,
    terms: Terms,
    filed: Filed,
    programs: Programs,
    stamps: Stamps,
    state: Longs,
    found: Ints,
    found_ends: Longs,
) -> int:
    """Ask about posts from ``first_post`` on; the post before which there was no room left in ``found``.

    ``values``: the numbers of each post's fields. ``found``: query << 1, and 1 where it is not certain, of each post up
    to ``found_ends``, in order.
    """
    for post in range(first_post, len(value_ends)):
        state[SERIAL] += 1
        hits = _stamp_values(values, value_ends, post, stamps, state[SERIAL])
        for segment in range(SEGMENTS):
            hits = _stamp(cut, post * SEGMENTS + segment, 1 << segment, terms, stamps, state[SERIAL], hits)
        if state[LEARNING]:
            _count(stamps, hits, filed.counts)
        begin = state[FOUND]
        room = _ask(cut, post, hits, filed, programs, stamps, state, found)
        if not room:
            state[FOUND] = begin
            return post
        found[begin : state[FOUND]].sort()
        state[FOUND] = _once(found, begin, state[FOUND])
        found_ends[post] = state[FOUND]
    return len(value_ends)


def _stamp_values(values: Ints, value_ends: Longs, post: int, stamps: Stamps, serial: int) -> int:
    hits = 0
    for place in range(value_ends[post - 1] if post else 0, value_ends[post]):
        hits = _mark(stamps, values[place], EVERYWHERE, serial, hits)
    return hits


def _mark(stamps: Stamps, number: int, scope: int, serial: int, hits: int) -> int:
    """Note that the post has ``number`` in the text field ``scope``; how many numbers it has by now."""
    known = stamps.numbers[number]
    if known >> SCOPE_BITS == serial:
        stamps.numbers[number] = known | scope
        return hits
    stamps.numbers[number] = serial << SCOPE_BITS | scope
    stamps.hits[hits] = number
    return hits + 1


def _stamp(cut: Cut, segment: int, scope: int, terms: Terms, stamps: Stamps, serial: int, hits: int) -> int:
    """Note the numbers of a text field, and the pairs of its neighbours."""
    begin, end = cut.bounds[segment, 0], cut.bounds[segment, 1]
    for place in range(cut.bounds[segment, 2], cut.bounds[segment, 3]):
        hits = _mark(stamps, cut.others[place], scope, serial, hits)
    for place in range(begin, end):
        whole, bare = cut.whole[place], cut.bare[place]
        if whole:
            hits = _mark(stamps, whole, scope, serial, hits)
        if bare:
            hits = _mark(stamps, bare, scope, serial, hits)
        if place + 1 < end:
            if whole and terms.rows[whole * ROW + FLAGS] & BEGINS_PAIR:
                hits = _pairs(cut, whole, place + 1, scope, terms, stamps, serial, hits)
            if bare and terms.rows[bare * ROW + FLAGS] & BEGINS_PAIR:
                hits = _pairs(cut, bare, place + 1, scope, terms, stamps, serial, hits)
    return hits


def _pairs(cut: Cut, first: int, place: int, scope: int, terms: Terms, stamps: Stamps, serial: int, hits: int) -> int:
    for second in (cut.whole[place], cut.bare[place]):
        if second and terms.rows[second * ROW + FLAGS] & ENDS_PAIR:
            number = find_pair(terms, first, second)
            if number:
                hits = _mark(stamps, number, scope, serial, hits)
    return hits


def _count(stamps: Stamps, hits: int, counts: Longs) -> None:
    for hit in range(hits):
        counts[stamps.hits[hit]] += 1


def _once(found: Ints, begin: int, end: int) -> int:
    """Keep one answer of each query, the certain one; where they end."""
    kept = begin
    for place in range(begin, end):
        if place == begin or found[place] >> 1 != found[place - 1] >> 1:
            found[kept] = found[place]
            kept += 1
    return kept


def _ask(
    cut: Cut, post: int, hits: int, filed: Filed, programs: Programs, stamps: Stamps, state: Longs, found: Ints
) -> bool:
    """Run what is filed under the post's numbers, and what always runs; False where ``found`` is full."""
    fits = True
    for place in range(len(filed.always)):
        query = filed.always[place]
        fits = fits and _try(query << 1, programs.entries[query], cut, post, programs, stamps, state, found)
    for hit in range(hits):
        fits = fits and _try_merged(stamps.hits[hit], cut, post, filed, programs, stamps, state, found)
    if len(filed.chained):
        for hit in range(hits):
            fits = fits and _try_chained(stamps.hits[hit], cut, post, filed, programs, stamps, state, found)
    return fits


def _try_merged(
    number: int, cut: Cut, post: int, filed: Filed, programs: Programs, stamps: Stamps, state: Longs, found: Ints
) -> bool:
    if number >= len(filed.starts) - 1:
        return True
    in_bio = _only_in_bio(number, stamps)
    for place in range(filed.starts[number], filed.starts[number + 1]):
        query, entry = filed.queries[2 * place], filed.queries[2 * place + 1]
        if not (in_bio and entry == ALWAYS_TRUE) and not _try(query, entry, cut, post, programs, stamps, state, found):
            return False
    return True


def _try_chained(
    number: int, cut: Cut, post: int, filed: Filed, programs: Programs, stamps: Stamps, state: Longs, found: Ints
) -> bool:
    in_bio = _only_in_bio(number, stamps)
    link = filed.heads[number]
    while link != 0:
        query = filed.chained[link]
        entry = programs.entries[query]
        if not (in_bio and entry == ALWAYS_TRUE) and not _try(
            query << 1 | SHARED, entry, cut, post, programs, stamps, state, found
        ):
            return False
        link = filed.following[link]
    return True


def _only_in_bio(number: int, stamps: Stamps) -> bool:
    """There only queries look that ask for the bio, and these have programs."""
    return bool(stamps.numbers[number] & (TITLE | TEXT) == 0)


def _try(
    filed: int, entry: int, cut: Cut, post: int, programs: Programs, stamps: Stamps, state: Longs, found: Ints
) -> bool:
    """Run a query, unless it is known to have been run for this post; False where there is no room for the answer."""
    query = filed >> 1
    if filed & SHARED:
        if stamps.queries[query] == state[SERIAL]:
            return True
        stamps.queries[query] = state[SERIAL]
    state[RUNS] += 1
    answer = YES if entry == ALWAYS_TRUE else _evaluate(entry, cut, post, programs, stamps, state[SERIAL])
    if answer == NO:
        return True
    place = state[FOUND]
    if place >= len(found):
        return False
    found[place] = query << 1 | (1 if answer == UNSURE else 0)
    state[FOUND] = place + 1
    return True


def _evaluate(at: int, cut: Cut, post: int, programs: Programs, stamps: Stamps, serial: int) -> int:
    """The program from ``at`` to the end."""
    code = programs.code
    answer = YES
    while at >= 0:
        kind = code[at] & 255
        scope = code[at] >> 8 & EVERYWHERE
        if kind == TEST:
            known = stamps.numbers[code[at + 1]]
            truth = YES if known >> SCOPE_BITS == serial and known & scope else NO
        elif kind == MAYBE:
            truth = UNSURE
        else:
            truth = _positions(kind, programs.operands, code[at + 1], scope, cut, post, stamps)
        if truth == UNSURE:
            answer = UNSURE
            at = code[at + 2 + (code[at] >> NEGATED & 1)]
        else:
            at = code[at + 2] if truth == YES else code[at + 3]
    return answer if at == ACCEPT else NO


def _positions(kind: int, operands: Ints, at: int, scope: int, cut: Cut, post: int, stamps: Stamps) -> int:
    """PHRASE, NEAR and COUNT lie within one text field."""
    best = NO
    for segment in range(SEGMENTS):
        if scope >> segment & 1:
            begin, end = cut.bounds[post * SEGMENTS + segment, 0], cut.bounds[post * SEGMENTS + segment, 1]
            if kind == PHRASE:
                answer = _phrase(operands, at, cut, begin, end)
            elif kind == NEAR:
                answer = _near(operands, at, cut, begin, end, stamps)
            else:
                answer = _times(operands, at, cut, begin, end)
            if answer == YES:
                return YES
            best = max(best, answer)
    return best


def _fits_at(operands: Ints, at: int, cut: Cut, place: int) -> bool:
    """Whether the phrase (its length and numbers from ``at`` on) stands at ``place``; there are tokens enough."""
    for index in range(operands[at]):
        wanted = operands[at + 1 + index]
        if cut.whole[place + index] != wanted and cut.bare[place + index] != wanted:
            return False
    return True


def _phrase(operands: Ints, at: int, cut: Cut, begin: int, end: int) -> int:
    for place in range(begin, end - operands[at] + 1):
        if _fits_at(operands, at, cut, place):
            return YES
    return NO


def _times(operands: Ints, at: int, cut: Cut, begin: int, end: int) -> int:
    """``a#n``: times, then the phrase; occurrences do not overlap."""
    met, place = 0, begin
    length = operands[at + 1]
    while place <= end - length:
        if _fits_at(operands, at + 1, cut, place):
            met += 1
            place += length
            if met >= operands[at]:
                return YES
        else:
            place += 1
    return NO


def _near(operands: Ints, at: int, cut: Cut, begin: int, end: int, stamps: Stamps) -> int:
    """Distance, whether ordered, then both operands: how many phrases, and the phrases."""
    distance, ordered = operands[at], operands[at + 1]
    lefts, at = _occurrences(operands, at + 2, cut, begin, end, stamps.lefts)
    if lefts == 0:
        return NO
    rights, at = _occurrences(operands, at, cut, begin, end, stamps.rights)
    if rights == 0:
        return NO
    if lefts == _MANY or rights == _MANY:
        return UNSURE
    for left in range(lefts):
        for right in range(rights):
            behind = stamps.rights[2 * right] - stamps.lefts[2 * left + 1]
            before = stamps.lefts[2 * left] - stamps.rights[2 * right + 1]
            if 0 <= behind <= distance or (not ordered and 0 <= before <= distance):
                return YES
    return NO


def _occurrences(operands: Ints, at: int, cut: Cut, begin: int, end: int, places: Ints) -> tuple[int, int]:
    """Start and end of each occurrence into ``places``; how many (``_MANY``: too many), and the place behind."""
    count = 0
    phrases = operands[at]
    at += 1
    for _ in range(phrases):
        length = operands[at]
        for place in range(begin, end - length + 1):
            if count != _MANY and _fits_at(operands, at, cut, place):
                if count == MOST_PLACES:
                    count = _MANY
                else:
                    places[2 * count], places[2 * count + 1] = place, place + length
                    count += 1
        at += 1 + length
    return count, at
