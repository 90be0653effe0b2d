"""The kernel itself: which of very many queries match posts, many posts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import cast

import numpy as np

from earshot.engine.query.document import Document
from earshot.engine.query.index import Cost
from earshot.engine.query.index.covering import Cover, Coverer
from earshot.engine.query.index.keys import BIO, WILD
from earshot.engine.query.index.reasons import why_costly
from earshot.engine.query.kernel import running
from earshot.engine.query.kernel.filing import Files
from earshot.engine.query.kernel.growing import Growing
from earshot.engine.query.kernel.machine import machine
from earshot.engine.query.kernel.numbers import Numbers, key_of, wild_keys
from earshot.engine.query.kernel.programs import Writer
from earshot.engine.query.kernel.reading import Values, cut_all
from earshot.engine.query.kernel.shapes import LAST_SERIAL, Ints, Longs, empty
from earshot.engine.query.query import Query

BATCH = 256
"""Posts that are looked at together."""
FIRST_POSTS, SAMPLE = 2_000, 16
"""So many posts are learned from, one and all; after that one batch in ``SAMPLE``."""
OFTEN = 16
"""Queries under a number that so many posts of the sample have (and twice, four times ... as many) are filed anew."""
ROOM = 64
"""Room for so many answers a post; where there are more, the rest of the batch is run anew."""
MOST_GONE = 10_000
"""When more queries were removed, and four of five, everything is filed anew."""
FILED_ANEW, LATER = 8, 128
"""So many are filed anew for each of the first posts, and later for each batch of the sample: 2 µs a post."""


class Entry:
    """A query as it is filed. To be filed anew is to be another entry."""

    __slots__ = ("anchors", "cover", "name", "place", "query", "sure")

    def __init__(self, name: str, query: Query, cover: Cover | None, anchors: tuple[int, ...] | None) -> None:
        self.name = name
        self.query = query
        self.cover = cover
        self.anchors = anchors
        self.place = 0
        self.sure = cover is not None and anchors is not None and cover.sure and all(map(_is_exact, cover.keys))
        """Whether having an anchor is the whole answer."""


class Kernel:
    """Standing queries by name: the methods of ``index.Index``, and the same for many posts.

    Every call is one moment, as the index's are. ``fields`` is False where documents are asked about before the values
    of their fields are known. ``kept_in``: a folder in which the machine code is kept for the next process.

    Raises:
        ImportError: numba is not installed.
    """

    def __init__(self, *, fields: bool = True, kept_in: Path | None = None) -> None:
        self._lock = Lock()
        self._machine = machine(kept_in)
        self._fields = fields
        self._begin()

    def _begin(self) -> None:
        """Nothing is filed, nothing learned."""
        self._entries: dict[str, Entry] = {}
        self._numbers = Numbers(self._machine)
        self._files = Files(self._machine)
        self._values = Values(self._numbers)
        self._coverer = Coverer(self._numbers.rate, self._fields)
        self._by_place: list[Entry | None] = [None]
        self._names = Growing(object)
        self._names.append(None)
        self._state = empty(4, np.int64)
        self._bio = False
        self._batches = 0
        self._met_at = empty(0, np.int64)
        self._anew: list[int] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._entries))

    def add(self, name: str, query: Query) -> None:
        """File a query; one of the same name is replaced."""
        with self._lock:
            if name in self._entries:
                self._take_out(name)
            self._file(name, query)

    def _file(self, name: str, query: Query) -> None:
        entry = self._entry(name, query)
        entry.place = self._files.add(entry.anchors)
        self._entries[name] = entry
        self._by_place.append(entry)
        self._names.append(name)
        self._program(entry)

    def remove(self, name: str) -> None:
        """Take a query out.

        Raises:
            KeyError: there is none of that name.
        """
        with self._lock:
            self._take_out(name)

    def _take_out(self, name: str) -> None:
        entry = self._entries.pop(name)
        self._files.alive.array[entry.place] = 0
        self._by_place[entry.place] = self._names.array[entry.place] = None
        gone = len(self._by_place) - len(self._entries)
        if gone > MOST_GONE and gone > 4 * len(self._entries):
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Give back what the queries that are gone took."""
        kept = [(entry.name, entry.query) for entry in self._entries.values()]
        self._begin()
        for name, query in kept:
            self._file(name, query)

    def _entry(self, name: str, query: Query) -> Entry:
        cover = self._coverer.cover(query.tree)
        anchors = None
        if cover is not None:
            keys = dict.fromkeys(map(key_of, cover.keys))
            anchors = tuple(map(self._numbers.number, keys)) if all(keys) else None
        return Entry(name, query, cover, anchors)

    def _program(self, entry: Entry) -> None:
        """Give it a program where having an anchor is not the whole answer."""
        if entry.sure:
            return
        writer = Writer(self._numbers, *self._files.code_room, fields=self._fields)
        at = writer.write(entry.query.tree)
        self._bio = self._bio or writer.bio
        self._files.program(entry.place, at, writer.code, writer.operands)

    def matching(self, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> list[str]:
        """The names of the queries that match, in the order in which they were added.

        Raises:
            ValueError: a query asks for ``age:`` and ``at`` is not given.
        """
        return self.matching_all((document,), at=at, zone=zone)[0]

    def matching_all(
        self, documents: Sequence[Document], *, at: datetime | None = None, zone: tzinfo = UTC
    ) -> list[list[str]]:
        """The same for each of many documents."""
        found: list[list[str]] = []
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            answers = self._ask(batch)
            for place, post, entry in answers.unsure:
                if not entry.query.matches(batch[post], at=at, zone=zone):
                    answers.names[place] = None
            found += answers.by_post()
        return found

    def candidates(self, document: Document) -> list[str]:
        """The names of the queries that may match, in the order in which they were added; the others do not."""
        return self.candidates_all((document,))[0]

    def candidates_all(self, documents: Sequence[Document]) -> list[list[str]]:
        """The same for each of many documents."""
        found: list[list[str]] = []
        for start in range(0, len(documents), BATCH):
            found += self._ask(documents[start : start + BATCH]).by_post()
        return found

    def learn(self, document: Document) -> None:
        """See a post only to learn how often terms are; ``matching`` learns, too."""
        self._ask((document,))

    def cost(self, name: str) -> Cost:
        """What the query costs. Raises KeyError."""
        with self._lock:
            return self._cost(self._entries[name])

    def cost_of(self, query: Query) -> Cost:
        """What a query would cost, before it is added: to be said when it is saved."""
        with self._lock:
            return self._cost(Entry("", query, self._coverer.cover(query.tree), ()))

    def costly(self) -> dict[str, Cost]:
        """The queries that are run for every post, by name."""
        with self._lock:
            return {entry.name: self._cost(entry) for entry in self._entries.values() if entry.anchors is None}

    def _cost(self, entry: Entry) -> Cost:
        if entry.cover is None or entry.anchors is None:
            return Cost(1.0, 0, why_costly(entry.query.tree, self._coverer))
        return Cost(min(1.0, entry.cover.rate), len(entry.cover.keys))

    def _ask(self, batch: Sequence[Document]) -> _Answers:
        """Which queries match, as far as the programs can tell. Learns from the posts."""
        with self._lock:
            self._files.merge_if_many(len(self._numbers))
            learning = self._numbers.seen < FIRST_POSTS or self._batches % SAMPLE == 0
            self._batches += 1
            found, ends = self._run(batch, learning=learning)
            places = found >> 1
            names = self._names.array[places].tolist()  # by numpy, which does not wait for each
            unsure = np.flatnonzero(found & 1)
            posts = np.searchsorted(ends, unsure, side="right")
            answers = _Answers(
                names,
                [
                    (place, post, entry)
                    for place, post in zip(unsure.tolist(), posts.tolist(), strict=True)
                    if (entry := self._by_place[places[place]]) is not None
                ],
                ends.tolist(),
                whole=not len(unsure) and len(self._entries) + 1 == len(self._by_place),
            )
            if learning:
                self._learn(len(batch))
            return answers

    def _run(self, batch: Sequence[Document], *, learning: bool) -> tuple[Ints, Longs]:
        """Query << 1, and 1 where it is not certain, of all posts; where those of each post end."""
        count = len(self._numbers)
        values, value_ends = self._values.of_all(batch)
        cut = cut_all(batch, self._numbers, self._machine, bio=self._bio)
        state = self._state
        if state[running.SERIAL] + 2 * len(batch) > LAST_SERIAL:
            self._files.wipe()
            state[running.SERIAL] = 0
        state[running.LEARNING] = learning
        found = empty(ROOM * (len(batch) + 1))
        ends = empty(len(batch), np.int64)
        tables = (
            self._numbers.tables(),
            self._files.filed(count, self._numbers.counts),
            self._files.programs(),
            self._files.stamps(count),
        )
        pieces: list[Ints] = []
        written = post = 0
        while post < len(batch):
            state[running.FOUND] = 0
            done = self._machine.run(cut, values, value_ends, post, *tables, state, found, ends)
            if done == post:  # even one post found more
                found = empty(2 * len(found))
            ends[post:done] += written
            written += int(state[running.FOUND])
            pieces.append(found[: state[running.FOUND]].copy())
            post = done
        return np.concatenate(pieces) if pieces else found[:0], ends

    def _learn(self, posts: int) -> None:
        """File those anew whose terms turned out to be frequent."""
        self._numbers.seen += posts
        filed = self._files.filed_counts
        counts = self._numbers.counts[: len(filed)]
        if len(self._met_at) < len(filed):
            self._met_at = np.append(self._met_at, empty(len(filed) - len(self._met_at), np.int64))
        often = np.flatnonzero((counts >= OFTEN) & (counts >= 2 * self._met_at[: len(filed)]) & (filed > 0))
        for number in often[np.argsort(counts[often] * filed[often])].tolist():
            self._met_at[number] = counts[number]
            self._anew += self._files.under(number)
        few = FILED_ANEW * posts if self._numbers.seen <= FIRST_POSTS else LATER
        for _ in range(min(few, len(self._anew))):
            self._file_anew(self._anew.pop())

    def _file_anew(self, place: int) -> None:
        """Under what are the rarest terms by now."""
        old = self._by_place[place]
        if old is None:
            return
        entry = self._entry(old.name, old.query)
        if entry.anchors is None or entry.anchors == old.anchors:
            return
        entry.place = place
        self._entries[entry.name] = self._by_place[place] = entry
        self._files.move(place, entry.anchors)
        if old.sure and not entry.sure:  # before, having an anchor was the whole answer
            self._program(entry)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Names of the queries found, None where one was taken back; (place in them, post, entry) of those that the
    definition must be asked about; up to where each post's stand."""

    names: list[str | None]
    unsure: list[tuple[int, int, Entry]]
    ends: list[int]
    whole: bool
    """Whether nothing is None."""

    def by_post(self) -> list[list[str]]:
        """The names of each post's."""
        found = [self.names[start:end] for start, end in pairwise((0, *self.ends))]
        if self.whole:
            return cast("list[list[str]]", found)
        return [[name for name in names if name is not None] for names in found]


def _is_exact(key: str) -> bool:
    """Whether the key here says as much as that of the index."""
    key = key.removeprefix(BIO)
    return key[0] != WILD or wild_keys(key[1:])[1]
