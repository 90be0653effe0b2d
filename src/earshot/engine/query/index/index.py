"""The index itself: which of very many queries match a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import chain
from operator import attrgetter
from threading import Lock

from earshot.engine.query.document import Document
from earshot.engine.query.fields import DEFAULT_SCOPE
from earshot.engine.query.index.covering import Cover, Coverer
from earshot.engine.query.index.fieldkeys import field_keys
from earshot.engine.query.index.frequencies import Frequencies
from earshot.engine.query.index.keys import BARE_HAN, BIO, FIELD, LOOKED_UP, PAIR, TAG, WILD, bio_keys, kind_of_key
from earshot.engine.query.index.patterns import Patterns
from earshot.engine.query.index.reasons import why_costly
from earshot.engine.query.index.verifying import Shape, Shapes, Test, Verifier
from earshot.engine.query.index.view import View
from earshot.engine.query.query import Query
from earshot.kernel.texts import Said

FIRST_POSTS = 1_000
"""So many posts are learned from, one and all; after that one in ``SAMPLE``."""
SAMPLE = 16
OFTEN = 16
"""A key met in so many posts of the sample (and in twice, four times ... as many) has its queries filed anew."""
FILED_ANEW = 8
"""So many queries are filed anew at once, so that no post waits long."""


class Entry:
    """A query as it is filed. ``keys``: what under; None: nothing is necessary, it always runs. Never changes, but for
    how it is tested: to be filed anew is to be another entry, so that who looked it up before may go on."""

    __slots__ = ("keys", "name", "number", "query", "rate", "shape", "sure", "test", "verifier")

    def __init__(self, name: str, query: Query, number: int, cover: Cover | None) -> None:
        self.name = name
        self.query = query
        self.number = number
        """Queries answer in the order in which they were added."""
        self.keys = None if cover is None else cover.keys
        self.rate = 1.0 if cover is None else cover.rate
        self.sure = cover is not None and cover.sure
        self.test: Test | None = None
        """The final test, once the query is asked often enough."""
        self.verifier: Verifier | None = None
        """Until then; made when it is first needed, for most are never."""
        self.shape: Shape | None = None
        """After that: what keeps the code of the test for others of its shape."""

    def verify(self, view: View, shapes: Shapes) -> bool:
        """Whether the query matches, by what it is tested with so far."""
        verifier = self.verifier
        if verifier is None:
            verifier = self.verifier = Verifier(self.query.tree, shapes)
        test = verifier.final()
        if test is None:
            return verifier.nested()(view)
        self.test, self.shape, self.verifier = test, verifier.shape, None
        return test(view)

    def filed_under(self, cover: Cover | None) -> Entry:
        """The same query, filed anew."""
        entry = Entry(self.name, self.query, self.number, cover)
        entry.test, entry.shape, entry.verifier = self.test, self.shape, self.verifier
        return entry


@dataclass(frozen=True, slots=True)
class Cost:
    """What a query costs while posts flow. ``rate``: the share of posts, 0 to 1, for which it is likely to be run;
    ``anchors``: the terms that it is filed under; ``reason``: why it is run for every post, "" where it is not."""

    rate: float
    anchors: int
    reason: Said | str = ""

    @property
    def always(self) -> bool:
        """Whether it is run for every post."""
        return bool(self.reason)


class Index:
    """Standing queries by name.

    Every call is one moment: a post sees all of an ``add`` or ``remove`` or nothing of it, also while another thread
    changes the index; the queries themselves run outside the lock. ``fields`` is False where documents are asked about
    before the values of their fields are known (``candidates``).
    """

    def __init__(self, *, fields: bool = True) -> None:
        self._lock = Lock()
        self._entries: dict[str, Entry] = {}
        self._numbers = 0
        self._always: dict[Entry, None] = {}
        self._filed: dict[str, Entry | dict[Entry, None]] = {}
        """Key -> the only entry filed under it, or all of them."""
        self._uses: dict[str, int] = {}
        """Kind of key (but for single tokens) -> how many entries are filed under keys of the kind."""
        self._word_wilds, self._tag_wilds, self._bio_wilds = Patterns(), Patterns(), Patterns()
        self._frequencies = Frequencies()
        self._coverer = Coverer(self._frequencies.rate, fields)
        self._shapes = Shapes()
        self._posts = 0
        self._visits: dict[str, int] = {}
        """Key -> in how many posts of the sample it was met."""
        self._anew: list[Entry] = []
        """Waiting to be filed anew."""

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._entries))

    def add(self, name: str, query: Query) -> None:
        """File a query; one of the same name is replaced."""
        with self._lock:
            self._numbers += 1
            entry = Entry(name, query, self._numbers, self._coverer.cover(query.tree))
            old = self._entries.get(name)
            if old is not None:
                self._take_out(old)
            self._file(entry)

    def remove(self, name: str) -> None:
        """Take a query out.

        Raises:
            KeyError: there is none of that name.
        """
        with self._lock:
            self._take_out(self._entries.pop(name))

    def matching(self, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> list[str]:
        """The names of the queries that match, in the order in which they were added.

        Raises:
            ValueError: a query asks for ``age:`` and ``at`` is not given.
        """
        view = View(document, DEFAULT_SCOPE, at, zone)
        found = self._look_up(view)
        shapes = self._shapes
        return _names(
            [
                entry
                for entry in found
                if entry.sure or (test(view) if (test := entry.test) else entry.verify(view, shapes))
            ]
        )

    def candidates(self, document: Document) -> list[str]:
        """The names of the queries that may match, in the order in which they were added; the others do not."""
        return _names(self._look_up(View(document, DEFAULT_SCOPE, None, UTC)))

    def learn(self, document: Document) -> None:
        """See a post only to learn how often terms are; ``matching`` learns, too."""
        view = View(document, DEFAULT_SCOPE, None, UTC)
        with self._lock:
            self._learn(view, self._hits(view))

    def cost(self, name: str) -> Cost:
        """What the query costs. Raises KeyError."""
        with self._lock:
            return self._cost(self._entries[name])

    def cost_of(self, query: Query) -> Cost:
        """What a query would cost, before it is added: to be said when it is saved."""
        with self._lock:
            return self._cost(Entry("", query, 0, self._coverer.cover(query.tree)))

    def costly(self) -> dict[str, Cost]:
        """The queries that are run for every post, by name."""
        with self._lock:
            return {entry.name: self._cost(entry) for entry in self._always}

    def _cost(self, entry: Entry) -> Cost:
        if entry.keys is None:
            return Cost(1.0, 0, why_costly(entry.query.tree, self._coverer))
        return Cost(min(1.0, entry.rate), len(entry.keys))

    def _file(self, entry: Entry) -> None:
        self._entries[entry.name] = entry
        if entry.keys is None:
            self._always[entry] = None
            return
        for key in entry.keys:
            self._use(key)
            there = self._filed.get(key)
            if there is None:
                self._filed[key] = entry
                if key[0] in LOOKED_UP:
                    self._frequencies.watch(key)
            elif isinstance(there, Entry):
                self._filed[key] = {there: None, entry: None}
            else:
                there[entry] = None

    def _take_out(self, entry: Entry) -> None:
        if entry.keys is None:
            del self._always[entry]
            return
        for key in entry.keys:
            self._use(key, -1)
            there = self._filed[key]
            if isinstance(there, Entry):
                del self._filed[key]
                self._visits.pop(key, None)
                if key[0] in LOOKED_UP:
                    self._frequencies.unwatch(key)
            else:
                del there[entry]
                if len(there) == 1:
                    self._filed[key] = next(iter(there))

    def _use(self, key: str, by: int = 1) -> None:
        """Note that one entry more, or less, is filed under ``key``: what nobody asks for is not looked up."""
        kind = kind_of_key(key)
        if kind:
            self._uses[kind] = self._uses.get(kind, 0) + by
            if not self._uses[kind]:
                del self._uses[kind]
        if kind in (WILD, BIO):
            patterns, pattern = self._patterns(key)
            if patterns is not None:
                (patterns.add if by > 0 else patterns.remove)(pattern)

    def _patterns(self, key: str) -> tuple[Patterns | None, str]:
        """Where a wildcard is kept, and how it is written there; None for what is none."""
        pattern = key.removeprefix(BIO)
        if pattern[0] != WILD:
            return None, ""
        if pattern is not key:
            return self._bio_wilds, pattern
        return (self._tag_wilds if pattern[1] in "#@$" else self._word_wilds), pattern

    def _look_up(self, view: View) -> set[Entry]:
        """The entries filed under what the post has, and those that always run. Learns from the post."""
        with self._lock:
            hits, filed = self._hits(view), self._filed
            found = set(self._always)
            for key in hits:
                there = filed[key]
                if type(there) is Entry:
                    found.add(there)
                else:
                    found.update(there)  # type: ignore[arg-type]
            self._posts += 1
            if self._posts <= FIRST_POSTS or self._posts % SAMPLE == 0:
                self._learn(view, hits)
            return found

    def _hits(self, view: View) -> list[str]:
        """The keys of the post under which anything is filed."""
        filed = self._filed.keys()
        return [key for keys in self._keys_of(view) for key in filed & keys]

    def _keys_of(self, view: View) -> Iterator[Set[str]]:
        """The keys of a post, as far as anything is filed under their kind."""
        uses = self._uses
        yield view.terms.keys()
        if PAIR in uses:
            yield view.pairs
        if TAG in uses:
            yield view.tags
        if WILD in uses:
            yield self._wilds_of(view)
        if BARE_HAN in uses and view.has_marked_han():
            yield {BARE_HAN}
        if BIO in uses and view.document.bio:
            yield self._bio_keys(view.within("bio"))
        for kind in uses:
            if kind[0] == FIELD:
                yield set(field_keys(kind[1:], view.document))

    def _wilds_of(self, view: View) -> set[str]:
        found = self._word_wilds.fitting(view.terms) if self._word_wilds else []
        return {*found, *self._tag_wilds.fitting(view.tags)} if self._tag_wilds else set(found)

    def _bio_keys(self, bio: View) -> set[str]:
        wilds = self._bio_wilds.fitting(chain(bio.terms, bio.tags))
        marked = (BARE_HAN,) if bio.has_marked_han() else ()
        return set(bio_keys(chain(bio.terms, bio.pairs, bio.tags, wilds, marked)))

    def _learn(self, view: View, hits: list[str]) -> None:
        others = (key for key in hits if key[0] in LOOKED_UP)
        self._frequencies.learn(chain(view.terms, view.pairs, view.tags, others))
        for key in hits:
            visits = self._visits[key] = self._visits.get(key, 0) + 1
            if visits >= OFTEN and not visits & (visits - 1):
                there = self._filed[key]
                self._anew.extend((there,) if isinstance(there, Entry) else there)
        for _ in range(min(FILED_ANEW, len(self._anew))):
            self._file_anew(self._anew.pop())

    def _file_anew(self, entry: Entry) -> None:
        """Under what are the rarest terms by now."""
        if self._entries.get(entry.name) is not entry:
            return
        cover = self._coverer.cover(entry.query.tree)
        if cover is not None and cover.keys != entry.keys:
            self._take_out(entry)
            self._file(entry.filed_under(cover))


def _names(found: Iterable[Entry]) -> list[str]:
    return [entry.name for entry in sorted(found, key=_number)]


_number = attrgetter("number")
