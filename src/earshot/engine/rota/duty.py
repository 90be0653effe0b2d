"""Who covers a role, minute by minute: members or rota, deputies for leave, overrides, within the role's hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from earshot.engine.rota.hours import Hours, open_spans
from earshot.engine.rota.spans import DAY, Span, contains
from earshot.engine.rota.turns import Rota, turns
from earshot.engine.rota.zones import spans_of_wall


@dataclass(frozen=True, slots=True)
class Cover:
    """One person on duty, and ``how``: member, rota, override, or deputy (for ``stands_in_for``, who is on leave)."""

    person: str
    how: str
    stands_in_for: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A span in which the same people are on duty, in the order in which work goes to them; nobody is a hole."""

    start: int
    end: int
    covers: tuple[Cover, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Names of those on duty."""
        return tuple(cover.person for cover in self.covers)


@dataclass(frozen=True, slots=True)
class Override:
    """``person`` alone covers, in ``[start, end)`` minutes, whoever else would."""

    person: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """All that decides who covers one role."""

    hours: Hours
    members: tuple[str, ...] = ()
    rota: Rota | None = None
    deputies: Mapping[str, str] = field(default_factory=dict)
    away: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """Person -> the minutes on leave."""
    overrides: tuple[Override, ...] = ()
    """The last one written wins."""


def leave_spans(zone: str, first: int, last: int) -> list[Span]:
    """The minutes of whole days of leave, both day numbers included, on the wall clock of ``zone``."""
    return spans_of_wall(zone, first * DAY, (last + 1) * DAY)


def shifts(duty: Duty, start: int, end: int) -> list[Shift]:
    """The open hours of ``[start, end)``, cut wherever those on duty change."""
    result: list[Shift] = []
    cuts = _cuts(duty, start, end)
    for opens, closes in open_spans(duty.hours, start, end):
        edges = [opens, *(cut for cut in cuts if opens < cut < closes), closes]
        for first, after in pairwise(edges):
            _append(result, Shift(first, after, _covers(duty, first)))
    return result


def _append(result: list[Shift], shift: Shift) -> None:
    if result and result[-1].end == shift.start and result[-1].covers == shift.covers:
        result[-1] = Shift(result[-1].start, shift.end, shift.covers)
    else:
        result.append(shift)


def _cuts(duty: Duty, start: int, end: int) -> list[int]:
    """Every minute of the range at which somebody may come or go, in order."""
    spans: list[Span] = [span for away in duty.away.values() for span in away]
    spans += [(override.start, override.end) for override in duty.overrides]
    if duty.rota is not None:
        spans += [(first, after) for first, after, _ in turns(duty.rota, start, end)]
    return sorted({edge for span in spans for edge in span if start < edge < end})


def _covers(duty: Duty, minute: int) -> tuple[Cover, ...]:
    for override in reversed(duty.overrides):
        if override.start <= minute < override.end:
            return (Cover(override.person, "override"),)
    found: dict[str, Cover] = {}
    for person, how in _planned(duty, minute):
        cover = _present(duty, person, how, minute)
        # A deputy who is on duty anyway is there once, and for themselves.
        if cover is not None and (cover.person not in found or cover.stands_in_for is None):
            found[cover.person] = cover
    return tuple(found.values())


def _planned(duty: Duty, minute: int) -> list[tuple[str, str]]:
    if duty.rota is None:
        return [(member, "member") for member in duty.members]
    return [(person, "rota") for _, _, person in turns(duty.rota, minute, minute + 1)]


def _present(duty: Duty, person: str, how: str, minute: int) -> Cover | None:
    if not _away(duty, person, minute):
        return Cover(person, how)
    deputy = duty.deputies.get(person)
    if deputy is None or _away(duty, deputy, minute):
        return None
    return Cover(deputy, "deputy", stands_in_for=person)


def _away(duty: Duty, person: str, minute: int) -> bool:
    return contains(duty.away.get(person, ()), minute)
