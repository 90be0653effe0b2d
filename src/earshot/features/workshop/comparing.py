"""What a changed query gains and loses, slice by slice."""

from __future__ import annotations

import time

from earshot.engine.query import Query
from earshot.engine.query.ast import Or
from earshot.features.listening import search
from earshot.features.listening.finding import Asked, asked, candidates
from earshot.features.listening.models import Post, Topic
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from earshot.features.listening.seeing import Seeing
from earshot.features.people.models import Membership
from earshot.features.workshop.gathering import gather
from earshot.features.workshop.items import Compared, Item
from earshot.features.workshop.progress import DONE, Progress, mark_of, progress_of
from earshot.features.workshop.ranking import POST, Drawn, lowest
from earshot.ports.services import services

SECONDS = 0.08
PAGE = 200
SHOWN = 20
"""Posts of each sample."""


def compare_slice(
    membership: Membership, old: Query, new: Query, cursor: str | None = None, *, topic: Topic | None = None
) -> Compared:
    """Look a little further among the stored posts; ``cursor`` as of ``slices.try_slice``. A gained post shows where
    the new query matches, a lost one where the old one did."""
    when = asked(membership.workspace, services().clock.now())
    mark = mark_of("compare", old.text or old, new.text or new, membership.workspace_id)
    told = progress_of(cursor, mark)
    if not told.stored:
        told.stored = Post.objects.filter(workspace_id=membership.workspace_id).count()
    until = time.monotonic() + SECONDS
    seeing = Seeing(membership)
    while told.phase != DONE:
        _step(membership.workspace_id, seeing, old, new, when, told)
        if time.monotonic() > until:
            break
    gained, lost = (_shown(membership, drawn, query, when, topic) for drawn, query in _samples(told, old, new))
    return Compared(
        told.count, told.near_posts, told.near_rows, gained, lost, told.passed, told.stored,
        None if told.phase == DONE else told.as_text(),
    )  # fmt: skip


def _samples(told: Progress, old: Query, new: Query) -> tuple[tuple[list[Drawn], Query], tuple[list[Drawn], Query]]:
    return (told.near, new), (told.rest, old)


def _shown(
    membership: Membership, drawn: list[Drawn], query: Query, when: Asked, topic: Topic | None
) -> tuple[Item, ...]:
    return tuple(item for item, _document in gather(membership, drawn, query, when, topic).values())


def _step(workspace_id: int, seeing: Seeing, old: Query, new: Query, when: Asked, told: Progress) -> None:
    """One page. In the progress ``near`` are the gained posts, ``rest`` the lost ones, ``count`` those of both."""
    both = Query(Or((old.tree, new.tree)))
    expression = both.fts() if search.has_index() else None
    ids = next(candidates(workspace_id, expression, told.below, PAGE), [])
    for number, document in read_documents(current_versions(seeing.only(ids)), fields_of(both)):
        before, after = (query.matches(document, at=when.at, zone=when.zone) for query in (old, new))
        told.count += before and after
        if after and not before:
            told.near_posts += 1
            told.near = lowest("sample", [*told.near, (POST, number)], SHOWN)
        elif before and not after:
            told.near_rows += 1
            told.rest = lowest("sample", [*told.rest, (POST, number)], SHOWN)
    told.below = ids[-1] if ids else 0
    told.passed = min(told.stored, told.passed + PAGE)
    if len(ids) < PAGE:
        told.phase, told.passed = DONE, told.stored
