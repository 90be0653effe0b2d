"""What a changed query gains and loses, slice by slice."""

from __future__ import annotations

from earshot.engine.query import Query
from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.workshop.items import Compared


def compare_slice(
    membership: Membership, old: Query, new: Query, cursor: str | None = None, *, topic: Topic | None = None
) -> Compared:
    """Look a little further among the stored posts; ``cursor`` as of ``slices.try_slice``."""
    raise NotImplementedError
