"""Deadlines of every start at once.

A clock that runs only in its own hours is piecewise linear: while it runs, a start one minute later is due one minute
of running later; while it stands, every start is due together. So the 90 days are a few hundred stretches, and the
earliest of several clocks is again such a list. All of it is told in order of time and no further than it is asked for:
most of what is late is late in the first week.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import tee
from typing import NamedTuple

from earshot.engine.policy import Clocked, Policy
from earshot.engine.rota import DAY, Span, open_spans
from earshot.engine.rota.worktime import HORIZON

_CHUNK = 14 * DAY


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


def dues(policy: Policy, within: Sequence[Clocked], first: int, last: int) -> Iterator[Stretch]:
    """The deadline of every start of ``[first, last)``: that of the clock which is the first to run out.

    In order, no start twice; a start for which no clock ever counts its duration is in none.
    """
    found: Iterator[Stretch] = iter(())
    for number, clock in enumerate(within):
        counted = _counted(policy, clock, first, last)
        found = _earlier(found, counted) if number else counted
    return found


def opened(policy: Policy, hours: str, first: int, last: int) -> Iterator[Span]:
    """The open minutes of some hours from ``first`` to a little after ``last``; a span may be told in two pieces."""
    for start in range(first, last, _CHUNK):
        yield from policy.memory.recall(("opened", hours, start), partial(_opened, policy, hours, start))


def _opened(policy: Policy, hours: str, start: int) -> list[Span]:
    return open_spans(policy.hours[hours], start, start + _CHUNK)


def _counted(policy: Policy, clock: Clocked, first: int, last: int) -> Iterator[Stretch]:
    """The stretches of one clock."""
    if policy.hours[clock.hours].always:
        yield Stretch(first, last, first + clock.minutes, True)
        return
    spans, ahead = tee(opened(policy, clock.hours, first, last + HORIZON))
    reading, wanted, at = _Reading(ahead), clock.minutes, first
    for start, end in spans:
        # Starts while the clock stands are due together, with the first start after them.
        if at < min(start, last) and reading.advance(wanted):
            yield from _soon(Stretch(at, min(start, last), reading.reached(wanted), False))
        at = min(start, last)
        while at < min(end, last) and reading.advance(wanted):
            until = min(end, last, at + reading.counted - wanted + 1)
            yield from _soon(Stretch(at, until, reading.reached(wanted), True))
            wanted, at = wanted + until - at, until
        if at == last:
            return


class _Reading:
    """Reads a clock forward: when it has run for a number of minutes."""

    def __init__(self, spans: Iterator[Span]) -> None:
        self._spans, self._end = spans, 0
        self.counted = 0
        """How long it has run by the end of the span that is read."""

    def advance(self, wanted: int) -> bool:
        """Reads on to the span in which it has run so long; False: it never comes."""
        while self.counted < wanted:
            span = next(self._spans, None)
            if span is None:
                return False
            self._end = span[1]
            self.counted += span[1] - span[0]
        return True

    def reached(self, wanted: int) -> int:
        """The minute by which it has run so long, within the span that is read."""
        return self._end - self.counted + wanted


def _soon(stretch: Stretch) -> Iterator[Stretch]:
    """The starts of a stretch whose deadline is within the horizon, as for ``count``."""
    start = stretch.start if stretch.moving else max(stretch.start, stretch.due - HORIZON)
    if start < stretch.end and stretch.due_of(start) - start <= HORIZON:
        yield stretch.cut(start, stretch.end)


def _earlier(these: Iterator[Stretch], those: Iterator[Stretch]) -> Iterator[Stretch]:
    """Of two lists the earlier deadline of every start."""
    one, other = next(these, None), next(those, None)
    while one is not None and other is not None:
        start, end = max(one.start, other.start), min(one.end, other.end)
        low = one if one.start < other.start else other
        if low.start < start:  # before it begins the other owes nothing
            yield low.cut(low.start, min(start, low.end))
        if start < end:
            yield from _earlier_of(one.cut(start, end), other.cut(start, end))
        one, other = _rest(one, max(start, end), these), _rest(other, max(start, end), those)
    yield from filter(None, (one, other))
    yield from these
    yield from those


def _rest(stretch: Stretch, after: int, more: Iterator[Stretch]) -> Stretch | None:
    """What is left of a stretch from a start on, else the next one."""
    if stretch.end <= after:
        return next(more, None)
    return stretch.cut(after, stretch.end) if stretch.start < after else stretch


def _earlier_of(one: Stretch, other: Stretch) -> Iterator[Stretch]:
    """Of two stretches with the same starts; where one moves and the other stands they may cross."""
    low, high = (one, other) if (one.due, one.moving) <= (other.due, other.moving) else (other, one)
    if not low.moving or high.moving:
        yield low
        return
    crossing = min(low.end, low.start + high.due - low.due)
    yield low.cut(low.start, crossing)
    if crossing < low.end:
        yield high.cut(crossing, high.end)
