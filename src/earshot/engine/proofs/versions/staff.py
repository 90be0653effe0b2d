"""Who is in a role: told once per role, whatever it decides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from earshot.engine.policy import Person
from earshot.engine.proofs.asking import Fact
from earshot.engine.proofs.space import Assignment
from earshot.engine.proofs.versions import staff_wording as wording
from earshot.engine.proofs.versions.change import Change
from earshot.engine.proofs.versions.involving import Seek
from earshot.engine.proofs.versions.terms import Version
from earshot.engine.rota import Shift, instant_of
from earshot.kernel.texts import Said

Apart = tuple[int, tuple[str, ...], tuple[str, ...]]
"""A minute, and who is on duty then in either version."""


def staffed(before: Version, after: Version, seek: Seek) -> Iterator[Change]:
    """Every role that both versions know, and of which something is another: its lead, its people (in what order, where
    they take no turns), who stands in for them, when they are on leave, what limits their work, its hours, or who is on
    duty at any minute looked at. First of all who has what nobody is on duty for."""
    old, new = before.policy, after.policy
    if old.backstop != new.backstop:
        message = wording.backstop(old.backstop, new.backstop)
        yield Change("people", None, None, (old.backstop,), (new.backstop,), message, None)
    for role in new.roles:
        if role in old.roles and (change := _Team(role, before, after).change(seek)):
            yield change


@dataclass(frozen=True, slots=True)
class _Team:
    """One role in two versions."""

    role: str
    before: Version
    after: Version

    def change(self, seek: Seek) -> Change | None:
        """What is another, with a conversation of the role and the first minute at which others are on duty."""
        if _setup(self.before, self.role) == _setup(self.after, self.role):
            return None
        apart = _apart(_duty(self.before, self.role), _duty(self.after, self.role))
        clauses = [*self._clauses(), *([wording.duty(self.after.policy, *apart)] if apart else [])]
        if not clauses:
            return None
        old, new = (tuple(dict.fromkeys(version.policy.staff(self.role))) for version in self._versions)
        sample = self._sample(seek, apart)
        return Change("people", None, None, old, new, wording.team(self.role, clauses), sample, self.role)

    @property
    def _versions(self) -> tuple[Version, Version]:
        return self.before, self.after

    def _clauses(self) -> Iterator[Said]:
        roles = [version.policy.roles[self.role] for version in self._versions]
        old, new = (version.policy.staff(self.role) for version in self._versions)
        yield from wording.lead(roles[0].lead, roles[1].lead)
        yield from wording.members(old, new, turns=any(role.rota for role in roles))
        both = {*old, roles[0].lead} & {*new, roles[1].lead}
        for person in self.after.policy.people:
            if person in both:
                yield from self._personal(person)
        if self.before.opened(roles[0].hours) != self.after.opened(roles[1].hours):
            yield wording.hours()

    def _personal(self, name: str) -> Iterator[Said]:
        old, new = (version.policy.people[name] for version in self._versions)
        yield from wording.deputy(name, old.deputy, new.deputy)
        if self.before.away(name) != self.after.away(name):
            yield wording.leave(name)
        if _limits(old) != _limits(new):
            yield wording.limits(name)

    def _sample(self, seek: Seek, apart: Apart | None) -> dict[str, Any] | None:
        """A conversation that the role is accountable or responsible for in both versions; None: there is none."""
        old, new = (_decided(version, self.role) for version in self._versions)
        facts: list[Fact] = [("among", 0, *old), ("among", 1, *new)]

        def shows(given: Assignment) -> bool:
            return self.before.winner(given) in old and self.after.winner(given) in new

        found = seek(facts, shows) if old and new else None
        if found is None:
            return None
        at = {"at": instant_of(apart[0]).isoformat()} if apart else {}
        return {**self.before.space.given(found), **at}


def _decided(version: Version, role: str) -> list[int]:
    """The rules by which a role is accountable or responsible."""
    return [number for number, each in enumerate(version.terms) if role in (each.accountable, each.responsible)]


def _limits(person: Person) -> tuple[Any, ...]:
    """What decides which work a person gets within a role."""
    return person.weight, frozenset(person.languages), frozenset(person.skills), person.capacity


def _setup(version: Version, role: str) -> tuple[Any, ...]:
    """All that is told of a role follows from this: where it is the same nobody looks at every minute."""
    policy = version.policy
    found = policy.roles[role]
    overrides = [each for each in policy.overrides if each.role == role]
    named = [*policy.staff(role), *filter(None, [found.lead]), *(each.person for each in overrides)]
    people = [policy.people[name] for name in dict.fromkeys(named)]
    persons = [(one.id, one.deputy, _limits(one)) for one in people]
    away = [version.away(name) for one in people for name in (one.id, one.deputy) if name]
    times = version.opened(found.hours), policy.rotas.get(found.rota or ""), overrides
    return found.lead, policy.staff(role), times, persons, away


def _duty(version: Version, role: str) -> list[Shift]:
    return version.policy.book.shifts(role, *version.minutes)


def _apart(some: Sequence[Shift], others: Sequence[Shift]) -> Apart | None:
    """The first minute at which others are on duty."""
    for edge in sorted({edge for shift in (*some, *others) for edge in (shift.start, shift.end)}):
        old, new = _here(some, edge), _here(others, edge)
        if {*old} != {*new}:
            return edge, old, new
    return None


def _here(shifts: Sequence[Shift], minute: int) -> tuple[str, ...]:
    """Who is on duty in a minute."""
    index = bisect_right(shifts, minute, key=lambda shift: shift.start) - 1
    return shifts[index].people if index >= 0 and minute < shifts[index].end else ()
