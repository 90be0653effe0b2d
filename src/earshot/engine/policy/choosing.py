"""Which one person of the accountable role gets the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earshot.engine.policy.facts import Facts
from earshot.engine.policy.model import Policy, Rule
from earshot.engine.policy.sifting import sift
from earshot.engine.rota import Cover


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person and how they were chosen.

    ``how``: kept (has this author's open conversations), least_loaded (of several on duty), fits (of several the
    only one left by ``sifting``), alone (the only one on duty), rota, override, deputy (for ``stands_in_for``), or
    backstop (nobody on duty).
    """

    person: str
    how: str
    stands_in_for: str | None = None


def choose(
    policy: Policy,
    rule: Rule,
    facts: Facts,
    covers: tuple[Cover, ...],
    load: Mapping[str, float] | None,
    keep: str | None,
) -> Chosen:
    """Exactly one person: of those on duty the one who keeps this author, else of those who fit (see ``sifting``) the
    least loaded by weight (ties: the order of ``covers``); the backstop where nobody is on duty."""
    if not covers:
        return Chosen(policy.backstop, "backstop")
    for cover in covers:
        if cover.person == keep:
            return Chosen(cover.person, "kept", cover.stands_in_for)
    if len(covers) == 1:
        only = covers[0]
        return Chosen(only.person, "alone" if only.how == "member" else only.how, only.stands_in_for)
    if policy.sifts or rule.skill:
        covers, _ = sift(policy, rule, facts.lang, covers, load or {})
        if len(covers) == 1:
            return Chosen(covers[0].person, "fits", covers[0].stands_in_for)
    least = min(covers, key=lambda cover: weighted(policy, load, cover.person)) if load else covers[0]
    return Chosen(least.person, "least_loaded", least.stands_in_for)


def weighted(policy: Policy, load: Mapping[str, float], person: str) -> float:
    """Open conversations of a person, by their share of the work."""
    return load.get(person, 0) / policy.people[person].weight
