"""The worst minute at which an answer can begin to be owed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from earshot.engine.policy import Claim, Clocked, Policy
from earshot.engine.proofs.timely.dues import Stretch, dues
from earshot.engine.rota import ALWAYS, Hours, Span, open_spans


@dataclass(frozen=True, slots=True)
class Worst:
    """The first minute from which the answer takes longest. ``takes``: minutes of the claim's hours until it is due;
    None: it never is."""

    since: int
    takes: int | None


def worst(policy: Policy, within: tuple[Clocked, ...], claim: Claim, minutes: Span) -> Worst | None:
    """Where an answer of these clocks takes longer than the claim allows, at its worst; None: nowhere."""
    found = policy.memory.recall(
        ("worst", within, claim.hours, minutes), lambda: _reckoned(policy, within, claim.hours, minutes)
    )
    return found if found.takes is None or found.takes > claim.minutes else None


def _reckoned(policy: Policy, within: tuple[Clocked, ...], hours: str, minutes: Span) -> Worst:
    found = [*dues(policy, within, *minutes)]
    never = _missing(found, minutes)
    if never is not None:
        return Worst(never, None)
    clock = _Meter(policy.hours.get(hours, ALWAYS), minutes[0], max(one.due_of(one.end - 1) for one in found))
    candidates = ((clock.between(since, one.due_of(since)), -since) for one in found for since in clock.edges(one))
    takes, since = max(candidates)
    return Worst(-since, takes)


def _missing(found: Sequence[Stretch], minutes: Span) -> int | None:
    """The first start that has no deadline."""
    at = minutes[0]
    for stretch in found:
        if stretch.start > at:
            return at
        at = stretch.end
    return at if at < minutes[1] else None


class _Meter:
    """Counts the open minutes of hours between two minutes of ``[first, last)``."""

    def __init__(self, hours: Hours, first: int, last: int) -> None:
        self._always = hours.always
        self._spans = [] if hours.always else open_spans(hours, first, last)
        self._before = [0, *accumulate(end - start for start, end in self._spans)]
        self._cuts = [edge for span in self._spans for edge in span]

    def between(self, start: int, end: int) -> int:
        """Open minutes of ``[start, end)``."""
        return end - start if self._always else self._until(end) - self._until(start)

    def _until(self, minute: int) -> int:
        index = bisect_right(self._spans, minute, key=lambda span: span[0]) - 1
        if index < 0:
            return 0
        start, end = self._spans[index]
        return self._before[index] + min(minute, end) - start

    def edges(self, stretch: Stretch) -> Iterator[int]:
        """Starts of a stretch among which is the worst one: what passes between start and deadline grows or falls
        evenly from one to the next."""
        yield stretch.start
        yield stretch.end - 1
        ahead = stretch.due - stretch.start
        for shift in (0, ahead) if stretch.moving else (0,):
            low = bisect_left(self._cuts, stretch.start + shift)
            high = bisect_right(self._cuts, stretch.end - 1 + shift)
            for edge in self._cuts[low:high]:
                yield edge - shift
                yield max(stretch.start, edge - shift - 1)
