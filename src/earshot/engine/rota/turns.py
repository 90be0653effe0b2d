"""A rota: people take turns; each turn begins at a handover."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.engine.rota.hours import Hours, weekday
from earshot.engine.rota.spans import DAY
from earshot.engine.rota.zones import first_at, wall_of


@dataclass(frozen=True, slots=True)
class Rota:
    """``people`` in their order, ``days`` per turn, handover at ``handover`` minutes after the local midnight.

    ``start`` (a day number) is the first person's first day: theirs is the turn that begins at the last handover on or
    before that day. Turns run backwards from there as well, so that every minute has somebody.
    ``handover_day``: day of the week (Monday is 0) of handovers; None for turns that are not whole weeks.
    """

    name: str
    hours: Hours
    people: tuple[str, ...]
    days: int
    start: int
    zone: str
    handover: int = 0
    handover_day: int | None = None


def turns(rota: Rota, start: int, end: int) -> list[tuple[int, int, str]]:
    """``(first minute, first minute after, person)`` for the turns that touch ``[start, end)``, clipped to it."""
    result = []
    number = _turn_at(rota, start)
    begins = start
    while begins < end:
        ends = min(_begin(rota, number + 1), end)
        result.append((begins, ends, rota.people[number % len(rota.people)]))
        begins, number = ends, number + 1
    return result


def _turn_at(rota: Rota, minute: int) -> int:
    """The number of the turn that holds the minute; the first person's first is 0."""
    since = wall_of(rota.zone, minute) - (_anchor(rota) * DAY + rota.handover)
    number = since // (rota.days * DAY)
    while _begin(rota, number) > minute:
        number -= 1
    while _begin(rota, number + 1) <= minute:
        number += 1
    return number


def _begin(rota: Rota, number: int) -> int:
    return first_at(rota.zone, (_anchor(rota) + number * rota.days) * DAY + rota.handover)


def _anchor(rota: Rota) -> int:
    if rota.handover_day is None:
        return rota.start
    return rota.start - (weekday(rota.start) - rota.handover_day) % 7
