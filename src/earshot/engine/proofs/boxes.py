"""Formulas as unions of boxes, and which of many meet: exact, and without a solver.

A box allows for some variables only some classes; it is never empty. Most conditions are a box or a few. Where one
falls into too many it has none here, and the solver is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from earshot.engine.proofs.encoding import Every, Formula, Literal, Several, Some

Box = Mapping[int, int]
"""Variable -> allowed classes, as bits; a variable that is not named may have any."""

_MOST = 64
_MOST_SEVERAL = 12


def boxes_of(formula: Formula) -> list[Box] | None:
    """The boxes whose union the formula is (none: it is impossible); None where they are too many."""
    match formula:
        case Literal(variable, among):
            return [{variable: among}] if among else []
        case Some(parts):
            return _joined(parts)
        case Every(parts):
            return _met(parts)
        case Several(times, parts):
            if len(parts) > _MOST_SEVERAL:
                return None
            return _joined(Every(chosen) for chosen in combinations(parts, times))


def _joined(parts: Iterable[Formula]) -> list[Box] | None:
    found: list[Box] = []
    for part in parts:
        boxes = boxes_of(part)
        if boxes is None or len(found) + len(boxes) > _MOST:
            return None
        found += [box for box in boxes if box not in found]
    return found


def _met(parts: Iterable[Formula]) -> list[Box] | None:
    found: list[Box] = [{}]
    for part in parts:
        boxes = boxes_of(part)
        if boxes is None or len(found) * len(boxes) > _MOST:
            return None
        found = [*intersections(found, boxes)]
    return found


def intersections(some: Iterable[Box], others: Sequence[Box]) -> Iterator[Box]:
    """What each of ``some`` has in common with each of ``others``, where that is anything."""
    for one in some:
        for other in others:
            common = intersection(one, other)
            if common is not None:
                yield common


def intersection(one: Box, other: Box) -> Box | None:
    """What two boxes have in common; None is nothing."""
    found = dict(one)
    for variable, among in other.items():
        common = found.get(variable, among) & among
        if not common:
            return None
        found[variable] = common
    return found


def plainest(box: Box, variables: int) -> list[int]:
    """The assignment of a box with the first class that it allows for each variable."""
    found = [0] * variables
    for variable, among in box.items():
        found[variable] = (among & -among).bit_length() - 1
    return found


class Meeting:
    """Which of many formulas, given as boxes, have a conversation in common."""

    def __init__(self, unions: Sequence[Sequence[Box]]) -> None:
        self._count = len(unions)
        self._layers = [
            _Layer({number: boxes[depth] for number, boxes in enumerate(unions) if depth < len(boxes)})
            for depth in range(max(map(len, unions), default=0))
        ]

    def with_(self, boxes: Iterable[Box]) -> int:
        """The numbers of the unions that meet one of ``boxes``, as bits."""
        found = 0
        for box in boxes:
            for layer in self._layers:
                found |= layer.meeting(box)
        return found


class _Layer:
    """At most one box of each union."""

    def __init__(self, boxes: Mapping[int, Box]) -> None:
        self._everybody = sum(1 << number for number in boxes)
        self._restricted: dict[int, dict[int, int]] = {}
        for number, box in boxes.items():
            for variable, among in box.items():
                groups = self._restricted.setdefault(variable, {})
                groups[among] = groups.get(among, 0) | 1 << number
        self._known: dict[tuple[int, int], int] = {}

    def meeting(self, box: Box) -> int:
        found = self._everybody
        for item in box.items():
            if found and item[0] in self._restricted:
                found &= ~self._apart(item)
        return found

    def _apart(self, item: tuple[int, int]) -> int:
        """Those that do not allow any of these classes of this variable."""
        known = self._known.get(item)
        if known is None:
            variable, among = item
            groups = self._restricted[variable].items()
            known = self._known[item] = sum(numbers for allowed, numbers in groups if not allowed & among)
        return known
