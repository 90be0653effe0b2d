"""A conversation that shows something, made as plain as will still show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from earshot.engine.proofs.space import Assignment

Shows = Callable[[Assignment], bool]
"""Whether a conversation of these classes is what is looked for."""


_TRIED = 8
"""Classes of a variable that are tried; where there are many, none reads better than another."""


def plainly(sample: Assignment, shows: Shows) -> list[int]:
    """Each variable gets the first class that will do, most of them that of which nothing is known."""
    found = list(sample)
    _empty(found, [place for place, index in enumerate(found) if index], shows)
    for place, index in enumerate(sample):
        if found[place] > 1:
            choices = range(1, min(index, _TRIED))
            found[place] = next((choice for choice in choices if shows(_with(found, place, choice))), index)
    return found


def _with(found: Sequence[int], place: int, index: int) -> list[int]:
    return [*found[:place], index, *found[place + 1 :]]


def _empty(found: list[int], places: list[int], shows: Shows) -> None:
    """Empty what can be of some variables: all at once, or by halves."""
    if not places:
        return
    before = [found[place] for place in places]
    for place in places:
        found[place] = 0
    if shows(found):
        return
    for place, index in zip(places, before, strict=True):
        found[place] = index
    if len(places) > 1:
        middle = len(places) // 2
        _empty(found, places[:middle], shows)
        _empty(found, places[middle:], shows)
