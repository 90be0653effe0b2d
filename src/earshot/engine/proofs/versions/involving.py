"""Who is consulted and informed otherwise, by the rules or by what ``also`` adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from earshot.engine.proofs.asking import Fact
from earshot.engine.proofs.encoding import Formula, holds
from earshot.engine.proofs.plain import Shows
from earshot.engine.proofs.space import Assignment
from earshot.engine.proofs.versions import wording
from earshot.engine.proofs.versions.change import Change
from earshot.engine.proofs.versions.ruling import Pair, Pairs
from earshot.engine.proofs.versions.terms import Version

Letter = Literal["consulted", "informed"]
LETTERS: tuple[Letter, ...] = ("consulted", "informed")

Seek = Callable[[Sequence[Fact], Shows], list[int] | None]
"""Looks for a conversation of which the facts are true, and that shows it; None: there is none."""


@dataclass(eq=False)
class Involving:
    """Two versions, and who looks for conversations. The formulas of the problem are the additions of the first
    version, then those of the second."""

    before: Version
    after: Version
    seek: Seek

    def __post_init__(self) -> None:
        self._formulas: list[Formula] = [*self.before.also, *self.after.also]
        self._adding: dict[tuple[int, Letter, str], list[int]] = {}

    def changes(self, pairs: Pairs) -> Iterator[Change]:
        """A class for each pair of rules of which one names a role and the other does not; and for each role that only
        additions bring or take away, whichever rules decide."""
        for letter in LETTERS:
            for pair, sample in pairs.items():
                yield from self._by_rules(letter, pair, sample)
            for gives, takes in ((self.before, self.after), (self.after, self.before)):
                yield from self._by_additions(letter, gives, takes)

    def _by_rules(self, letter: Letter, pair: Pair, sample: Assignment) -> Iterator[Change]:
        roles = _own(self.before, letter, pair[0]) ^ _own(self.after, letter, pair[1])
        while roles:
            shown = self._shown(letter, roles, sample)
            if shown:
                yield self._told(letter, shown, sample, pair)
                roles -= shown
                continue
            role = min(roles)
            found = self._apart(letter, role, pair)
            if found is None:
                roles -= {role}  # what the rule no longer says, or says now, additions said or say as well
            else:
                sample = found

    def _apart(self, letter: Letter, role: str, pair: Pair) -> list[int] | None:
        """A conversation of these rules for which the role is really another than before."""
        lost = role in _own(self.before, letter, pair[0])
        without = self._additions(self.after if lost else self.before, letter, role)
        facts: list[Fact] = [("wins", 0, pair[0]), ("wins", 1, pair[1]), *(("fails", number) for number in without)]
        return self.seek(
            facts, lambda given: self._winners(given) == pair and bool(self._shown(letter, frozenset([role]), given))
        )

    def _by_additions(self, letter: Letter, gives: Version, takes: Version) -> Iterator[Change]:
        roles = frozenset(role for entry in gives.policy.also for role in getattr(entry, letter))
        while roles:
            role = min(roles)
            sample = self._given_only(letter, role, gives, takes)
            shown = frozenset([role])
            if sample is not None:
                shown = frozenset(one for one in roles if self._adds(letter, one, gives, takes, sample))
                yield self._told(letter, shown, sample, None)
            roles -= shown

    def _given_only(self, letter: Letter, role: str, gives: Version, takes: Version) -> list[int] | None:
        """A conversation to which the additions of one version add the role, and neither the rules nor the additions of
        the other do."""
        without = self._additions(takes, letter, role)
        known = [self._formulas[number] for number in without]
        facts: list[Fact] = [("fails", number) for number in without]
        for chain, version in enumerate((self.before, self.after)):
            among = [number for number in range(len(version.terms)) if role not in _own(version, letter, number)]
            if len(among) < len(version.terms):
                facts.append(("among", chain, *among))
        wanted = (number for number in self._additions(gives, letter, role) if self._formulas[number] not in known)
        found = (
            self.seek([("holds", number), *facts], lambda given: self._adds(letter, role, gives, takes, given))
            for number in wanted
        )
        return next((sample for sample in found if sample is not None), None)

    def _adds(self, letter: Letter, role: str, gives: Version, takes: Version, given: Assignment) -> bool:
        """Whether the additions of one version only, and no rule, add the role to the conversation."""
        first, second = self._winners(given)
        named = role in _own(self.before, letter, first) or role in _own(self.after, letter, second)
        return not named and self._added(gives, letter, role, given) and not self._added(takes, letter, role, given)

    def _shown(self, letter: Letter, roles: frozenset[str], given: Assignment) -> frozenset[str]:
        """Of these roles those that have the letter in one version of the conversation only."""
        first, second = self._winners(given)
        return frozenset(
            role
            for role in roles
            if self._has(self.before, letter, role, first, given) != self._has(self.after, letter, role, second, given)
        )

    def _has(self, version: Version, letter: Letter, role: str, rule: int, given: Assignment) -> bool:
        return role in _own(version, letter, rule) or self._added(version, letter, role, given)

    def _added(self, version: Version, letter: Letter, role: str, given: Assignment) -> bool:
        return any(holds(self._formulas[number], given) for number in self._additions(version, letter, role))

    def _additions(self, version: Version, letter: Letter, role: str) -> list[int]:
        """The numbers of the formulas under which ``also`` adds the role."""
        chain = int(version is self.after)
        skipped = len(self.before.also) if chain else 0
        key = (chain, letter, role)
        if key not in self._adding:
            entries = enumerate(version.policy.also, skipped)
            self._adding[key] = [number for number, entry in entries if role in getattr(entry, letter)]
        return self._adding[key]

    def _winners(self, given: Assignment) -> Pair:
        return self.before.winner(given), self.after.winner(given)

    def _told(self, letter: Letter, roles: frozenset[str], sample: Assignment, pair: Pair | None) -> Change:
        first = self.before.winner(sample)
        order = [*self.after.policy.roles, *self.before.policy.roles]
        had = [role for role in roles if self._has(self.before, letter, role, first, sample)]
        lost = tuple(sorted(had, key=order.index))
        gained = tuple(sorted(roles - {*had}, key=order.index))
        names = (self.before.rule(pair[0]).name, self.after.rule(pair[1]).name) if pair else None
        given = self.before.space.given(sample)
        message = wording.involved(letter, names, lost, gained, given)
        old, new = names or (None, None)
        return Change(letter, old, new, lost, gained, message, given)


def _own(version: Version, letter: Letter, rule: int) -> frozenset[str]:
    """The roles that a rule itself names."""
    found: frozenset[str] = getattr(version.terms[rule], letter)
    return found
