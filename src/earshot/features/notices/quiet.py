"""Quiet hours, by the wall clock where the person is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_until(start: time | None, end: time | None, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the quiet hours that hold ``at`` end (UTC); None where it is not quiet then.

    From ``start`` until just before ``end``, over midnight where ``end`` is not later. The wall clock counts: on a day
    with 23 or 25 hours they are shorter or longer. A time that the clocks skip is as much later as they skip.
    """
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(zone)
    for day in (local.date() - timedelta(days=1), local.date()):
        begins = _instant(datetime.combine(day, start), zone)
        last = day if end > start else day + timedelta(days=1)
        ends = _instant(datetime.combine(last, end), zone)
        if begins <= at < ends:
            return ends
    return None


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks there show ``wall``, the first time where they show it twice."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
