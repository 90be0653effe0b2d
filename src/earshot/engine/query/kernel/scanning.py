"""Texts into numbers: the tokens and tags of ``engine/text``, for text whose folding is one character at a time.

Machine code (``machine``). Anything unusual is left to ``engine/text``; what is done here must be the same
(``tests/engine/query/kernel/test_scanning.py``).
"""

from __future__ import annotations

from earshot.engine.query.kernel.shapes import (
    APOSTROPHE,
    CJK,
    DONE,
    DROPPED,
    FIRST_POOLED,
    GRAM,
    GRAM_LENGTHS,
    HASH_MARK,
    HASH_PREFIX,
    HASH_TAG,
    KIND,
    LEAVE,
    LENGTH,
    LONGEST_GRAM,
    LONGEST_PREFIX,
    MEET,
    PREFIX,
    PREFIX_LENGTHS,
    REGIONAL,
    ROW,
    SEED,
    SIGN,
    SLOW,
    START,
    TAG_PREFIX_LENGTHS,
    TERM,
    TONE,
    UNKNOWN,
    URL,
    WORD,
    Alphabet,
    Cut,
    Ints,
    Longs,
    Segments,
    Terms,
)

_MULTIPLIER = 0x5851F42D4C957F2D
_SPREAD = 0x2545F4914F6CDD1D
_HASH, _AT = 35, 64
_LAST_CONTROL = 5
_SPACE = 32
TOKENS, OTHERS, SKIP, FULL, STATE = range(5)
"""Places in the state of a scan: tokens and other numbers written so far, a closing ``#``, whether there was room."""


def scan(segments: Segments, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs) -> None:
    """Cut every segment; ``cut.status`` says how each went. ``state`` is zeros."""
    start = 0
    for segment in range(len(segments.ends)):
        end = segments.ends[segment]
        tokens, others = state[TOKENS], state[OTHERS]
        status = _segment(segments, segment, start, end, alphabet, terms, cut, state)
        if status != DONE:
            state[TOKENS], state[OTHERS] = tokens, others
        cut.status[segment] = status
        cut.bounds[segment, 0], cut.bounds[segment, 1] = tokens, state[TOKENS]
        cut.bounds[segment, 2], cut.bounds[segment, 3] = others, state[OTHERS]
        start = end


def _segment(
    segments: Segments, segment: int, start: int, end: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs
) -> int:
    if start == end:
        return DONE
    length = _fold(segments.text, start, end, segments.masked[segment], alphabet, cut.folded)
    if length < 0:
        return MEET if length == -MEET else LEAVE
    state[SKIP], state[FULL] = -1, 0
    if not _tokens(cut.folded, length, alphabet, terms, cut, state) or state[FULL]:
        return LEAVE
    return DONE


def _fold(text: Ints, start: int, end: int, masked: int, alphabet: Alphabet, folded: Ints) -> int:
    """Fold into ``folded``; how long it is, ``-MEET`` or ``-LEAVE``."""
    length = 0
    room = len(folded) - 4
    for place in range(start, end):
        code = text[place]
        if 0 < code <= _LAST_CONTROL and not masked:
            code = _SPACE
        value = alphabet.fold[code]
        if length >= room:
            return -LEAVE
        if value > 0:
            folded[length] = value - 1
            length += 1
            if (
                alphabet.classes[value - 1] == SIGN
                and not masked
                and place > start
                and _doubtful(text[place - 1], alphabet)
            ):
                return -LEAVE
        elif value == UNKNOWN:
            return -MEET
        elif value == SLOW:
            return -LEAVE
        elif value != DROPPED:
            length = _unfold(FIRST_POOLED - value, alphabet.pool, folded, length)
    return length


def _unfold(place: int, pool: Ints, folded: Ints, length: int) -> int:
    for index in range(pool[place]):
        folded[length + index] = pool[place + 1 + index]
    return int(length + pool[place])


