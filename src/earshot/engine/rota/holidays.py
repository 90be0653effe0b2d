"""Holidays: dates written down, and those of countries (the library is loaded when a country is first asked for)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_FIRST = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Holidays:
    """``dates``: day numbers; ``places``: ISO codes of countries or their subdivisions (TW, US-CA, GB-ENG)."""

    dates: frozenset[int] = frozenset()
    places: tuple[str, ...] = ()

    def has(self, day: int) -> bool:
        """Whether the day number is a holiday."""
        if day in self.dates:
            return True
        return any(day in place_holidays(place, date.fromordinal(day + _FIRST).year) for place in self.places)


NO_HOLIDAYS = Holidays()


@lru_cache(maxsize=256)
def place_holidays(place: str, year: int) -> frozenset[int]:
    """The public holidays of a country or subdivision, as day numbers.

    Raises:
        KeyError: the library does not know the place.
    """
    import holidays  # a few megabytes: only for those who use it

    country, _, subdivision = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError as unknown:
        raise KeyError(place) from unknown
    return frozenset(day.toordinal() - _FIRST for day in found)


def is_place(place: str) -> bool:
    """Whether the holidays of this ISO country or subdivision are known."""
    try:
        place_holidays(place, 2026)
    except KeyError:
        return False
    return True
