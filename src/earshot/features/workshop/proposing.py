"""What could be added to a query, found in the data: other spellings, hashtags, words that go with it, twins."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.engine.query import Query
from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.workshop.items import Change, Item

KINDS = ("spelling", "hashtag", "script", "together")
"""``spelling``: a word a slip away from ``term``; ``hashtag``: a tag that contains it or stands beside it; ``script``:
the simplified or traditional twin of a ``{term}``; ``together``: a word that goes with what matches ("" as term)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``word`` was seen in ``count`` of the posts looked at; ``change.brings`` of them the query does not match yet.
    ``newest`` is an example of these. ``strength``: the log-likelihood ratio of a word that goes with the matches."""

    kind: str
    term: str
    word: str
    count: int
    change: Change
    newest: Item
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best of each kind, in the order of ``KINDS``. ``looked_at``: in how many posts they were looked for;
    ``complete`` is False where time ran out."""

    found: tuple[Proposal, ...]
    looked_at: int
    complete: bool


def proposals(membership: Membership, query: Query, *, topic: Topic | None = None) -> Proposals:
    """Look through the newest posts, stored and sampled; at most about a second."""
    raise NotImplementedError