def _doubtful(before: int, alphabet: Alphabet) -> bool:
    """Whether a sign behind ``before``, which is not ASCII, may be one that folding would hide (``é#tag``)."""
    if before < 128:
        return False
    value = alphabet.fold[before]
    if value <= FIRST_POOLED:
        place = FIRST_POOLED - value
        return _is_small(alphabet.pool[place + alphabet.pool[place]])
    return value < 0 or _is_small(value - 1)


def _is_small(char: int) -> bool:
    return 97 <= char <= 122


def _tokens(folded: Ints, length: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs) -> bool:
    """Write the numbers of all tokens; False where ``engine/text`` must do it."""
    classes = alphabet.classes
    place = 0
    while place < length:
        kind = classes[folded[place]]
        if kind == WORD:
            place = _word(folded, place, length, alphabet, terms, cut, state)
        elif kind == CJK:
            place = _plain(folded, place, place + 1, place + 1, terms, cut, state)
        elif kind == SIGN:
            place = _sign(folded, place, length, alphabet, terms, cut, state)
        elif kind >= URL and kind <= REGIONAL:
            place = _symbol(folded, place, length, kind, alphabet, terms, cut, state)
        else:
            place += 1
        if place < 0:
            return False
    return True


def _symbol(
    folded: Ints, place: int, length: int, kind: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs
) -> int:
    """A URL, an emoji with its tone, a flag; a tone that stands alone is left to ``engine/text`` (-1)."""
    classes = alphabet.classes
    after = place + 1
    if kind == TONE:
        return -1
    if kind == URL:
        while after < length and classes[folded[after]] == URL:
            after += 1
        _push(0, 0, cut, state)
        return after
    if kind == REGIONAL:
        if after < length and classes[folded[after]] == REGIONAL:
            after += 1
        return _plain(folded, place, after, after, terms, cut, state)
    if after < length and classes[folded[after]] == TONE:
        after += 1
    return _plain(folded, place, place + 1, after, terms, cut, state)


def _plain(folded: Ints, start: int, end: int, after: int, terms: Terms, cut: Cut, state: Longs) -> int:
    """A token that is no word; where to go on."""
    code = terms.settings[SEED]
    for place in range(start, end):
        code = (code ^ folded[place]) * _MULTIPLIER
    _push(find(terms, TERM, code, folded, start, end), 0, cut, state)
    return after


def _word(folded: Ints, start: int, length: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs) -> int:
    """A word with inner apostrophes, its beginnings and letters; where it ends."""
    classes = alphabet.classes
    prefixes = terms.settings[PREFIX_LENGTHS]
    code = terms.settings[SEED]
    one_back = two_back = code
    place = start
    while place < length:
        kind = classes[folded[place]]
        if kind != WORD and not (kind == APOSTROPHE and place + 1 < length and classes[folded[place + 1]] == WORD):
            break
        two_back, one_back = one_back, code
        code = (code ^ folded[place]) * _MULTIPLIER
        place += 1
        if prefixes and place - start <= LONGEST_PREFIX and (prefixes >> (place - start)) & 1:
            _push_other(find(terms, PREFIX, code, folded, start, place), cut, state)
    bare = 0
    if place - start > 2 and folded[place - 1] == 115 and folded[place - 2] == 39:
        bare = find(terms, TERM, two_back, folded, start, place - 2)
    _push(find(terms, TERM, code, folded, start, place), bare, cut, state)
    if terms.settings[GRAM_LENGTHS]:
        _grams(folded, start, place, terms, cut, state)
    return place


def _grams(folded: Ints, start: int, end: int, terms: Terms, cut: Cut, state: Longs) -> None:
    lengths = terms.settings[GRAM_LENGTHS]
    for place in range(start, end):
        code = terms.settings[SEED]
        for length in range(1, min(LONGEST_GRAM, end - place) + 1):
            code = (code ^ folded[place + length - 1]) * _MULTIPLIER
            if (lengths >> length) & 1:
                _push_other(find(terms, GRAM, code, folded, place, place + length), cut, state)


