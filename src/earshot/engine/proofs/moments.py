"""Moments at which conditions on ``hour`` and ``posted`` can differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from earshot.engine.query.ast import Field, Range
from earshot.engine.query.moments import read_time

_TICK = timedelta(microseconds=1)
_STEP = timedelta(minutes=15)
"""Offsets of zones are whole quarters of an hour, so are the edges of their hours."""
_DAYS = timedelta(hours=50)
"""In so long a time every hour of the wall comes, were one even skipped on one of its days."""


def moments(tests: Sequence[tuple[Field, str]], anchor: datetime) -> Iterator[datetime]:
    """Instants (UTC), those that read well first, among which is one of every class: between two edges of ``posted``
    every hour that comes there. ``tests``: with the zone of each."""
    edges = sorted({edge for node, zone in tests if node.name == "posted" for edge in _edges(node, zone)})
    midnight = anchor.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    hours = any(node.name == "hour" for node, _ in tests)
    if hours:
        yield from (midnight + timedelta(hours=hour) for hour in range(50))
    yield midnight
    outer = [edges[0] - _DAYS, *edges, edges[-1] + _DAYS] if edges else [midnight, midnight + _DAYS]
    for start, end in pairwise(outer):
        yield from _between(start, end, hours)
    if hours and len({zone for _, zone in tests}) > 1:  # two zones change their clocks on different days
        yield from (at for week in range(53) for at in _steps(midnight + week * timedelta(days=7), _DAYS))


def _edges(node: Field, zone: str) -> Iterator[datetime]:
    """Where a range of ``posted`` begins and ends: the first instants of either side."""
    for given in node.values:
        ends = (given.low, given.high) if isinstance(given, Range) else ()
        for written in filter(None, map(read_time, ends)):
            yield written.first(ZoneInfo(zone))
            yield written.last(ZoneInfo(zone)) + _TICK


def _between(start: datetime, end: datetime, hours: bool) -> Iterator[datetime]:
    yield start
    if hours:
        yield from _steps(start, min(end - start, _DAYS))
    yield end - _TICK


def _steps(start: datetime, length: timedelta) -> Iterator[datetime]:
    """The quarters of an hour of a stretch."""
    at = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0) + _STEP
    while at < start + length:
        yield at
        at += _STEP
