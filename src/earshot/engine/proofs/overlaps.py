"""The property ``overlaps``: a note, because the order of the rules says who wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from earshot.engine.proofs import sentences
from earshot.engine.proofs.boxes import intersections, plainest
from earshot.engine.proofs.exploring import Exploration
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.space import Assignment

MOST_TOLD = 200
"""Overlaps that are told one by one; the others are counted."""

MOST_ASKED = 2_000
"""Pairs of rules of which the solver is asked; what is beyond is not decided."""

_TRIED = 16
"""Conversations tried for one that the earlier of two rules decides."""

Pair = tuple[int, int]


def overlaps(space: Exploration) -> Iterator[Finding]:
    """Every two rules with different accountable roles that can both match, with a sample and who wins."""
    sure, unsure = _pairs(space)
    few = unsure[:MOST_ASKED]
    asked = [*zip(few, space.find([space.matched(pair) for pair in few]), strict=True)]
    solved = {pair: found.sample for pair, found in asked if found.sample is not None}
    pairs = sorted((*sure, *solved))
    for pair in pairs[:MOST_TOLD]:
        yield _told(space, pair, solved[pair] if pair in solved else _common(space, pair))
    if len(pairs) > MOST_TOLD:
        yield sentences.more_overlaps(len(pairs) - MOST_TOLD, space.rule(pairs[MOST_TOLD][1]).line)
    late = sum(not found.decided for _, found in asked) + len(unsure) - len(few)
    if late:
        yield sentences.undecided_overlaps(late, space.policy.otherwise.line)


def _pairs(space: Exploration) -> tuple[list[Pair], list[Pair]]:
    """The pairs that meet for sure, and those that only the solver can judge."""
    roles: dict[str, int] = {}
    for number, rule in enumerate(space.policy.rules):
        roles[rule.accountable] = roles.get(rule.accountable, 0) | 1 << number
    sure: list[Pair] = []
    unsure: list[Pair] = []
    for number, rule in enumerate(space.policy.rules):
        boxes = space.boxes[number]
        earlier = (1 << number) - 1 & ~roles[rule.accountable]
        if boxes is None:
            unsure += [(other, number) for other in _numbers(earlier)]
            continue
        sure += [(other, number) for other in _numbers(space.meeting.with_(boxes) & earlier)]
        unsure += [(other, number) for other in _numbers(space.unboxed & earlier)]
    return sure, unsure


def _numbers(bits: int) -> list[int]:
    return [number for number, digit in enumerate(reversed(f"{bits:b}")) if digit == "1"]


def _common(space: Exploration, pair: Pair) -> Assignment:
    """A conversation of both rules, one that the earlier decides if a few tries find it."""
    first, second = (space.boxes[number] or () for number in pair)
    count = len(space.space.variables)
    tried = [plainest(box, count) for box in islice(intersections(first, second), _TRIED)]
    return next((one for one in tried if space.winner(one) == pair[0]), tried[0])


def _told(space: Exploration, pair: Pair, sample: Assignment) -> Finding:
    names: Sequence[str] = [space.rule(number).name for number in pair]
    rule = space.rule(pair[1])
    winner = space.winner(sample)
    both = space.matched(pair).shows
    facts = space.told(sample, lambda given: both(given) and space.winner(given) == winner)
    message = sentences.overlap(names[0], names[1], facts, space.rule(winner).name)
    return Finding("overlaps", "note", rule.name, message, facts, tuple(names), line=rule.line)
