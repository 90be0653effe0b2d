"""What addresses our account: its notifications, walked from the newest back to the cursor.

The cursor holds the number of the last notification handed in, and which statuses the newest ones were about, each
with its version. A notification that comes back with another version is an edit; one that is missing, and whose status
the server confirms to be missing, is a deletion. So edits and deletions are told as long as a mention is among the
newest ``PAGE`` (servers announce them on no channel that a stranger's status would come by).

The walk goes backwards by ``max_id``, which all servers understand alike; ``min_id`` skips on some of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from earshot.connectors.mastodon.server import Missing, Query, Server, instant
from earshot.connectors.mastodon.statuses import NETWORK, Status, post_of, uri_of, version_of
from earshot.kernel.clock import Clock
from earshot.ports.connector import Rejected
from earshot.ports.heard import Batch, HeardDeletion, HeardEvent

TYPES = ("mention", "status")
ADDRESSING = frozenset({"mention", "quote"})
WANTED = ADDRESSING | frozenset(TYPES)
"""Some servers send all types, whatever was asked for."""
PAGE = 40
MOST_PAGES = 100
"""Of one walk: 4,000 notifications."""
BATCH = 40
"""Notifications handed in at once."""
FIRST = timedelta(days=1)
"""How far back a newly connected account is heard: what is still warm, not years of old notifications."""
THREADS = 500
"""Threads remembered, so that each is asked for once."""

Note = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A status that was handed in."""

    note: str
    status: str
    uri: str
    version: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far was read. ``newest`` is "" before the first look."""

    newest: str = ""
    known: tuple[Known, ...] = ()

    @classmethod
    def read(cls, cursor: str) -> Position:
        """A cursor that cannot be read begins anew: duplicates are fine, gaps are not."""
        try:
            newest, *known = orjson.loads(cursor)
            return cls(str(newest), tuple(Known(*map(str, each)) for each in known))
        except (orjson.JSONDecodeError, TypeError, ValueError):
            return cls()

    def __str__(self) -> str:
        return orjson.dumps(
            [self.newest, *([each.note, each.status, each.uri, each.version] for each in self.known)]
        ).decode()


def rank(number: str) -> tuple[int, str]:
    """Order of notification numbers: digits without leading zeros, or ULIDs of one length."""
    return len(number), number


class Notifications:
    """Reads them for one session."""

    def __init__(self, server: Server, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._threads: OrderedDict[str, tuple[Status, ...]] = OrderedDict()
        """By the number of the status answered: those above an answer to it, itself included."""
        self._waiting: list[Note] = []
        self._waiting_from = ""

    async def pull(self, cursor: str) -> Batch:
        """What is new, changed or gone since ``cursor``, oldest first; the next pull goes on from there."""
        before = Position.read(cursor)
        if self._waiting and self._waiting_from == before.newest:
            return await self._hand_in(before, before.known, [])
        newest = await self._page()
        events, known = await self._changed(before.known, newest)
        self._waiting = await self._new(before.newest, newest)
        return await self._hand_in(before, known, events)

    @property
    def more(self) -> bool:
        """Whether new ones are waiting that were read already."""
        return bool(self._waiting)

    async def _hand_in(self, before: Position, known: tuple[Known, ...], events: list[HeardEvent]) -> Batch:
        notes, rest = self._waiting[:BATCH], self._waiting[BATCH:]
        for note in notes:
            event = await self._event(note)
            if event is not None:
                events.append(event)
                known = (_known(note), *known)
        newest = str(notes[-1]["id"]) if notes else before.newest or _NOTHING_YET
        self._waiting, self._waiting_from = rest, newest
        counted = len(events) if events else len(notes)
        return Batch(tuple(events), str(Position(newest, known[:PAGE])), counted=counted)

    async def _page(self, older_than: str = "") -> list[Note]:
        about = await self._server.about()
        types = (*TYPES, "quote") if about.tells_quotes else TYPES
        query: Query = [("limit", str(PAGE)), *(("types[]", kind) for kind in types)]
        if older_than:
            query.append(("max_id", older_than))
        found = await self._server.get("/api/v1/notifications", query)
        return [note for note in found if isinstance(note, dict) and note.get("id")] if isinstance(found, list) else []

    async def _new(self, since: str, newest: list[Note]) -> list[Note]:
        """Oldest first: all after ``since``; at the first look, those of the last day."""
        found: dict[str, Note] = {}
        page = newest
        for _ in range(MOST_PAGES):
            fresh = [note for note in page if self._is_new(note, since) and note["id"] not in found]
            found.update((note["id"], note) for note in fresh)
            if not page or len(fresh) < len(page):
                break
            page = await self._page(older_than=_oldest(page))
        ours = (note for note in found.values() if note.get("type") in WANTED)
        return sorted(ours, key=lambda note: rank(str(note["id"])))

    def _is_new(self, note: Note, since: str) -> bool:
        if since:
            return rank(str(note["id"])) > rank(since)
        written = instant(note.get("created_at"))
        return written is None or written > self._clock.now() - FIRST

    async def _changed(self, known: Sequence[Known], newest: list[Note]) -> tuple[list[HeardEvent], tuple[Known, ...]]:
        """Edits and deletions among those that were handed in, and what is to be watched from now on."""
        there = {str(note["id"]): note for note in newest if note.get("status")}
        begin = rank(_oldest(newest)) if len(newest) >= PAGE else rank("")
        events: list[HeardEvent] = []
        kept: list[Known] = []
        for each in known:
            if rank(each.note) < begin:
                continue  # no longer among the newest: nobody tells of it any more
            note = there.get(each.note)
            if note is None:
                if await self._is_gone(each):
                    events.append(HeardDeletion(NETWORK, each.uri))
            elif version_of(note["status"]) != each.version and (event := await self._event(note)) is not None:
                events.append(event)
                kept.append(_known(note))
            else:
                kept.append(each)
        return events, tuple(kept)

    async def _is_gone(self, each: Known) -> bool:
        """A notification may be missing because somebody dismissed it: only the status itself tells."""
        try:
            await self._server.get(f"/api/v1/statuses/{each.status}")
        except Missing:
            return True
        return False

    async def _event(self, note: Note) -> HeardEvent | None:
        status = note.get("status")
        if not isinstance(status, dict):
            return None
        above = await self.above(status)
        addressed = note.get("type") in ADDRESSING
        return post_of(status, await self._server.about(), above, addressed=addressed)

    async def above(self, status: Status) -> tuple[Status, ...]:
        """The statuses above one that answers, from the root on; () where the server shows none."""
        answered = str(status.get("in_reply_to_id") or "")
        if not answered:
            return ()
        if answered not in self._threads:
            self._threads[answered] = await self.ancestors(str(status["id"]))
            while len(self._threads) > THREADS:
                self._threads.popitem(last=False)
        return self._threads[answered]

    async def ancestors(self, number: str) -> tuple[Status, ...]:
        """The statuses above the one of that number, from the root on; () where the server shows none."""
        try:
            context = await self._server.get(f"/api/v1/statuses/{number}/context")
        except Rejected:
            return ()
        found = context.get("ancestors") if isinstance(context, dict) else None
        return tuple(each for each in found or () if isinstance(each, dict))


_NOTHING_YET = "0"


def _oldest(page: Sequence[Note]) -> str:
    return min((str(note["id"]) for note in page), key=rank)


def _known(note: Note) -> Known:
    status = note["status"]
    return Known(str(note["id"]), str(status.get("id")), uri_of(status), version_of(status))
