"""Who is in a role now and was not, as one sentence of clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earshot.engine.policy import Policy
from earshot.engine.proofs.describing import listed
from earshot.engine.proofs.timely.moments import moment
from earshot.kernel.texts import Said, say


def backstop(before: str, after: str) -> Said:
    """Who has what nobody is on duty for."""
    return say("When nobody is on duty, %(after)s has it instead of %(before)s.", before=before, after=after)


def team(role: str, clauses: Sequence[Said]) -> Said:
    """All that is another about a role."""
    found = clauses[0]
    for clause in clauses[1:]:
        found = say("%(clauses)s; %(clause)s", clauses=found, clause=clause)
    return say("The role %(role)s: %(clauses)s.", role=role, clauses=found)


def lead(before: str | None, after: str | None) -> Iterator[Said]:
    """Whether somebody else leads it."""
    if before == after:
        return
    if not after:
        yield say("%(before)s leads it no longer", before=before)
    elif not before:
        yield say("%(after)s leads it now", after=after)
    else:
        yield say("%(after)s leads it instead of %(before)s", before=before, after=after)


def members(before: Sequence[str], after: Sequence[str], *, turns: bool) -> Iterator[Said]:
    """Who has come and gone. Where nobody takes ``turns``, also whether work goes to them in another order."""
    if joined := [person for person in dict.fromkeys(after) if person not in before]:
        yield say("new in it: %(people)s", people=listed(joined))
    if left := [person for person in dict.fromkeys(before) if person not in after]:
        yield say("no longer in it: %(people)s", people=listed(left))
    if not joined and not left and not turns and [*before] != [*after]:
        yield say("the same people in another order: %(people)s", people=listed(after))


def hours() -> Said:
    """The role is open at other minutes."""
    return say("its hours are others")


def deputy(person: str, before: str | None, after: str | None) -> Iterator[Said]:
    """Whether somebody else stands in for a person."""
    if before == after:
        return
    if not after:
        yield say("%(before)s no longer stands in for %(person)s", before=before, person=person)
    elif not before:
        yield say("%(after)s now stands in for %(person)s", after=after, person=person)
    else:
        template = "%(after)s stands in for %(person)s instead of %(before)s"
        yield say(template, before=before, after=after, person=person)


def leave(person: str) -> Said:
    """A person is away at other times."""
    return say("%(person)s is on leave at other times", person=person)


def limits(person: str) -> Said:
    """A person gets other work, or more or less of it."""
    return say("%(person)s has another share, capacity, languages or skills", person=person)


def duty(policy: Policy, minute: int, before: Sequence[str], after: Sequence[str]) -> Said:
    """The first minute at which others are on duty."""
    return say(
        "first on %(moment)s %(after)s on duty instead of %(before)s",
        moment=moment(policy, minute),
        before=_people(before),
        after=_people(after),
    )


def _people(names: Sequence[str]) -> Said:
    return listed(names) if names else say("nobody")