def _sign(folded: Ints, place: int, length: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs) -> int:
    """Note the tag that begins here, if one does; its tokens are read next."""
    classes = alphabet.classes
    first = place + 1
    if place == state[SKIP] or first >= length or (place > 0 and _is_ascii_letter(folded[place - 1])):
        return first
    if classes[folded[first]] != WORD and classes[folded[first]] != CJK:
        return first
    sign = 0 if folded[place] == _HASH else 1 if folded[place] == _AT else 2
    end = _tag(folded, first, length, sign, alphabet, terms, cut, state)
    if sign == 0:
        state[SKIP] = _closing(folded, end, length, alphabet)
    return first


def _is_ascii_letter(char: int) -> bool:
    return _is_small(char) or 48 <= char <= 57


def _tag(
    folded: Ints, first: int, length: int, sign: int, alphabet: Alphabet, terms: Terms, cut: Cut, state: Longs
) -> int:
    """The numbers of the tag; where its text ends."""
    classes = alphabet.classes
    prefixes = terms.settings[TAG_PREFIX_LENGTHS]
    code = terms.settings[SEED]
    place = first
    while place < length and (classes[folded[place]] == WORD or classes[folded[place]] == CJK):
        code = (code ^ folded[place]) * _MULTIPLIER
        place += 1
        if prefixes and place - first <= LONGEST_PREFIX and (prefixes >> (place - first)) & 1:
            _push_other(find(terms, HASH_PREFIX + sign, code, folded, first, place), cut, state)
    _push_other(find(terms, HASH_TAG + sign, code, folded, first, place), cut, state)
    _push_other(terms.settings[HASH_MARK + sign], cut, state)
    return place


def _closing(folded: Ints, place: int, length: int, alphabet: Alphabet) -> int:
    """The place of the ``#`` that closes a tag whose text ends at ``place``; -1 where there is none."""
    classes = alphabet.classes
    while place + 1 < length and classes[folded[place]] == APOSTROPHE and classes[folded[place + 1]] == WORD:
        place += 1
        while place < length and classes[folded[place]] == WORD:
            place += 1
    return place if place < length and folded[place] == _HASH else -1


def _push(whole: int, bare: int, cut: Cut, state: Longs) -> None:
    place = state[TOKENS]
    if place >= len(cut.whole):
        state[FULL] = 1
        return
    cut.whole[place] = whole
    cut.bare[place] = bare
    state[TOKENS] = place + 1


def _push_other(number: int, cut: Cut, state: Longs) -> None:
    if number == 0:
        return
    place = state[OTHERS]
    if place >= len(cut.others):
        state[FULL] = 1
        return
    cut.others[place] = number
    state[OTHERS] = place + 1


def mixed(code: int, kind: int) -> int:
    """The rolling code of some characters as the hash of a text of that kind."""
    code = (code ^ (code >> 31) ^ kind) * _SPREAD
    return code ^ (code >> 29)


def find(terms: Terms, kind: int, code: int, folded: Ints, start: int, end: int) -> int:
    """The number of a text, 0 where it has none. The characters are compared: the hash is never believed."""
    hashed = mixed(code, kind)
    slots, rows = terms.slots, terms.rows
    last = len(slots) // 2 - 1
    slot = hashed & last
    while slots[2 * slot + 1] != 0:
        if slots[2 * slot] == hashed:
            number = slots[2 * slot + 1]
            row = number * ROW
            if (
                rows[row + KIND] == kind
                and rows[row + LENGTH] == end - start
                and _same(terms.chars, rows[row + START], folded, start, end)
            ):
                return int(number)
        slot = (slot + 1) & last
    return 0


def _same(chars: Ints, first: int, folded: Ints, start: int, end: int) -> bool:
    for place in range(start, end):  # noqa: SIM110 - machine code knows no generators
        if chars[first + place - start] != folded[place]:
            return False
    return True


def code_of(seed: int, chars: Ints, start: int, end: int) -> int:
    """The rolling code of characters."""
    code = seed
    for place in range(start, end):
        code = (code ^ chars[place]) * _MULTIPLIER
    return code
