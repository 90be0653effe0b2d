"""Half-open intervals of whole minutes, counted from 1970-01-01T00:00Z.

Everything the policy says about time is made of these. An instant with seconds belongs to the minute it lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

Span = tuple[int, int]
"""First minute, and the first minute after it."""

HOUR = 60
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def minute_of(at: datetime) -> int:
    """The minute in which ``at`` lies.

    Raises:
        ValueError: ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; give one, for example +00:00")
    return (at - _EPOCH) // _MINUTE


def instant_of(minute: int) -> datetime:
    """The beginning of a minute, in UTC."""
    return _EPOCH + minute * _MINUTE


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same minutes as disjoint spans in order, neighbours joined, empty ones gone."""
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def contains(spans: Sequence[Span], minute: int) -> bool:
    """Whether one of ``spans`` holds the minute."""
    return any(start <= minute < end for start, end in spans)
