"""What a tree is planned as: look-ups in the tables of a post, joined by and, or, not and counting.

Every step has a ``cost``, in steps of about one look-up; the cheap ones are asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from earshot.engine.query.index.view import View

Test = Callable[[View], bool]
Table = Literal["terms", "pairs", "tags"]
"""The tables of a :class:`View`."""
BOUND = "\n"
"""What stands around every term in ``View.joined``."""


class In(NamedTuple):
    """The table has ``key``."""

    table: Table
    key: str

    @property
    def cost(self) -> int:
        return 1 if self.table == "terms" else 2


class Spelt(NamedTuple):
    """A term has ``letters``; with ``BOUND`` before or behind them it begins or ends so."""

    letters: str

    @property
    def cost(self) -> int:
        return 6


class AnyIn(NamedTuple):
    """The table has one of ``keys``."""

    table: Table
    keys: frozenset[str]

    @property
    def cost(self) -> int:
        return len(self.keys)


class AllIn(NamedTuple):
    """The table has all of ``keys``."""

    table: Table
    keys: frozenset[str]

    @property
    def cost(self) -> int:
        return 2  # the first that is missing ends it


class Ask(NamedTuple):
    """What tables cannot answer."""

    cost: int
    test: Test


class Negated(NamedTuple):
    """``step`` is false."""

    step: Step

    @property
    def cost(self) -> int:
        return self.step.cost


class Each(NamedTuple):
    """All of ``steps`` are true."""

    cost: int
    steps: tuple[Step, ...]


class Either(NamedTuple):
    """One of ``steps`` is true."""

    cost: int
    steps: tuple[Step, ...]


class Enough(NamedTuple):
    """At least ``times`` of ``steps`` are true."""

    cost: int
    times: int
    steps: tuple[Step, ...]


Step = In | Spelt | AnyIn | AllIn | Ask | Negated | Each | Either | Enough


def cost_of(step: Step) -> int:
    """The cost by which steps are put in order."""
    return step.cost


def in_order(steps: list[Step]) -> tuple[Step, ...]:
    """The cheapest first."""
    return tuple(sorted(steps, key=cost_of))


def each_of(found: list[Step]) -> Step:
    """All of ``found``; what is itself all of several is taken apart."""
    steps = _apart(found, Each)
    return steps[0] if len(steps) == 1 else Each(sum(map(cost_of, steps)), steps)


def either_of(found: list[Step]) -> Step:
    """One of ``found``; what is itself one of several is taken apart."""
    steps = _apart(found, Either)
    return steps[0] if len(steps) == 1 else Either(sum(map(cost_of, steps)), steps)


def _apart(found: list[Step], join: type[Each] | type[Either]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for step in found:
        if isinstance(step, join):
            steps.extend(step.steps)
        else:
            steps.append(step)
    return in_order(steps)
