"""The property ``guarantees``: each holds for every conversation with handling answer, and for every minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earshot.engine.policy import Addition, Claim, Guarantee, Rule
from earshot.engine.proofs import sentences
from earshot.engine.proofs.asking import Fact
from earshot.engine.proofs.exploring import Exploration, Found
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.worst import Worst, worst
from earshot.engine.rota import Span, instant_of

MOST_NAMED = 10
"""Rules that break one claim and are looked for; the first of them is told with its conversation."""

_LETTERS = ("consulted", "informed")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that decides conversations of a guarantee and breaks one of its claims: the facts that such a conversation
    has, one of them, and where the claim is about time its worst minute."""

    claim: Claim
    rule: int
    facts: tuple[Fact, ...]
    found: Found
    worst: Worst | None


def guarantees(space: Exploration, minutes: Span) -> Iterator[Finding]:
    """Each guarantee holds for every conversation and every minute."""
    for guarantee in space.policy.guarantees:
        found = [*breaches(space, guarantee, minutes)]
        if any(breach.found.sample is not None for breach in found):
            yield told(space, guarantee, found)
        elif found:
            yield sentences.undecided("guarantees", guarantee.name, guarantee.line)


def breaches(space: Exploration, guarantee: Guarantee, minutes: Span, outside: Sequence[Fact] = ()) -> Iterator[Breach]:
    """Rules that break a claim, claim by claim, of each no more than are named. ``outside``: only by conversations that
    have these facts too."""
    may_meet = space.may_meet(guarantee.when)
    for claim in guarantee.claims:
        late = _not_kept(space, claim, may_meet, minutes)
        unless = [entry.when for entry in space.policy.also if _adds(entry, claim)]
        facts = (
            ("holds", space.formula(guarantee.when)),
            *(("fails", space.formula(condition)) for condition in unless),
            *outside,
        )
        for rule, found in space.winning(late, facts, MOST_NAMED):
            yield Breach(claim, rule, facts, found, late[rule])


def _not_kept(space: Exploration, claim: Claim, may_meet: int, minutes: Span) -> dict[int, Worst | None]:
    """The rules that do not keep a claim by what they say, with the worst minute where it is about time."""
    found: dict[int, Worst | None] = {}
    for number in range(len(space.rules) + 1):
        rule = space.rule(number)
        if rule.handling != "answer" or not may_meet >> number & 1:
            continue
        if claim.kind != "within":
            if not keeps(rule, claim):
                found[number] = None
        elif (late := worst(space.policy, rule.within, claim, minutes)) is not None:
            found[number] = late
    return found


def told(space: Exploration, guarantee: Guarantee, found: Sequence[Breach]) -> Finding:
    """What breaks the guarantee first, and the rules that do."""
    broken = [breach for breach in found if breach.found.sample is not None]
    breach = broken[0]
    shows = space.won(breach.rule, breach.facts).shows
    sample = {} if breach.found.sample is None else space.told(breach.found.sample, shows)
    if breach.worst:
        sample["at"] = instant_of(breach.worst.since).isoformat()
    rules = sorted({breach.rule for breach in broken} - {len(space.rules)})
    because = tuple(space.rule(number).name for number in rules)
    message = sentences.broken(
        space.policy, guarantee.name, breach.claim, space.rule(breach.rule).name, sample, breach.worst
    )
    return Finding("guarantees", "error", guarantee.name, message, sample, because, line=guarantee.line)


def keeps(rule: Rule, claim: Claim) -> bool:
    """Whether what a rule says keeps a claim by itself, whatever is added."""
    named = {
        "accountable": (rule.accountable,),
        "responsible": (rule.responsible,),
        "consulted": rule.consulted,
        "informed": rule.informed,
        "involves": (rule.accountable, rule.responsible, *rule.consulted, *rule.informed),
        "approved": tuple(name.removesuffix(".lead") for name in rule.approve_by),
    }
    return claim.role in named[claim.kind]


def _adds(entry: Addition, claim: Claim) -> bool:
    """Whether an entry of ``also``, where it matches, keeps the claim."""
    kinds = _LETTERS if claim.kind == "involves" else (claim.kind,) if claim.kind in _LETTERS else ()
    return any(claim.role in getattr(entry, kind) for kind in kinds)
