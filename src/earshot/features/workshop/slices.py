"""What a query finds in what is stored and sampled, slice by slice."""

from __future__ import annotations

from earshot.engine.query import Query
from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.workshop.items import Slice

SECONDS = 0.15
"""For a slice."""
SHOWN = 40
"""Posts of a sample."""


def try_slice(
    membership: Membership, query: Query, cursor: str | None = None, *, topic: Topic | None = None, shown: int = SHOWN
) -> Slice:
    """Look a little further, from the newest post back. ``cursor``: None begins, then that of the slice before, for the
    same query (one of another query begins anew). ``topic``: whose labels count. ``shown``: how many posts the samples
    have, at most 200; more bring more labels and so a narrower interval, and the first stay the first.
    """
    raise NotImplementedError
