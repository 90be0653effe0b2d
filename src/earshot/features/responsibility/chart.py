"""The responsibility map: each rule with the letter of each role."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.engine.policy import Policy, Rule


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One rule: its words, its letters in the order of the roles ("" for none), how soon, how handled."""

    name: str
    when: str
    letters: tuple[str, ...]
    within: str
    handling: str


def chart(policy: Policy) -> tuple[tuple[str, ...], list[ChartRow]]:
    """The roles across, the rules down, ``otherwise`` last (its name and condition are empty)."""
    roles = tuple(policy.roles)
    rows = [_row(rule, roles) for rule in policy.rules]
    last = _row(policy.otherwise, roles)
    rows.append(ChartRow("", "", last.letters, last.within, last.handling))
    return roles, rows


def _row(rule: Rule, roles: tuple[str, ...]) -> ChartRow:
    return ChartRow(
        name=rule.name,
        when=rule.when.text if rule.when else "",
        letters=tuple(_letter(rule, role) for role in roles),
        within=clocks(rule),
        handling=rule.handling,
    )


def clocks(rule: Rule) -> str:
    """Within what time the rule wants an answer, "" where it names none."""
    return ", ".join(_clock(clock.hours, clock.minutes) for clock in rule.within)


def _letter(rule: Rule, role: str) -> str:
    if role == rule.accountable:
        return "A"
    if role == rule.responsible:
        return "R"
    if role in rule.consulted:
        return "C"
    return "I" if role in rule.informed else ""


def _clock(hours: str, minutes: int) -> str:
    text = duration(minutes)
    return text if hours == "always" else f"{text} ({hours})"


def duration(minutes: int) -> str:
    """``90`` -> "1 h 30 min", in the reader's language."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours})
    if rest or not hours:
        parts.append(_("%(n)d min") % {"n": rest})
    return " ".join(parts)
