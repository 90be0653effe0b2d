"""What is written otherwise in two versions and changes no conversation by that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from earshot.engine.policy import Policy
from earshot.engine.proofs.versions.change import Beside, Change
from earshot.kernel.texts import N_, say


def beside(old: Policy, new: Policy, changes: Sequence[Change]) -> Iterator[Beside]:
    """The parts of the document that differ. Rules, roles and ladders are told only where no conversation shows that
    they do: that a rule was reworded does not matter beside what it changes."""
    kinds = {change.kind for change in changes}
    for section, said in _MESSAGES.items():
        shown = kinds & _SHOWN_BY.get(section, frozenset())
        if not shown and _DIFFERS[section](old, new):
            yield Beside(section, say(said))


_MESSAGES = {
    "rules": N_("The rules are written otherwise, to the same effect."),
    "people": N_("Roles, hours, rotas or leave are written otherwise, to the same effect within 90 days."),
    "ladders": N_("The ladders are written otherwise, to the same effect."),
    "guarantees": N_("The guarantees are others."),
    "accepted": N_("Other findings are taken on."),
    "meetings": N_("The meetings are others."),
    "space": N_("Other languages, networks, channels, brands or markets are declared."),
    "zone": N_("The time zone of the document is another."),
    "names": N_("The title, or the name of a rule or a person, is another."),
}
"""In the order in which they are told."""

_RULED = frozenset(
    ("accountable", "responsible", "handling", "approvals", "deadline", "ladder", "consulted", "informed", "skill")
)
_SHOWN_BY: dict[str, frozenset[str]] = {
    "rules": _RULED,
    "people": frozenset(("people", "deadline")),
    "ladders": frozenset(("ladder",)),
}


def _apart(read: Callable[[Policy], Any]) -> Callable[[Policy, Policy], bool]:
    return lambda old, new: bool(read(old) != read(new))


def _rules(policy: Policy) -> Any:
    bare = [replace(rule, name="", line=1) for rule in (*policy.rules, policy.otherwise)]
    return bare, [replace(entry, line=1) for entry in policy.also]


def _people(policy: Policy) -> Any:
    people = [replace(person, name="") for person in policy.people.values()]
    return people, policy.backstop, policy.roles, policy.hours, policy.rotas, policy.leave, policy.overrides


def _renamed(old: Policy, new: Policy) -> bool:
    """Whether anything has another name than before: of rules only where there are the same ones, one by one."""
    same = _rules(old) == _rules(new)
    rules = same and [rule.name for rule in old.rules] != [rule.name for rule in new.rules]
    both = old.people.keys() & new.people.keys()
    return old.name != new.name or rules or any(old.people[one].name != new.people[one].name for one in both)


_DIFFERS: dict[str, Callable[[Policy, Policy], bool]] = {
    "rules": _apart(_rules),
    "people": _apart(_people),
    "ladders": _apart(lambda policy: {name: replace(one, line=1) for name, one in policy.ladders.items()}),
    "guarantees": _apart(lambda policy: [replace(one, line=1) for one in policy.guarantees]),
    "accepted": _apart(lambda policy: [replace(one, line=1) for one in policy.accepted]),
    "meetings": _apart(lambda policy: [replace(one, line=1) for one in policy.meetings]),
    "space": _apart(lambda policy: policy.space),
    "zone": _apart(lambda policy: policy.zone),
    "names": _renamed,
}
