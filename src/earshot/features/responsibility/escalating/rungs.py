"""A ladder as its steps, in order, through all that it continues with. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from earshot.engine.policy import Policy


@dataclass(frozen=True, slots=True)
class Rung:
    """``number`` from 1; ``to`` as the policy writes it; ``after`` the beginning of the climb."""

    number: int
    to: str
    after: timedelta


def rungs(policy: Policy, ladder: str) -> tuple[Rung, ...]:
    """Every step of a ladder; none where the policy has no such ladder. A circle is climbed once."""
    return tuple(
        Rung(number, to, timedelta(minutes=minutes)) for number, (to, minutes) in enumerate(_steps(policy, ladder), 1)
    )


def _steps(policy: Policy, name: str | None) -> Iterator[tuple[str, int]]:
    """Whom each step names, and how many minutes after the beginning it comes: what continues counts from there."""
    seen: set[str] = set()
    begun = 0
    while name and name not in seen and name in policy.ladders:
        seen.add(name)
        ladder = policy.ladders[name]
        for step in ladder.steps:
            yield step.to, begun + step.after
        begun += ladder.steps[-1].after if ladder.steps else 0
        name = ladder.continues
