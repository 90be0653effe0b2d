"""How far apart the operands of a proximity stand in one text field."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from earshot.engine.query.ast import Near, Window
from earshot.engine.query.document import Words
from earshot.engine.query.occurrences import occurrences
from earshot.engine.query.proximity import Reach, reach, window

MOST = 5_000
"""Further apart than this is only "far apart"."""


def gap(node: Near, words: Words) -> tuple[int, bool] | None:
    """(the fewest tokens between the operands, whether the left one stands first there); None: no two without overlap.

    The nearest pair in the order written counts first where the order matters.
    """
    left = reach(node.left, words)
    right = occurrences(node.right, words)
    behind = _between(_ends(left), [first for first, _ in right])
    before = _between([last for _, last in right], list(left))
    if behind is not None and (before is None or behind <= before):
        return behind, True
    return None if before is None else (before, False)


def _between(ends: list[int], starts: list[int]) -> int | None:
    """The smallest step from one of ``ends`` to one of ``starts`` that does not lie before it."""
    ends = sorted(ends)
    steps = [start - ends[index - 1] for start in starts if (index := bisect_right(ends, start))]
    return min(steps, default=None)


def _ends(matches: Reach) -> list[int]:
    """Where any of the matches ends."""
    together = 0
    for first, ends in matches.items():
        together |= ends << first
    return [place for place, bit in enumerate(reversed(bin(together)[2:])) if bit == "1"]


def spread(node: Window, words: Words) -> int | None:
    """The fewest other tokens between first and last of all operands; None: they overlap, or are too far apart."""
    most = min(len(words.terms), MOST)
    distances = range(most + 1)
    found = bisect_left(distances, True, key=lambda distance: _fits(node, words, distance))
    return found if found <= most else None


def _fits(node: Window, words: Words, distance: int) -> bool:
    return any(True for _ in window(Window(node.operands, distance), words))


def disjoint(places: list[tuple[int, int]]) -> int:
    """How many of ``places`` can be chosen without overlap."""
    met, reached = 0, 0
    for first, last in sorted(places, key=lambda place: place[1]):
        if first >= reached:
            met, reached = met + 1, last
    return met
