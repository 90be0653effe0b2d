"""One query tried on one workspace: the steps that slices are made of. Each looks at a page of posts and goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from django.db.models import QuerySet

from earshot.engine.query import Document, Query
from earshot.features.listening import search
from earshot.features.listening.finding import HIGHEST, Asked, candidates
from earshot.features.listening.models import Post, Reservoir, Unmatched
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from earshot.features.listening.reservoir import KEPT_FOR, uniform_sample
from earshot.features.listening.seeing import Seeing
from earshot.features.workshop.asking import Asking, asking
from earshot.features.workshop.changing import Edit
from earshot.features.workshop.gathering import document_of_sampled
from earshot.features.workshop.near import Near, near_miss
from earshot.features.workshop.progress import DONE, MATCHES, MOST_KEPT, NEAR, RESERVOIR, REST, Progress
from earshot.features.workshop.ranking import POST, SAMPLED, Drawn, lowest

PAGE, NEAR_PAGE, ID_PAGE = 200, 50, 20_000
MOST_NEAR = 1_500
"""Candidates for near misses among the stored posts."""
MOST_LONE = 400
"""The same where a query has nothing that could be left out: then any post is a candidate, if something comes close."""
MOST_ROWS = 10_000
"""Rows of the reservoir that are looked at; of more, an even part."""
MOST_CHANGES = 40
"""Changes whose near misses are counted."""
DAYS = 90


@dataclass
class Trial:
    """What is asked, and how far it has come."""

    workspace_id: int
    seeing: Seeing
    query: Query
    when: Asked
    progress: Progress
    shown: int
    until: float = float("inf")
    """When to stop (``time.monotonic``), also within a page where each post costs much."""

    def begin(self) -> None:
        """How much there is to look at; of the stored posts also those that were deleted on their network."""
        told = self.progress
        told.stored = Post.objects.filter(workspace_id=self.workspace_id).count()
        reservoir = Reservoir.objects.filter(workspace_id=self.workspace_id).first()
        if reservoir is None or reservoir.floor <= 0:
            return
        sampled = uniform_sample(self.workspace_id).count()
        told.share = reservoir.floor * min(1.0, MOST_ROWS / max(1, sampled))
        told.rows = self.rows.count() if sampled > MOST_ROWS else sampled

    @cached_property
    def asking(self) -> Asking:
        """The query, made ready to be asked often."""
        return asking(self.query, self.query.text or str(self.query))

    @property
    def less(self) -> int:
        """How many near misses, and posts of the rest, are drawn."""
        return max(1, self.shown // 2)

    @property
    def rows(self) -> QuerySet[Unmatched]:
        """The even part of the reservoir that is looked at."""
        return uniform_sample(self.workspace_id).filter(draw__lt=self.progress.share)

    def step(self) -> None:
        """One page further."""
        _STEPS[self.progress.phase](self)

    @property
    def is_new(self) -> bool:
        """Whether nothing was looked at yet."""
        return self.progress.phase == MATCHES and self.progress.below == HIGHEST

    # -- what matches ----------------------------------------------------------------------------------------------

    def look_for_matches(self) -> None:
        ids = self._page(self.query, PAGE)
        documents = self._documents(ids, self.query)
        found = [number for number, document in documents if self.asking.about(document, self.when)[0]]
        self._count_matches(found)
        told = self.progress
        told.sample = lowest("sample", [*told.sample, *((POST, number) for number in found)], self.shown, told.share)
        self._go_on(ids, ended=len(ids) < PAGE)

    def _count_matches(self, found: Sequence[int]) -> None:
        told, today = self.progress, self.when.at.astimezone(self.when.zone).date()
        first, week = today - timedelta(days=DAYS - 1), self.when.at - KEPT_FOR
        rows = Post.objects.filter(pk__in=found).values_list("posted_at", "received_at")
        for posted_at, received_at in rows:
            told.count += 1
            told.week += received_at >= week
            day = self._day(posted_at)
            if first.isoformat() <= day <= today.isoformat():
                told.days[day] = told.days.get(day, 0) + 1

    def _day(self, at: datetime) -> str:
        return at.astimezone(self.when.zone).date().isoformat()

    # -- what nearly does ------------------------------------------------------------------------------------------

    def look_for_near_misses(self) -> None:
        told, looser = self.progress, self.asking.looser
        ids = self._page(looser, NEAR_PAGE)
        documents = sorted(self._documents(ids, self.query), key=lambda pair: -pair[0])
        looked = []
        for number, document in documents:
            if (near := self.near(document)) is not None:
                told.near_posts += 1
                self._count_change(near.edit)
                told.near = lowest("near", [*told.near, (POST, number)], self.less)
            looked.append(number)
            if time.monotonic() > self.until:
                break
        told.near_looked += len(looked)
        enough = told.near_looked >= (MOST_NEAR if looser is not None else MOST_LONE)
        whole = len(looked) == len(documents)
        ended = whole and len(ids) < NEAR_PAGE
        told.near_floor = 0 if ended else ids[-1] if whole else looked[-1]
        self._go_on(ids if whole else looked, ended=ended or enough)
        if told.phase == REST and told.rows:
            told.phase = RESERVOIR

    def near(self, document: Document) -> Near | None:
        """Whether the post is a near miss, and why. Most are ruled out without an explanation; of a large query it is
        not asked what would help, which means to read it again."""
        _matches, may_be_near = self.asking.about(document, self.when)
        return near_miss(self.query, document, self.when, mend=not self.asking.large) if may_be_near else None

    def _count_change(self, edit: Edit | None) -> None:
        changes = self.progress.changes
        if edit is not None and (len(changes) < MOST_CHANGES or key_of(edit) in changes):
            changes[key_of(edit)] = changes.get(key_of(edit), 0) + 1

    # -- what is neither -------------------------------------------------------------------------------------------

    def look_for_the_rest(self) -> None:
        """Draw from all stored posts by their numbers; which of those are neither is asked when all are through."""
        told = self.progress
        mine = Post.objects.filter(workspace_id=self.workspace_id, id__lt=told.below, deleted_at=None)
        ids = list(mine.order_by("-id").values_list("id", flat=True)[:ID_PAGE])
        told.rest = lowest("rest", [*told.rest, *((POST, number) for number in ids)], MOST_KEPT)
        self._go_on(ids, ended=len(ids) < ID_PAGE)
        if told.phase != REST:
            told.phase = DONE
            told.rest = list(islice(self._neither(told.rest), self.less))

    def _neither(self, drawn: Sequence[Drawn]) -> Iterator[Drawn]:
        """Those that neither match nor are near, in the order of the draw."""
        documents = dict(self._documents([number for _, number in drawn], self.query))
        for each in drawn:
            document = documents.get(each[1])
            if document is None or self.asking.about(document, self.when)[0]:
                continue
            if each[1] < self.progress.near_floor or self.near(document) is None:
                yield each

    # -- what passed by --------------------------------------------------------------------------------------------

    def look_into_the_reservoir(self) -> None:
        told = self.progress
        page = list(self.rows.filter(id__lt=told.below).order_by("-id")[:PAGE])
        for row in page:
            self._look_at_row((SAMPLED, row.pk), document_of_sampled(row))
        told.passed += len(page)
        told.sample = lowest("sample", told.sample, self.shown, told.share)
        told.near_sampled = lowest("near", told.near_sampled, self.less)
        told.rest = lowest("rest", told.rest, self.less)
        self._go_on([row.pk for row in page], ended=len(page) < PAGE)

    def _look_at_row(self, drawn: Drawn, document: Document) -> None:
        told = self.progress
        matches, may_be_near = self.asking.about(document, self.when)
        if matches:
            told.unmatched += 1
            told.sample.append(drawn)
        elif may_be_near and self.asking.looser is not None and (near := self.near(document)) is not None:
            told.near_rows += 1
            self._count_change(near.edit)
            told.near_sampled.append(drawn)
        else:
            told.rest.append(drawn)

    # -- pages -----------------------------------------------------------------------------------------------------

    def _page(self, query: Query | None, size: int) -> list[int]:
        expression = query.fts() if query is not None and search.has_index() else None
        return next(candidates(self.workspace_id, expression, self.progress.below, size), [])

    def _documents(self, ids: Sequence[int], query: Query) -> Iterator[tuple[int, Document]]:
        return read_documents(current_versions(self.seeing.only(ids)), fields_of(query))

    def _go_on(self, ids: Sequence[int], *, ended: bool) -> None:
        told = self.progress
        told.below = ids[-1] if ids else 0
        if ended:
            told.phase, told.below = told.phase + 1, HIGHEST
            if told.phase == NEAR:
                told.passed = told.stored
        elif told.phase == MATCHES:
            told.passed = min(told.stored, told.passed + len(ids))


def key_of(edit: Edit) -> str:
    """An edit as a cursor names it."""
    return f"{edit.start}:{edit.end}:{edit.text}"


_STEPS = {
    MATCHES: Trial.look_for_matches,
    NEAR: Trial.look_for_near_misses,
    REST: Trial.look_for_the_rest,
    RESERVOIR: Trial.look_into_the_reservoir,
}
