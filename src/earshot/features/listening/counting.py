"""How many stored posts a query matches, while somebody is typing it: nothing is read that the query does not ask for,
no place of a word is looked up, and it says how far back it looked where it had to stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from earshot.engine.query import Query
from earshot.features.listening import search
from earshot.features.listening.finding import HIGHEST, Asked, candidates
from earshot.features.listening.models import Post
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from earshot.features.listening.seeing import Seeing

CHUNK = 500
"""Posts read at a time."""
NEWEST = 5
"""Ids of matching posts that are kept, to be shown."""


@dataclass(slots=True)
class Counted:
    """``back_to`` is set where counting stopped early: when the oldest post looked at was posted."""

    number: int = 0
    newest: list[int] = field(default_factory=list)
    back_to: datetime | None = None


def count_matching(workspace_id: int, query: Query, when: Asked, seeing: Seeing, *, scan: int, until: float) -> Counted:
    """Of what a member may see. Looks at no more than ``scan`` candidates, from the newest back, and begins no further
    chunk of them after ``until`` (``time.monotonic``)."""
    counted, fields = Counted(), fields_of(query)
    expression = query.fts() if search.has_index() else None
    seen = last = 0
    for ids in candidates(workspace_id, expression, HIGHEST, min(CHUNK, scan)):
        if seen and (seen >= scan or time.monotonic() > until):
            counted.back_to = Post.objects.filter(pk=last).values_list("posted_at", flat=True).first()
            return counted
        documents = dict(read_documents(current_versions(seeing.only(ids)), fields))
        matching = [pk for pk in ids if pk in documents and query.matches(documents[pk], at=when.at, zone=when.zone)]
        counted.number += len(matching)
        counted.newest += matching[: NEWEST - len(counted.newest)]
        seen, last = seen + len(ids), ids[-1]
    return counted
