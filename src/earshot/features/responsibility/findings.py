"""A proof as the policy's page shows it: every property with what was found, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from earshot.engine.policy import Accepted, Policy
from earshot.engine.policy.model import OTHERWISE
from earshot.engine.proofs import Finding
from earshot.features.responsibility.proving import Proof
from earshot.features.responsibility.sentences import in_words

TITLES: dict[str, str | Promise] = {
    "owned": _("Every conversation has a rule"),
    "reachable": _("Every rule can decide something"),
    "guarantees": _("Every guarantee is kept"),
    "staffed": _("Somebody is on duty in all hours"),
    "in_time": _("No deadline falls where nobody is on duty"),
    "ladder_ends": _("Every ladder ends with a person"),
    "four_eyes": _("Somebody else is always there to approve"),
    "represented": _("Every team has its people in its meetings"),
    "overlaps": _("Rules that overlap"),
}
"""The properties in the order in which the page tells them."""
LISTED = 50
"""Findings of one property that are shown; the others are counted."""
UNDECIDED = "?"
"""Stands in the key of a finding that was not decided."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding. ``key`` names it in a form; ``taken`` is by whom and why it was taken on; ``rule`` is that which it
    is about (``otherwise`` for the rest), empty where it is about none."""

    key: str
    finding: Finding
    taken: Accepted | None
    rule: str

    @property
    def message(self) -> str:
        """What was found, in the reader's words."""
        return in_words(self.finding.message)

    @property
    def kind(self) -> str:
        """How it stands at its line: blocks, undecided or taken; empty for a note, which stands in the list alone."""
        if self.finding.blocks:
            return "blocks" if self.finding.decided else "undecided"
        return "taken" if self.taken else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One property, by its ``name``. ``state``: holds, blocks, taken (all findings are), note or undecided."""

    name: str
    title: str | Promise
    state: str
    word: str
    shown: list[Shown]
    more: int
    open: bool


def lines(proof: Proof, policy: Policy) -> list[Line]:
    """Every property of a proof, those without findings too."""
    found: dict[str, list[Shown]] = {name: [] for name in TITLES}
    rules = {(rule.name, rule.line) for rule in policy.rules}
    for key, each in keyed(proof):
        taken = _taken(each, policy.accepted) if each.accepted else None
        found[each.property].append(Shown(key, each, taken, _rule(each, rules)))
    return [_line(name, shown) for name, shown in found.items()]


def keyed(proof: Proof) -> Iterator[tuple[str, Finding]]:
    """Every finding with what names it within its proof: of one property and subject there may be several."""
    met: Counter[tuple[str, str | None]] = Counter()
    for each in proof.findings:
        met[each.property, each.subject] += 1
        sign = "" if each.decided else UNDECIDED
        yield f"{each.property}:{met[each.property, each.subject]}{sign}:{each.subject or ''}", each


def about(key: str) -> tuple[str, str | None, bool]:
    """Property and subject of the finding of that key, and whether it was decided."""
    kind, _sign, rest = key.partition(":")
    number, _sign, subject = rest.partition(":")
    return kind, subject or None, not number.endswith(UNDECIDED)


def find(proof: Proof, key: str) -> Finding | None:
    """The finding of that key."""
    return next((each for name, each in keyed(proof) if name == key), None)


def told_of(shown: Iterable[Line], rule: str) -> str:
    """What stands in the way at a rule, in the reader's words; empty where nothing does."""
    every = (each for line in shown for each in line.shown)
    return " ".join(each.message for each in every if each.rule == rule and each.finding.blocks)


def _rule(finding: Finding, rules: Container[tuple[str, int]]) -> str:
    """The rule that a finding is about. A role may have the name of a rule, but not its line."""
    if finding.property == "owned" or finding.subject == OTHERWISE:
        return OTHERWISE
    name = finding.subject or ""
    return name if (name, finding.line) in rules else ""


def _taken(finding: Finding, accepted: Iterable[Accepted]) -> Accepted | None:
    fitting = (each for each in accepted if each.finding == finding.property)
    fitting = (each for each in fitting if each.undecided is not finding.decided)
    return next((each for each in fitting if each.subject in (None, finding.subject)), None)


def _line(name: str, shown: list[Shown]) -> Line:
    blocking = [each for each in shown if each.finding.blocks]
    if not shown:
        state, word = "holds", ""
    elif blocking and all(not each.finding.decided for each in blocking):
        state, word = "undecided", ""
    elif blocking:
        state, word = "blocks", _found(len(blocking))
    elif all(each.finding.severity == "note" for each in shown):
        state, word = "note", ngettext("%(count)d pair", "%(count)d pairs", len(shown)) % {"count": len(shown)}
    else:
        state, word = "taken", _found(len(shown))
    shown.sort(key=lambda each: not each.finding.blocks)
    title = _("No two rules overlap") if (name, state) == ("overlaps", "holds") else TITLES[name]
    return Line(name, title, state, word, shown[:LISTED], max(0, len(shown) - LISTED), bool(blocking))


def _found(count: int) -> str:
    return ngettext("%(count)d finding", "%(count)d findings", count) % {"count": count}
