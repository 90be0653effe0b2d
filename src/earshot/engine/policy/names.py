"""The names that a document gives to things, gathered before anything refers to them."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.engine.policy.nodes import Listing, Node, Scalar, Table
from earshot.engine.policy.problems import NOTHING, closest, listed, quoted
from earshot.engine.policy.sections import Report, is_nothing
from earshot.kernel.texts import say

LEAD = ".lead"


@dataclass(frozen=True, slots=True)
class Names:
    """Everything one may refer to. ``leads``: ``ROLE.lead`` of the roles that have a lead."""

    people: frozenset[str]
    roles: frozenset[str]
    leads: frozenset[str]
    hours: frozenset[str]
    rotas: frozenset[str]
    ladders: frozenset[str]
    skills: frozenset[str]

    def role_or_lead(self, word: Scalar, report: Report) -> bool:
        """Whether ``word`` is a role or ``ROLE.lead``; reports where it is not."""
        return word.text in self.leads or self._no_lead(word, report) or report.known(word, self.roles, "role")

    def step(self, word: Scalar, report: Report) -> bool:
        """Whether ``word`` is a role, ``ROLE.lead`` or a person; reports where it is not, or is two of them."""
        if word.text in self.roles and word.text in self.people:
            message = say("%(name)s is a role and a person.", name=quoted(word.text))
            report.add(word.place, message, say("Give one of them another name."))
            return False
        if word.text in self.people | self.leads or self._no_lead(word, report):
            return True
        return report.known(word, self.roles | self.people, "role or person")

    def _no_lead(self, word: Scalar, report: Report) -> bool:
        """Whether ``word`` was reported as the lead of a role that has none."""
        role = word.text.removesuffix(LEAD)
        if role == word.text:
            return False
        if role in self.roles:
            report.add(
                word.place,
                say("The role %(name)s has no lead.", name=quoted(role)),
                say("Write lead: PERSON in the role %(role)s.", role=role),
            )
        else:
            mend = closest(
                role, self.roles, say("Known: %(words)s.", words=listed(sorted(self.roles))) if self.roles else NOTHING
            )
            report.add(word.place, say("There is no role %(name)s.", name=quoted(role)), mend)
        return True


def gather(root: Table) -> Names:
    """The names of a document, whether or not what they name is well written."""
    roles = dict(_entries(root.get("roles")))
    rotas = dict(_entries(root.get("rotas")))
    persons = dict(_entries(root.get("people")))
    people = set(persons)
    for role in roles.values():
        people |= _words(role, "lead") | _words(role, "members")
    for rota in rotas.values():
        people |= _words(rota, "people")
    return Names(
        people=frozenset(people),
        roles=frozenset(roles),
        leads=frozenset(f"{name}{LEAD}" for name, role in roles.items() if _words(role, "lead")),
        hours=frozenset({"always", *(name for name, _ in _entries(root.get("hours")))}),
        rotas=frozenset(rotas),
        ladders=frozenset(name for name, _ in _entries(root.get("ladders"))),
        skills=frozenset(skill for person in persons.values() for skill in _words(person, "skills")),
    )


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return [(entry.key.text, entry.value) for entry in node.entries] if isinstance(node, Table) else []


def _words(node: Node, key: str) -> set[str]:
    value = node.get(key) if isinstance(node, Table) else None
    items = value.items if isinstance(value, Listing) else (value,)
    return {item.text for item in items if isinstance(item, Scalar) and not is_nothing(item)}
