"""What the rules themselves decide otherwise: every pair of rules that decide a conversation together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from earshot.engine.policy import Clocked, Rule
from earshot.engine.proofs.space import Assignment
from earshot.engine.proofs.versions import wording
from earshot.engine.proofs.versions.change import Change, Kind
from earshot.engine.proofs.versions.terms import Terms, Version
from earshot.engine.rota import Span, instant_of

Pair = tuple[int, int]
"""The numbers of the rule that decided and of the one that decides."""

Pairs = Mapping[Pair, Assignment]
"""The pairs of rules that decide a conversation together, each with one."""

Sample = Mapping[str, Any]


def ruled(before: Version, after: Version, pairs: Pairs) -> Iterator[Change]:
    """Who is accountable and responsible, handling, approvals, deadlines, ladders and skills. What hours or a ladder of
    one name have become is told once, for the first pair of rules."""
    told: set[tuple[Kind, str]] = set()
    for (one, other), sample in pairs.items():
        terms, old, new = (before.terms[one], after.terms[other]), before.rule(one), after.rule(other)
        given = before.space.given(sample)
        for kind, words in _stated(old, new, *terms):
            yield Change(kind, old.name, new.name, *words, wording.stated(kind, old, new, given), given)
        for change in _defined(before, after, (old, new), given):
            key = (change.kind, change.subject or "")
            if key not in told:
                told.add(key)
                yield change


Words = tuple[tuple[str, ...], tuple[str, ...]]
"""What it was, and what it is."""


def _stated(old: Rule, new: Rule, was: Terms, now: Terms) -> Iterator[tuple[Kind, Words]]:
    """What differs by what stands in the rules."""
    if was.accountable != now.accountable:
        yield "accountable", ((was.accountable,), (now.accountable,))
    if was.responsible != now.responsible and not (_itself(was) and _itself(now)):
        yield "responsible", ((was.responsible,), (now.responsible,))
    if was.handling != now.handling:
        yield "handling", ((was.handling,), (now.handling,))
    if was.approve_by != now.approve_by:
        yield "approvals", (old.approve_by, new.approve_by)
    if was.handling == now.handling == "answer" and was.clocks != now.clocks and not _same_clocks(old, new):
        yield "deadline", (_clocks(old), _clocks(new))
    if was.ladder != now.ladder and old.ladder != new.ladder:
        yield "ladder", (_maybe(old.ladder), _maybe(new.ladder))
    if was.skill != now.skill:
        yield "skill", (_maybe(was.skill), _maybe(now.skill))


def _itself(terms: Terms) -> bool:
    """Whether whoever is accountable is also who answers: that is told by the change of the accountable role."""
    return terms.responsible == terms.accountable


def _same_clocks(old: Rule, new: Rule) -> bool:
    return frozenset(old.within) == frozenset(new.within)


def _clocks(rule: Rule) -> tuple[str, ...]:
    return tuple(_clock(clock) for clock in rule.within)


def _clock(clock: Clocked) -> str:
    return f"{clock.hours}: {clock.minutes}m"


def _maybe(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _defined(before: Version, after: Version, rules: tuple[Rule, Rule], given: Sample) -> Iterator[Change]:
    """What differs though the rules say the same: the hours of their clocks, and their ladder."""
    old, new = rules
    if old.handling == new.handling == "answer" and _same_clocks(old, new):
        for clock in new.within:
            if (minute := _first_apart(before.opened(clock.hours), after.opened(clock.hours))) is not None:
                yield _hours(after, clock.hours, minute, given)
    if old.ladder and old.ladder == new.ladder and before.way(old.ladder) != after.way(old.ladder):
        ways = tuple(wording.steps_as_written(version.way(old.ladder)) for version in (before, after))
        message = wording.ladder(old.ladder, before.way(old.ladder), after.way(old.ladder), given)
        yield Change("ladder", None, None, ways[0], ways[1], message, given, old.ladder)


def _hours(after: Version, hours: str, minute: int, given: Sample) -> Change:
    is_open = any(start <= minute < end for start, end in after.opened(hours))
    words = (("closed",), ("open",)) if is_open else (("open",), ("closed",))
    sample = {**given, "at": instant_of(minute).isoformat()}
    return Change("deadline", None, None, *words, wording.hours(after, hours, minute, is_open, given), sample, hours)


def _first_apart(some: tuple[Span, ...], others: tuple[Span, ...]) -> int | None:
    """The first minute that lies in one of two lists of spans only."""
    for one, other in zip(some, others, strict=False):
        if one != other:
            return min(one[0], other[0]) if one[0] != other[0] else min(one[1], other[1])
    rest = some[len(others) :] or others[len(some) :]
    return rest[0][0] if rest else None
