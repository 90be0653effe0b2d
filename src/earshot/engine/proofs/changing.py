"""The property ``difference``: exactly for which conversations two versions of a policy do something else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from earshot.engine.policy import Policy
from earshot.engine.proofs.asking import Asked, Fact, TimeUp
from earshot.engine.proofs.plain import Shows, plainly
from earshot.engine.proofs.space import space_of
from earshot.engine.proofs.versions.beside import beside
from earshot.engine.proofs.versions.change import KINDS, Beside, Change, Difference
from earshot.engine.proofs.versions.involving import Involving
from earshot.engine.proofs.versions.ruling import Pair, ruled
from earshot.engine.proofs.versions.staff import staffed
from earshot.engine.proofs.versions.terms import Terms, Version
from earshot.engine.rota import DAY, minute_of

__all__ = ["Beside", "Change", "Difference", "difference"]

DAYS = 90
"""How long from the time asked hours and duty are compared."""


def difference(old: Policy, new: Policy, at: datetime, seconds: float = 5.0) -> Difference:
    """What changes, for which conversations.

    Exact: a class of a kind is told if and only if there is a conversation of it, and each is told with one. What a
    rule decides is compared by what it says (hours that are open at the same minutes, ladders with the same steps are
    the same); whom additions add counts; roles are the same by their names, and who is in one is told once.

    Args:
        at: aware; hours and duty are compared for the 90 days from the minute it lies in, and times of samples are
            taken near it.
        seconds: for the solver; what it has not found by then is not told.

    Raises:
        ValueError: ``at`` has no zone.
    """
    space, first = space_of([old, new], at), minute_of(at)
    minutes = (first, first + DAYS * DAY)
    before, after = Version(old, space, minutes), Version(new, space, minutes)
    with Asked(space, [before.rules, after.rules], [*before.also, *after.also], seconds) as asked:
        found = _Comparison(before, after, asked)
        changes = [*found.changes()]
    told = sorted(changes, key=lambda change: KINDS.index(change.kind))
    return Difference(tuple(told), tuple(beside(old, new, told)), found.decided)


class _Comparison:
    """Two versions and the solver that knows both. ``decided`` becomes False where the time is up."""

    def __init__(self, before: Version, after: Version, asked: Asked) -> None:
        self.before, self.after, self.asked = before, after, asked
        self.decided = True

    def changes(self) -> Iterator[Change]:
        """Every change, each kind in the order of the rules."""
        pairs = dict(sorted(self._pairs().items()))
        yield from ruled(self.before, self.after, pairs)
        yield from Involving(self.before, self.after, self._seek).changes(pairs)
        yield from staffed(self.before, self.after, self._seek)

    def _pairs(self) -> dict[Pair, list[int]]:
        """Every pair of rules that decide a conversation together and say something else, with a plain one."""
        found = {pair: sample for pair, sample in self._tried().items() if self._differ(*pair)}
        try:
            for pair, sample in self._solved(tuple(found)):
                found[pair] = sample  # noqa: PERF403  (what was found before the time was up counts)
        except TimeUp:
            self.decided = False
        return {pair: plainly(sample, self._decided_by(pair)) for pair, sample in found.items()}

    def _tried(self) -> dict[Pair, list[int]]:
        """Pairs of rules that plain conversations are decided by."""
        found: dict[Pair, list[int]] = {}
        for given in self._plain:
            found.setdefault((self.before.winner(given), self.after.winner(given)), given)
        return found

    @cached_property
    def _plain(self) -> list[list[int]]:
        return [*self.before.plain(), *self.after.plain()]

    def _differ(self, one: int, other: int) -> bool:
        return self.before.terms[one] != self.after.terms[other]

    def _solved(self, known: Collection[Pair]) -> Iterator[tuple[Pair, list[int]]]:
        """The pairs that nobody knows of yet."""
        numbers = {terms: number for number, terms in enumerate(dict.fromkeys(self._all_terms()))}
        hands = [[numbers[terms] for terms in version.terms] for version in (self.before, self.after)]
        for one, other, sample in self.asked.classes(hands[0], hands[1], sorted(known)):
            yield (one, other), sample

    def _all_terms(self) -> Iterator[Terms]:
        yield from self.before.terms
        yield from self.after.terms

    def _decided_by(self, pair: Pair) -> Shows:
        """Whether these two rules decide a conversation."""
        return lambda given: self.before.winner(given) == pair[0] and self.after.winner(given) == pair[1]

    def _seek(self, facts: Sequence[Fact], shows: Shows) -> list[int] | None:
        """The plainest conversation of which the facts are true; some are tried before the solver is asked."""
        found = next((given for given in self._plain if shows(given)), None)
        if found is None:
            found = self._ask(facts)
        return None if found is None else plainly(found, shows)

    def _ask(self, facts: Sequence[Fact]) -> list[int] | None:
        try:
            (found,) = self.asked.find([facts])
        except TimeUp:
            self.decided = False
            return None
        return found
