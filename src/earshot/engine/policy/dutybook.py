"""Who covers every role at any minute, remembered day by day so that a decision costs a look-up.

The memory changes no answer: it is filled from the duties alone and emptied when it grows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from earshot.engine.rota import DAY, Cover, Duty, Shift, Span, open_spans, shifts
from earshot.engine.rota.spans import contains

_REMEMBERED = 2_000
"""Days of roles kept; some hundred bytes each."""

_FARTHEST = 400 * DAY
"""Duty that does not change within this does not change: rotas, weeks and years have all come round."""

_FOR_EVER = (0, 8_000 * 366 * DAY)
"""From 1970 until later than any date that a policy can name is of interest, and still a date."""


class DutyBook:
    """Role -> its duty, person -> leave, and what follows from them. Safe to share between threads."""

    def __init__(self, duties: Mapping[str, Duty], away: Mapping[str, Sequence[Span]]) -> None:
        self._duties, self._away = duties, away
        self._days: dict[tuple[str, int], list[Shift]] = {}

    def without(self, gone: Collection[str]) -> DutyBook:
        """The book as if these people were away for ever, and nobody had put them on duty."""
        away = {**self._away, **dict.fromkeys(gone, (_FOR_EVER,))}
        duties = {
            role: replace(duty, away=away, overrides=tuple(each for each in duty.overrides if each.person not in gone))
            for role, duty in self._duties.items()
        }
        return DutyBook(duties, away)

    def covers(self, role: str, minute: int) -> tuple[Cover, ...]:
        """Who is on duty for the role in the minute, in the order in which work goes to them."""
        day = self._day(role, minute // DAY)
        index = bisect_right(day, minute, key=_start) - 1
        if index < 0 or minute >= day[index].end:
            return ()
        return day[index].covers

    def is_open(self, role: str, minute: int) -> bool:
        """Whether the minute lies in the role's hours."""
        day = self._day(role, minute // DAY)
        return any(shift.start <= minute < shift.end for shift in day)

    def is_away(self, person: str, minute: int) -> bool:
        """Whether the person is on leave in the minute."""
        return contains(self._away.get(person, ()), minute)

    def away_spans(self, person: str) -> Sequence[Span]:
        """The person's leave, disjoint and in order."""
        return self._away.get(person, ())

    def shifts(self, role: str, start: int, end: int) -> list[Shift]:
        """The role's open hours between two minutes, cut wherever those on duty change; for calendars and proofs."""
        return shifts(self._duties[role], start, end)

    def open_spans(self, role: str, start: int, end: int) -> list[Span]:
        """The role's open hours between two minutes."""
        return open_spans(self._duties[role].hours, start, end)

    def next_change(self, after: int) -> int | None:
        """The first minute later than ``after`` at which anybody's duty changes, or leave begins or ends."""
        leave = [edge for spans in self._away.values() for span in spans for edge in span if edge > after]
        start, window = after, 2 * DAY
        while start < after + _FARTHEST:
            changes = [edge for role in self._duties for edge in self._edges(role, start, start + window)]
            if changes:
                return min(changes + leave)
            start, window = start + window, window * 2
        return min(leave, default=None)

    def _edges(self, role: str, start: int, end: int) -> list[int]:
        """Edges of the role's shifts within ``(start, end]``; looking a minute farther tells an edge from a cut."""
        found = shifts(self._duties[role], start, end + 1)
        return [edge for shift in found for edge in (shift.start, shift.end) if start < edge <= end]

    def _day(self, role: str, day: int) -> list[Shift]:
        known = self._days.get((role, day))
        if known is None:
            if len(self._days) >= _REMEMBERED:
                self._days.clear()
            known = self._days[role, day] = shifts(self._duties[role], day * DAY, (day + 1) * DAY)
        return known


def _start(shift: Shift) -> int:
    return shift.start
