"""The conversations of past days, in the order in which they were opened, a portion at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Min

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import facts_of
from earshot.features.responsibility.replaying.reckoning import Case

DAYS = 90
PORTION = 500
"""Conversations that are in memory at once."""


def ids_of(workspace_id: int, now: datetime, days: int = DAYS) -> Sequence[int]:
    """Which were opened in the days before ``now``, the oldest first; eight bytes each."""
    rows = Conversation.objects.filter(
        workspace_id=workspace_id, opened_at__gt=now - timedelta(days=days), opened_at__lte=now
    )
    return array("q", rows.order_by("opened_at", "pk").values_list("pk", flat=True).iterator(chunk_size=5_000))


def portions(ids: Sequence[int]) -> Iterator[list[Case]]:
    """Their cases, in that order; what was erased meanwhile is left out."""
    for start in range(0, len(ids), PORTION):
        yield _cases(ids[start : start + PORTION])


def _cases(ids: Sequence[int]) -> list[Case]:
    rows = Conversation.objects.filter(pk__in=ids).select_related("channel").defer("channel__secrets")
    ended = rows.annotate(answered=Min("entries__answered_at"), done=Max("entries__done_at"))
    return sorted((_case(each) for each in ended.order_by()), key=lambda case: (case.opened, case.id))


def _case(row: Conversation) -> Case:
    ends = [at for at in (row.answered, row.done) if at is not None]  # type: ignore[attr-defined]  # annotated
    return Case(row.pk, row.opened_at, min(ends, default=None), facts_of(row))
