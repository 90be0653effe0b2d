"""The property ``difference``: exactly which conversations change hands between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earshot.engine.policy import OTHERWISE, Policy, Rule
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.asking import Asked, TimeUp
from earshot.engine.proofs.boxes import boxes_of
from earshot.engine.proofs.describing import described
from earshot.engine.proofs.encoding import encoded
from earshot.engine.proofs.first import First
from earshot.engine.proofs.plain import Shows, plainly
from earshot.engine.proofs.space import Space, space_of
from earshot.kernel.texts import Said, say


@dataclass(frozen=True, slots=True)
class Handed:
    """The conversations that one rule decided before and another decides now, with another accountable role.

    ``from_rule`` and ``to_rule`` may be ``otherwise``. ``sample``: the facts of one of them.
    """

    from_rule: str
    from_role: str
    to_rule: str
    to_role: str
    sample: Mapping[str, Any]
    message: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """Every class of conversations that change hands, in the order of the rules; ``decided`` False: the time was up,
    and there may be more."""

    handed: tuple[Handed, ...]
    decided: bool = True


def difference(old: Policy, new: Policy, at: datetime, seconds: float = 5.0) -> Difference:
    """Which conversations change hands. ``at``: times of samples are taken near it; ``seconds``: for the solver."""
    space = space_of([old, new], at)
    before, after = _Version(old, space), _Version(new, space)
    names = sorted({*before.roles, *after.roles})
    hands = [[names.index(role) for role in version.roles] for version in (before, after)]
    found: list[tuple[int, int, list[int]]] = []
    decided = True
    with Asked(space, [before.rules, after.rules], [], seconds) as asked:
        try:
            found.extend(asked.classes(*hands))
        except TimeUp:
            decided = False
    return Difference(tuple(_handed(space, before, after, sorted(found))), decided)


class _Version:
    """A policy's rules over the space of both."""

    def __init__(self, policy: Policy, space: Space) -> None:
        self.policy = policy
        self.rules = [encoded(rule.when, space, policy.zone) for rule in policy.rules if rule.when is not None]
        self.first = First(self.rules, [boxes_of(rule) for rule in self.rules])
        self.roles = [rule.accountable for rule in (*policy.rules, policy.otherwise)]

    def rule(self, number: int) -> Rule:
        return (*self.policy.rules, self.policy.otherwise)[number]


def _handed(
    space: Space, before: _Version, after: _Version, found: Sequence[tuple[int, int, list[int]]]
) -> Iterator[Handed]:
    for first, second, sample in found:
        plain = plainly(sample, _decided_by(before, after, (first, second)))
        old, new, given = before.rule(first), after.rule(second), space.given(plain)
        yield Handed(old.name, old.accountable, new.name, new.accountable, given, _sentence(old, new, given))


def _decided_by(before: _Version, after: _Version, pair: tuple[int, int]) -> Shows:
    """Whether these two rules decide a conversation."""
    return lambda given: (before.first.winner(given), after.first.winner(given)) == pair


def _sentence(old: Rule, new: Rule, sample: Mapping[str, Any]) -> Said:
    return say(
        "What %(from_rule)s gave to %(from_role)s, %(to_rule)s now gives to %(to_role)s: for example %(conversation)s.",
        from_rule=_name(old),
        from_role=old.accountable,
        to_rule=_name(new),
        to_role=new.accountable,
        conversation=described(sample),
    )


def _name(rule: Rule) -> Said:
    return say("otherwise") if rule.name == OTHERWISE else quoted(rule.name)
