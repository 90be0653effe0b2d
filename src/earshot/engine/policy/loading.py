"""From the text of a document to a ``Policy``, or to every error in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earshot.engine.policy.dutybook import DutyBook
from earshot.engine.policy.guarantees import guarantees
from earshot.engine.policy.loading_people import ladders, people, roles
from earshot.engine.policy.loading_rules import SPACE_KEYS, accepted, also, otherwise, rules, space
from earshot.engine.policy.loading_time import hours, leave, meetings, overrides, rotas, zone
from earshot.engine.policy.model import Leave, Person, Policy, Role, RoleOverride, Rule
from earshot.engine.policy.names import Names, gather
from earshot.engine.policy.nodes import Node, Place, Table
from earshot.engine.policy.problems import PolicyInvalid, Problem
from earshot.engine.policy.reading import read
from earshot.engine.policy.sections import Report, Section, is_nothing
from earshot.engine.rota import Duty, Hours, Override, Rota, Span, day_number, leave_spans, merged, minute_of
from earshot.kernel.texts import say

_KEYS = (
    "policy",
    "zone",
    "backstop",
    "people",
    "roles",
    "hours",
    "rotas",
    "ladders",
    "rules",
    "also",
    "otherwise",
    "leave",
    "overrides",
    "meetings",
    "accepted",
    "guarantees",
    *SPACE_KEYS,
)


def load(text: str) -> Policy:
    """Read a policy document.

    Raises:
        PolicyInvalid: with every problem of the document, in order of place.
    """
    root, problems = read(text)
    report = Report()
    if root is None and problems:
        raise PolicyInvalid(problems)
    policy = _policy(root, report)
    # What YAML already complained about is not complained about again at the same place.
    places = {(problem.line, problem.column) for problem in problems}
    problems += [problem for problem in report.problems if (problem.line, problem.column) not in places]
    if problems or policy is None:
        raise PolicyInvalid(problems)
    return policy


def problems_of(text: str) -> tuple[Problem, ...]:
    """Every problem of a document; none where it loads."""
    try:
        load(text)
    except PolicyInvalid as invalid:
        return invalid.problems
    return ()


def _policy(node: Node | None, report: Report) -> Policy | None:
    if not isinstance(node, Table):
        what = say("The document is empty.") if is_nothing(node) else say("The document must have keys.")
        report.add(
            node.place if node else Place(1, 1), what, say("Begin with: policy: NAME. See earshot policy template.")
        )
        return None
    root = Section(node, say("The policy"), _KEYS, report, node.place)
    names = gather(node)
    default_zone = report.zone = zone(root, "UTC")
    all_hours = hours(root, default_zone)
    all_rotas = rotas(root, names, all_hours, default_zone)
    all_people, all_roles = people(root, names), roles(root, names, all_rotas)
    rest = otherwise(root, names)
    away, replaced = leave(root, names), overrides(root, names, default_zone)
    absent = _absences(default_zone, all_people, away)
    return Policy(
        name=root.text("policy"),
        zone=default_zone,
        backstop=_backstop(root, names, all_roles, rest),
        people=all_people,
        roles=all_roles,
        hours=all_hours,
        rotas=all_rotas,
        ladders=ladders(root, names),
        rules=rules(root, names),
        also=also(root, names),
        otherwise=rest,
        leave=away,
        overrides=replaced,
        meetings=meetings(root, names, default_zone),
        accepted=accepted(root, names),
        guarantees=guarantees(root, names),
        space=space(root),
        book=DutyBook(_duties(all_people, all_roles, all_hours, all_rotas, absent, replaced), absent),
    )


def _backstop(root: Section, names: Names, known: Mapping[str, Role], rest: Rule) -> str:
    """Who has it when nobody is on duty: named, else the lead of the role that otherwise is accountable."""
    if root.node("backstop") is not None:
        return root.reference("backstop", names.people, "person") or ""
    lead = known[rest.accountable].lead if rest.accountable in known else None
    if lead is None and rest.accountable:
        message = say("Nobody has it when nobody is on duty: the role %(role)s has no lead.", role=rest.accountable)
        root.report.add(root.place_of("otherwise"), message, say("Write backstop: PERSON, or give the role a lead."))
    return lead or ""


def _duties(
    all_people: Mapping[str, Person],
    all_roles: Mapping[str, Role],
    all_hours: Mapping[str, Hours],
    all_rotas: Mapping[str, Rota],
    absent: Mapping[str, Sequence[Span]],
    replaced: tuple[RoleOverride, ...],
) -> dict[str, Duty]:
    deputies = {person.id: person.deputy for person in all_people.values() if person.deputy}
    return {
        role.name: Duty(
            hours=all_hours.get(role.hours, all_hours["always"]),
            members=role.members,
            rota=all_rotas.get(role.rota or ""),
            deputies=deputies,
            away=absent,
            overrides=tuple(
                Override(entry.person, minute_of(entry.start), minute_of(entry.end))
                for entry in replaced
                if entry.role == role.name
            ),
        )
        for role in all_roles.values()
    }


def _absences(default_zone: str, all_people: Mapping[str, Person], away: tuple[Leave, ...]) -> dict[str, list[Span]]:
    absent: dict[str, list[Span]] = {}
    for entry in away:
        where = all_people[entry.person].zone or default_zone
        absent.setdefault(entry.person, []).extend(leave_spans(where, day_number(entry.first), day_number(entry.last)))
    return {person: merged(spans) for person, spans in absent.items()}
