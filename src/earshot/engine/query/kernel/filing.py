"""Queries filed under numbers, and their programs: growing arrays that machine code reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from earshot.engine.query.kernel.growing import Growing
from earshot.engine.query.kernel.machine import Machine
from earshot.engine.query.kernel.shapes import ALWAYS_TRUE, Filed, Ints, Longs, Programs, Stamps, empty

MERGED_AT = 1_024
"""Additions wait beside the merged lists until they are so many, and an eighth of what is merged."""


class Files:
    """Everything by query (from 1 on, in the order of addition). Not safe for threads."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.alive = Growing(np.uint8)
        self._anchors, self._begins, self._counts = Growing(), Growing(), Growing()
        self._entries, self._code, self._operands = Growing(), Growing(), Growing()
        self._always = Growing()
        self._starts, self._queries = empty(1), empty(0)
        self._heads, self._chained, self._following = empty(64), Growing(), Growing()
        self._moved = 0
        self._stamps = Stamps(empty(64), empty(64), empty(64), empty(128), empty(128))
        self._new(())
        self.alive.array[0] = 0

    def __len__(self) -> int:
        return len(self.alive)

    @property
    def code_room(self) -> tuple[int, int]:
        """Where the next program and its operands will stand."""
        return len(self._code), len(self._operands)

    def _new(self, anchors: Sequence[int]) -> int:
        self._begins.append(len(self._anchors))
        self._counts.append(len(anchors))
        self._anchors.extend(anchors)
        self._entries.append(ALWAYS_TRUE)
        self.alive.append(1)
        return len(self.alive) - 1

    def add(self, anchors: Sequence[int] | None) -> int:
        """File a query under ``anchors`` (None: it always runs); without a program it matches wherever it is found."""
        query = self._new(anchors or ())
        if anchors is None:
            self._always.append(query)
            return query
        for number in anchors:
            if not len(self._chained):  # link 0 means the end
                self._chained.append(0)
                self._following.append(0)
            if number >= len(self._heads):
                self._heads = _longer(self._heads, number)
            self._chained.append(query)
            self._following.append(int(self._heads[number]))
            self._heads[number] = len(self._chained) - 1
        return query

    def program(self, query: int, entry: int, code: Sequence[int], operands: Sequence[int]) -> None:
        """Give a query a program that was written for ``code_room``."""
        self._code.extend(code)
        self._operands.extend(operands)
        self._entries.array[query] = entry

    def move(self, query: int, anchors: Sequence[int]) -> None:
        """File under others; what was merged is looked up until the next ``merge``, and is not wrong."""
        self._begins.array[query] = len(self._anchors)
        self._counts.array[query] = len(anchors)
        self._anchors.extend(anchors)
        self._moved += 1

    def under(self, number: int) -> list[int]:
        """The queries that are merged under ``number``."""
        if number + 1 >= len(self._starts):
            return []
        start, end = 2 * int(self._starts[number]), 2 * int(self._starts[number + 1])
        found: list[int] = (self._queries[start:end:2] >> 1).tolist()
        return found

    @property
    def filed_counts(self) -> Ints:
        """By number: how many queries are merged under it; numbers that came later are missing."""
        counts: Ints = np.diff(self._starts)
        return counts

    def merge_if_many(self, numbers: int) -> None:
        """Merge what came since, if it is worth it. ``numbers``: how many there are."""
        waiting = len(self._chained) + self._moved
        if waiting > MERGED_AT and 16 * waiting > len(self._queries):
            self.merge(numbers)

    def merge(self, numbers: int) -> None:
        """Merge what came since."""
        count = len(self)
        alive, sizes = self.alive.array[:count], self._counts.array[:count]
        starts = empty(numbers + 1)
        queries = empty(2 * int(sizes[alive > 0].sum()))
        self._machine.merge(self._anchors.array, self._begins.array, sizes, self._entries.array, alive, starts, queries)
        self._starts, self._queries = starts, queries
        self._heads = empty(len(self._heads))
        self._chained, self._following, self._moved = Growing(), Growing(), 0
        kept = [query for query in self._always.array[: len(self._always)].tolist() if alive[query]]
        self._always = Growing()
        self._always.extend(kept)

    def filed(self, numbers: int, counts: Longs) -> Filed:
        """For machine code; there are ``numbers`` numbers."""
        if numbers > len(self._heads):
            self._heads = _longer(self._heads, numbers)
        always = self._always.array[: len(self._always)]
        chained = self._chained.array[: len(self._chained)]
        return Filed(self._starts, self._queries, self._heads, chained, self._following.array, always, counts)

    def programs(self) -> Programs:
        """For machine code."""
        return Programs(self._code.array, self._operands.array, self._entries.array)

    def stamps(self, numbers: int) -> Stamps:
        """For machine code: as long as needed; what was stamped stays."""
        stamps = self._stamps
        if numbers > len(stamps.numbers):
            longer = _longer(stamps.numbers, numbers)
            stamps = stamps._replace(numbers=longer, hits=empty(len(longer)))
        if len(self) > len(stamps.queries):
            stamps = stamps._replace(queries=_longer(stamps.queries, len(self)))
        self._stamps = stamps
        return stamps

    def wipe(self) -> None:
        """Forget all stamps: serial numbers begin anew."""
        self._stamps.numbers.fill(0)
        self._stamps.queries.fill(0)


def _longer(array: Ints, least: int) -> Ints:
    longer: Ints = empty(max(2 * len(array), least + 1))
    longer[: len(array)] = array
    return longer
