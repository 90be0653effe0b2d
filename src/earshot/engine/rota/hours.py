"""When a place is open: days of the week, wall clock times, holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from earshot.engine.rota.holidays import NO_HOLIDAYS, Holidays
from earshot.engine.rota.spans import DAY, Span, merged
from earshot.engine.rota.zones import stretches

_FIRST = date(1970, 1, 1).toordinal()

EVERY_DAY = frozenset(range(7))
"""Monday is 0."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _FIRST


def date_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _FIRST)


def weekday(number: int) -> int:
    """Day of the week of a day number; Monday is 0."""
    return (number + 3) % 7


@dataclass(frozen=True, slots=True)
class Opening:
    """One interval of the day, on some days of the week.

    ``start`` and ``end`` are minutes after the local midnight; an ``end`` beyond 1440 lies on the next day, and the
    whole belongs to the day on which it begins, so does its holiday.
    """

    zone: str
    start: int
    end: int
    days: frozenset[int] = EVERY_DAY
    holidays: Holidays = NO_HOLIDAYS

    def opens(self, day: int) -> bool:
        """Whether it begins on this local day."""
        return weekday(day) in self.days and not self.holidays.has(day)


@dataclass(frozen=True, slots=True)
class Hours:
    """A named clock: open during any of its openings; ``always`` is open at every minute."""

    name: str
    openings: tuple[Opening, ...]
    always: bool = False


ALWAYS = Hours("always", (), always=True)


def open_spans(hours: Hours, start: int, end: int) -> list[Span]:
    """The open minutes of ``[start, end)``, disjoint and in order."""
    if hours.always:
        return [(start, end)] if start < end else []
    return merged(span for opening in hours.openings for span in _opening_spans(opening, start, end))


def _opening_spans(opening: Opening, start: int, end: int) -> list[Span]:
    spans = []
    for first, after, offset in stretches(opening.zone, start, end):
        for day in range((first + offset) // DAY - 1, (after - 1 + offset) // DAY + 1):
            if opening.opens(day):
                midnight = day * DAY - offset
                spans.append((max(first, midnight + opening.start), min(after, midnight + opening.end)))
    return spans
