"""What a query finds in what is stored and sampled, slice by slice."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from earshot.engine.query import Query
from earshot.features.listening.finding import asked
from earshot.features.listening.models import Topic
from earshot.features.listening.reservoir import KEPT_FOR
from earshot.features.listening.seeing import Seeing
from earshot.features.people.models import Membership
from earshot.features.workshop.gathering import Found, gather
from earshot.features.workshop.items import Change, Item, NearMiss, Slice
from earshot.features.workshop.judging import Precision, Recall, Stratum, precision, recall
from earshot.features.workshop.progress import DONE, MOST_KEPT, Progress, mark_of, progress_of
from earshot.features.workshop.ranking import SAMPLED, Drawn, lowest, rank
from earshot.features.workshop.trial import DAYS, Trial, key_of
from earshot.ports.services import services

SECONDS = 0.07
"""For looking; gathering and telling what was found takes about as long again."""
SHOWN = 40
"""Posts of a sample."""
NEAR_MEANWHILE = 6
"""Near misses that are told before everything was looked at, and of large queries."""


def try_slice(
    membership: Membership, query: Query, cursor: str | None = None, *, topic: Topic | None = None, shown: int = SHOWN
) -> Slice:
    """Look a little further, from the newest post back. ``cursor``: None begins, then that of the slice before, for the
    same query (one of another query begins anew). ``topic``: whose labels count. ``shown``: how many posts the sample
    of matches has, at most 200 (half as many near misses, and posts of the rest); more bring more labels and so
    narrower intervals, and the first stay the first.

    A sample may hold sampled posts beside stored ones: drawn so much sooner as they stand for more posts. Precision and
    recall count the labels of that part of it in which every post had the same chance to be.
    """
    shown = min(max(2, shown), MOST_KEPT)
    when = asked(membership.workspace, services().clock.now())
    mark = mark_of(query.text or str(query), membership.workspace_id, shown)
    trial = Trial(membership.workspace_id, Seeing(membership), query, when, progress_of(cursor, mark), shown)
    _look(trial)
    return _told(trial, membership, topic)


def _look(trial: Trial) -> None:
    trial.until = time.monotonic() + SECONDS
    if trial.is_new:
        trial.begin()
    while trial.progress.phase != DONE:
        trial.step()
        if time.monotonic() > trial.until:
            return


def _told(trial: Trial, membership: Membership, topic: Topic | None) -> Slice:
    told = trial.progress
    near, rest = _shown_near(trial), told.rest if told.phase == DONE else []
    drawn = [*told.sample, *near, *rest, *(told.near_sampled if told.phase == DONE else [])]
    found = gather(membership, drawn, trial.query, trial.when, topic)
    sample = _items(told.sample, found)
    return Slice(
        count=told.count,
        unmatched=told.unmatched,
        unmatched_week=round(told.unmatched / told.share),
        per_day=_per_day(trial),
        sample=sample,
        near=tuple(_near(trial, near, found)),
        near_count=told.near_posts + told.near_rows,
        rest=_items(rest, found),
        precision=_precision(told, found),
        recall=_recall(told, found),
        looked_at=told.passed,
        of=told.stored + told.rows,
        cursor=None if told.phase == DONE else told.as_text(),
    )


def _items(drawn: Sequence[Drawn], found: Mapping[Drawn, Found]) -> tuple[Item, ...]:
    return tuple(found[each][0] for each in drawn if each in found)


def _per_day(trial: Trial) -> tuple[tuple[date, int], ...]:
    today = trial.when.at.astimezone(trial.when.zone).date()
    days = (today - timedelta(days=back) for back in reversed(range(DAYS)))
    return tuple((day, trial.progress.days.get(day.isoformat(), 0)) for day in days)


def _shown_near(trial: Trial) -> list[Drawn]:
    """As many of the stored near misses as of the sampled ones, while there are enough of both; a few until the end,
    because each has to be explained."""
    told, most = trial.progress, trial.less
    sampled = told.near_sampled[: max(most // 2, most - len(told.near))]
    shown = lowest("near", [*told.near[: most - len(sampled)], *sampled], most)
    return shown if told.phase == DONE and not trial.asking.large else shown[:NEAR_MEANWHILE]


def _near(trial: Trial, shown: Sequence[Drawn], found: Mapping[Drawn, Found]) -> list[NearMiss]:
    return [near for each in shown if each in found and (near := _near_miss(trial, found[each])) is not None]


def _near_miss(trial: Trial, found: Found) -> NearMiss | None:
    item, document = found
    near = trial.near(document)
    if near is None:  # it was, for the text it had when it was looked at
        return None
    if near.edit is None:
        return NearMiss(item, near.why, None)
    edit, brings = near.edit, max(1, trial.progress.changes.get(key_of(near.edit), 0))
    return NearMiss(item, near.why, Change(edit.start, edit.end, edit.text, edit.of(trial.query.text), brings))


def _precision(told: Progress, found: Mapping[Drawn, Found]) -> Precision | None:
    right, wrong = _labels(_items(_even(told), found))
    whole = told.count if told.phase == DONE and not told.rows else None
    return precision(right, wrong, whole)


def _even(told: Progress) -> list[Drawn]:
    """The part of the sample in which every post of the world had the same chance to be: where sampled posts match, a
    stored one counts only as often as a post that passes by is sampled."""
    if not told.unmatched:
        return told.sample
    return [drawn for drawn in told.sample if drawn[0] == SAMPLED or rank("sample", drawn) <= told.share]


def _labels(items: Sequence[Item]) -> tuple[int, int]:
    labels = [item.right for item in items if item.right is not None]
    return sum(labels), len(labels) - sum(labels)


def _recall(told: Progress, found: Mapping[Drawn, Found]) -> Recall | None:
    """Over the days of the reservoir where there is one: of what passed by, nothing older is known. Else over what is
    stored."""
    if told.phase != DONE:
        return None
    right, wrong = _labels(_items(_even(told), found))
    rest = _items(told.rest, found)
    if told.rows:
        near = _items(told.near_sampled, found)
        sizes = told.near_rows, told.rows - told.unmatched - told.near_rows
        matched, days = told.week + told.unmatched / told.share, KEPT_FOR.days
    else:
        near = _items(told.near, found)
        sizes = told.near_posts, told.stored - told.count - told.near_posts
        matched, days = float(told.count), None
    strata = [_stratum(size, items, told) for size, items in zip(sizes, (near, rest), strict=True)]
    return recall(matched, right, wrong, strata, days)


def _stratum(size: int, items: Sequence[Item], told: Progress) -> Stratum:
    right, wrong = _labels(items)
    return Stratum(max(size, right + wrong), right + wrong, right, told.share if told.rows else 1.0)
