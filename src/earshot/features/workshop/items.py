"""Posts as the workshop shows them: stored ones, and those of the reservoir that were not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from earshot.engine.query.highlight import FieldSpan
from earshot.features.listening.models import Post
from earshot.features.workshop.judging import Precision, Recall


@dataclass(frozen=True, slots=True)
class Item:
    """One post. ``key`` names it in a form (``post:17`` a stored one, ``sampled:17`` one of the reservoir); ``post`` is
    None for the latter, of which only network, language, text and time are known. ``spans``: (field, start, end) of
    the terms that matched. ``right``: its label for this topic, None where it has none (or the topic is not saved)."""

    key: str
    post: Post | None
    network: str
    canonical_id: str
    lang: str
    title: str
    text: str
    at: datetime
    spans: tuple[FieldSpan, ...] = ()
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed change of the query: its characters from ``start`` to ``end`` (code points, end exclusive) give way to
    ``replacement``, which makes it ``query``; everything else of it, comments too, stays. ``brings``: how many more
    posts of those looked at it would match."""

    start: int
    end: int
    replacement: str
    query: str
    brings: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A post that the query misses by a single term. ``why``: sentences for ``web.texts.translated``."""

    item: Item
    why: tuple[str, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Slice:
    """Everything found so far; each slice holds what those before it found.

    ``count``: stored posts that match; ``unmatched``: matching posts among the sampled ones that nobody asked for so
    far, ``unmatched_week``: of how many posts in the last seven days these are the sample (rounded).
    ``per_day``: stored matches of the last 90 days by the workspace's calendar, the oldest first, empty days included.

    ``sample``: drawn evenly from everything that matches; ``near``: from the near misses, of which there are
    ``near_count``; ``rest``: from what is neither, to look for posts that the query misses entirely (none before the
    last slice).

    ``looked_at`` of ``of`` posts are done. ``cursor`` goes into the next call; None: that was all.
    ``precision`` and ``recall`` are from the labels of the topic, None where there is nothing to say yet.
    """

    count: int
    unmatched: int
    unmatched_week: int
    per_day: tuple[tuple[date, int], ...]
    sample: tuple[Item, ...]
    near: tuple[NearMiss, ...]
    near_count: int
    rest: tuple[Item, ...]
    precision: Precision | None
    recall: Recall | None
    looked_at: int
    of: int
    cursor: str | None

    @property
    def labelled(self) -> int:
        """How many posts of the sample have a label."""
        return sum(item.right is not None for item in self.sample)


@dataclass(frozen=True, slots=True)
class Compared:
    """Posts that another query would gain and lose, as far as was looked; cumulative like :class:`Slice`. The samples
    are drawn evenly from all that are gained or lost."""

    both: int
    gained: int
    lost: int
    gained_sample: Sequence[Item]
    lost_sample: Sequence[Item]
    looked_at: int
    of: int
    cursor: str | None
