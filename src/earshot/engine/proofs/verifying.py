"""``verify``: every property of a policy, over the 90 days from a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from earshot.engine.policy import Policy
from earshot.engine.proofs import accepting, logic, timely
from earshot.engine.proofs.exploring import Exploration
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.guarantees import guarantees
from earshot.engine.proofs.overlaps import overlaps
from earshot.engine.rota import DAY, Span, minute_of

DAYS = 90
"""How long from the time asked the proofs reach."""

SECONDS = 5.0
"""How long the solver may take, unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the proofs of one policy found, in the order of its properties, then of the document."""

    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether the policy can not become active."""
        return any(finding.blocks for finding in self.findings)

    @property
    def decided(self) -> bool:
        """Whether every question was answered in time."""
        return all(finding.decided for finding in self.findings)


def verify(policy: Policy, at: datetime, seconds: float = SECONDS) -> Report:
    """Prove a policy.

    Args:
        at: aware; the proofs are about the 90 days from the minute it lies in.
        seconds: what the solver has not answered by then is a finding that is not decided.

    Raises:
        ValueError: ``at`` has no zone.
    """
    first = minute_of(at)
    minutes = (first, first + DAYS * DAY)
    with Exploration(policy, at, seconds) as space:
        return Report(tuple(accepting.apply(space, _findings(space, minutes), minutes)))


def _findings(space: Exploration, minutes: Span) -> Iterator[Finding]:
    wins = logic.winners(space)
    yield from logic.owned(space, wins)
    yield from logic.reachable(space, wins)
    yield from overlaps(space)
    yield from guarantees(space, minutes)
    yield from timely.findings(space.policy, *minutes, logic.Samples(space, wins))
