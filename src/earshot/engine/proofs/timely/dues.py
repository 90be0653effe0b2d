"""Deadlines of every start at once.

A clock that runs only in its own hours is piecewise linear: while it runs, a start one minute later is due one minute
of running later; while it stands, every start is due together. So the 90 days are a few hundred stretches, and the
earliest of several clocks is again such a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from earshot.engine.policy import Clocked, Policy
from earshot.engine.rota import DAY, Hours, Span, merged, open_spans
from earshot.engine.rota.worktime import HORIZON


class Stretch(NamedTuple):
    """Starts ``[start, end)``. ``due``: the deadline of the first of them; of every later one the same, or where the
    stretch is ``moving`` so many minutes later."""

    start: int
    end: int
    due: int
    moving: bool

    def due_of(self, since: int) -> int:
        """The deadline of a start in the stretch."""
        return self.due + (since - self.start) * self.moving

    def start_of(self, due: int) -> int:
        """The first start in the stretch with that deadline."""
        return self.start + (due - self.due) * self.moving

    def cut(self, start: int, end: int) -> Stretch:
        """The part of it between two starts."""
        return Stretch(start, end, self.due_of(start), self.moving)


def dues(policy: Policy, within: Sequence[Clocked], first: int, last: int) -> list[Stretch]:
    """The deadline of every start of ``[first, last)``: that of the clock which is the first to run out.

    In order, no start twice; a start for which no clock ever counts its duration is in none.
    """
    found: list[Stretch] = []
    for clock in within:
        counted = _counted(policy.hours[clock.hours], clock.minutes, first, last)
        found = [*_earlier(found, counted)] if found else counted
    return found


def _counted(hours: Hours, minutes: int, first: int, last: int) -> list[Stretch]:
    """The stretches of one clock."""
    if hours.always:
        return [Stretch(first, last, first + minutes, True)]
    spans = _spans(hours, minutes, first, last)
    before = [0, *accumulate(end - start for start, end in spans)]
    found: list[Stretch] = []
    at, target = first, 0
    for (start, end), counted in zip(spans, before, strict=False):
        if at >= last:
            break
        # Starts while the clock stands are due together, with the first start after them.
        target = _holding(before, counted + minutes, target)
        if target < len(spans):
            found.append(Stretch(at, min(start, last), spans[target][0] + counted + minutes - before[target], False))
        at = min(start, last)
        while at < min(end, last) and target < len(spans):
            wanted = counted + at - start + minutes
            target = _holding(before, wanted, target)
            if target < len(spans):
                until = min(end, last, at + before[target + 1] - wanted + 1)
                found.append(Stretch(at, until, spans[target][0] + wanted - before[target], True))
                at = until
        at = min(end, last)
    return [*filter(None, map(_soon, found))]


def _holding(before: Sequence[int], wanted: int, index: int) -> int:
    """The span, from ``index`` on, in which the running minute number ``wanted`` (from 1) lies."""
    while index + 1 < len(before) and before[index + 1] < wanted:
        index += 1
    return index


def _spans(hours: Hours, minutes: int, first: int, last: int) -> list[Span]:
    """The open spans from ``first`` on, up to where the last start is due, or the horizon."""
    end, step = last, DAY * 14
    spans = open_spans(hours, first, end)
    left = minutes
    while left > 0 and end < last + HORIZON:
        more = open_spans(hours, end, end + step)
        left -= sum(closes - opens for opens, closes in more)
        spans += more
        end, step = end + step, step * 2
    return merged(spans)


def _soon(stretch: Stretch) -> Stretch | None:
    """The starts of a stretch whose deadline is within the horizon, as for ``count``; none of them: None."""
    start = stretch.start if stretch.moving else max(stretch.start, stretch.due - HORIZON)
    if stretch.due_of(start) - start > HORIZON or start >= stretch.end:
        return None
    return stretch.cut(start, stretch.end)


def _earlier(these: Sequence[Stretch], those: Sequence[Stretch]) -> Iterator[Stretch]:
    """Of two lists the earlier deadline of every start."""
    edges = sorted({edge for one in (*these, *those) for edge in (one.start, one.end)})
    one = other = 0
    for start, end in pairwise(edges):
        while one < len(these) and these[one].end <= start:
            one += 1
        while other < len(those) and those[other].end <= start:
            other += 1
        here = [
            some[at].cut(start, end)
            for some, at in ((these, one), (those, other))
            if at < len(some) and some[at].start <= start
        ]
        yield from _earlier_of(*here) if len(here) == 2 else here


def _earlier_of(one: Stretch, other: Stretch) -> Iterator[Stretch]:
    """Of two stretches with the same starts; where one moves and the other stands they may cross."""
    low, high = sorted((one, other), key=lambda stretch: (stretch.due, stretch.moving))
    if not low.moving or high.moving:
        yield low
        return
    crossing = min(low.end, low.start + high.due - low.due)
    yield low.cut(low.start, crossing)
    if crossing < low.end:
        yield high.cut(crossing, high.end)
