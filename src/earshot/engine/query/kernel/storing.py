"""Putting texts, pairs and queries into the tables. Machine code (``machine``)."""

from __future__ import annotations

from earshot.engine.query.kernel.scanning import code_of, mixed
from earshot.engine.query.kernel.shapes import (
    KIND,
    LENGTH,
    MANY_ANCHORS,
    ROW,
    SEED,
    SHARED,
    START,
    Bytes,
    Ints,
    Terms,
)


def put_texts(terms: Terms, numbers: Ints) -> None:
    """Put texts into ``terms.slots``; their rows are there already."""
    last = len(terms.slots) // 2 - 1
    for index in range(len(numbers)):
        row = numbers[index] * ROW
        start = terms.rows[row + START]
        code = code_of(terms.settings[SEED], terms.chars, start, start + terms.rows[row + LENGTH])
        hashed = mixed(code, terms.rows[row + KIND])
        slot = hashed & last
        while terms.slots[2 * slot + 1] != 0:
            slot = (slot + 1) & last
        terms.slots[2 * slot], terms.slots[2 * slot + 1] = hashed, numbers[index]


def put_pairs(terms: Terms, numbers: Ints) -> None:
    """Put pairs into ``terms.pair_keys``; their members stand in ``START`` and ``LENGTH`` of their rows."""
    last = len(terms.pair_keys) - 1
    for index in range(len(numbers)):
        row = numbers[index] * ROW
        key = terms.rows[row + START] << 32 | terms.rows[row + LENGTH]
        hashed = mixed(key ^ terms.settings[SEED], 0)
        slot = hashed & last
        while terms.pair_keys[slot] != 0:
            slot = (slot + 1) & last
        terms.pair_keys[slot], terms.pair_numbers[slot] = key, numbers[index]
        bit = (hashed >> 20) & (8 * len(terms.pair_bits) - 1)
        terms.pair_bits[bit >> 3] |= 1 << (bit & 7)


def find_pair(terms: Terms, first: int, second: int) -> int:
    """The number of a pair, 0 where it has none."""
    key = first << 32 | second
    hashed = mixed(key ^ terms.settings[SEED], 0)
    bit = (hashed >> 20) & (8 * len(terms.pair_bits) - 1)
    if not terms.pair_bits[bit >> 3] >> (bit & 7) & 1:
        return 0
    last = len(terms.pair_keys) - 1
    slot = hashed & last
    while terms.pair_keys[slot] != 0:
        if terms.pair_keys[slot] == key:
            return int(terms.pair_numbers[slot])
        slot = (slot + 1) & last
    return 0


def merge(anchors: Ints, begins: Ints, counts: Ints, entries: Ints, alive: Bytes, starts: Ints, queries: Ints) -> None:
    """Write the queries by number: those under ``number`` stand from ``starts[number]`` to ``starts[number + 1]``, with
    their entries. ``begins``, ``counts``: where in ``anchors`` the numbers of each query stand."""
    for query in range(len(counts)):
        if alive[query]:
            for place in range(begins[query], begins[query] + counts[query]):
                starts[anchors[place] + 1] += 1
    for number in range(1, len(starts)):
        starts[number] += starts[number - 1]
    for query in range(len(counts) - 1, -1, -1):
        if alive[query]:
            shared = SHARED if counts[query] >= MANY_ANCHORS else 0
            for place in range(begins[query], begins[query] + counts[query]):
                number = anchors[place]
                starts[number + 1] -= 1
                queries[2 * starts[number + 1]] = query << 1 | shared
                queries[2 * starts[number + 1] + 1] = entries[query]
    for number in range(len(starts) - 1):
        starts[number] = starts[number + 1]
    starts[len(starts) - 1] = len(queries) // 2
