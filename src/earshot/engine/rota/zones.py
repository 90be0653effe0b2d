"""Between UTC minutes and wall clocks.

A wall minute is what a clock on the wall shows, counted as if it were UTC: 1970-01-01 00:01 on any wall is 1. When
clocks go forward some wall minutes never come; when they go back some come twice. Both directions say so exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from earshot.engine.rota.spans import DAY, HOUR, Span, instant_of, minute_of

_FARTHEST = 16 * HOUR
"""No wall clock of the world is farther from UTC than this."""


def is_zone(name: str) -> bool:
    """Whether ``name`` is a zone of the IANA database, such as Asia/Taipei or UTC."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Asia"
        return False
    return True


def zone_names() -> set[str]:
    """Every zone known here; slow, for mending errors."""
    return available_timezones()


def wall_of(zone: str, minute: int) -> int:
    """What the wall clock shows at a UTC minute."""
    if zone == "UTC":
        return minute
    starts, offsets = _year(zone, instant_of(minute).year)
    return minute + offsets[bisect_right(starts, minute) - 1]


def stretches(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """``(first, after, offset)``: the pieces of ``[start, end)`` in which the wall is UTC plus ``offset`` minutes."""
    if zone == "UTC":
        if start < end:
            yield start, end, 0
        return
    while start < end:
        starts, offsets = _year(zone, instant_of(start).year)
        index = bisect_right(starts, start) - 1
        until = min(starts[index + 1], end)
        yield start, until, offsets[index]
        start = until


def spans_of_wall(zone: str, start: int, end: int) -> list[Span]:
    """The UTC minutes during which the wall shows a minute of ``[start, end)``; what is skipped is missing, what is
    repeated is there twice."""
    pieces = stretches(zone, start - _FARTHEST, end + _FARTHEST)
    cut = ((max(first, start - offset), min(after, end - offset)) for first, after, offset in pieces)
    return [span for span in cut if span[0] < span[1]]


def first_at(zone: str, wall: int) -> int:
    """The first UTC minute at which the wall shows ``wall`` or later: a handover in a skipped hour happens when the
    clock jumps over it, one in a repeated hour the first time."""
    for first, after, offset in stretches(zone, wall - _FARTHEST, wall + _FARTHEST):
        candidate = max(first, wall - offset)
        if candidate < after:
            return candidate
    raise ValueError(f"no minute of {zone} shows {wall}")  # pragma: no cover - _FARTHEST rules it out


@lru_cache(maxsize=512)
def _year(zone: str, year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the offset changes in one UTC year: the first minutes of the pieces, closed by the first minute after the
    year, and the offset of each piece."""
    info = ZoneInfo(zone)
    day, last = minute_of(datetime(year, 1, 1, tzinfo=UTC)), minute_of(datetime(year + 1, 1, 1, tzinfo=UTC))
    starts, offsets = [day], [_offset(info, day)]
    while day < last:
        if _offset(info, day + DAY) != offsets[-1]:
            starts.append(_change(info, day, day + DAY))
            offsets.append(_offset(info, day + DAY))
        day += DAY
    if starts[-1] == last:
        starts.pop()
        offsets.pop()
    return (*starts, last), tuple(offsets)


def _change(info: ZoneInfo, before: int, after: int) -> int:
    """The first minute with the offset of ``after``; ``before`` has another."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(info, middle) == _offset(info, after):
            after = middle
        else:
            before = middle
    return after


def _offset(info: ZoneInfo, minute: int) -> int:
    offset = instant_of(minute).astimezone(info).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)
