"""People, roles and ladders of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from earshot.engine.policy import forms
from earshot.engine.policy.loading_time import zone
from earshot.engine.policy.model import Ladder, Person, Role, Step
from earshot.engine.policy.names import LEAD, Names
from earshot.engine.policy.nodes import Entry, Listing
from earshot.engine.policy.problems import quoted
from earshot.engine.policy.sections import Report, Section, words_of
from earshot.engine.rota import Rota
from earshot.kernel.texts import say

_CAPACITY = re.compile(r"\d{1,5}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_WEIGHT = re.compile(r"\d{1,3}(\.\d{1,3})?", re.ASCII)


def people(root: Section, names: Names) -> dict[str, Person]:
    """Everybody whom the document names, whether or not it says more about them."""
    written = {entry.key.text: _person(entry, names, root.report) for entry in root.entries("people")}
    return {name: written.get(name) or Person(name) for name in sorted(names.people)}


def _person(entry: Entry, names: Names, report: Report) -> Person:
    name = entry.key.text
    keys = ("name", "deputy", "zone", "weight", "languages", "skills", "capacity")
    section = Section(entry.value, say("The person %(name)s", name=quoted(name)), keys, report, entry.key.place)
    deputy = section.reference("deputy", names.people, "person")
    if deputy == name:
        report.add(
            section.place_of("deputy"),
            say("%(name)s can not be their own deputy.", name=quoted(name)),
            say("Name somebody else."),
        )
    own_zone = zone(section, "") or None
    tags = [
        section.report.form(word, _language)
        for word in words_of(section.node("languages"), quoted("languages"), report)
    ]
    skills = [word.text for word in words_of(section.node("skills"), quoted("skills"), report)]
    return Person(
        id=name,
        name=section.text("name"),
        deputy=deputy,
        zone=own_zone,
        weight=section.read("weight", _weight) or 1.0,
        languages=tuple(dict.fromkeys(tag for tag in tags if tag)),
        skills=tuple(dict.fromkeys(skills)),
        capacity=section.read("capacity", _capacity),
    )


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise forms.Wrong(
            say("%(name)s is not the tag of a language.", name=quoted(text)),
            say("Write tags such as en, ja or zh-Hant; zh covers both scripts."),
        )
    return text


def _capacity(text: str) -> int:
    if not _CAPACITY.fullmatch(text) or not int(text):
        raise forms.Wrong(
            say("%(name)s is not a number of conversations.", name=quoted(text)),
            say("Write a whole number above 0; without capacity there is no limit."),
        )
    return int(text)


def _weight(text: str) -> float:
    if not _WEIGHT.fullmatch(text) or not float(text):
        raise forms.Wrong(
            say("%(name)s is not a share of work.", name=quoted(text)), say("Write a number above 0; everybody has 1.")
        )
    return float(text)


def roles(root: Section, names: Names, rotas: Mapping[str, Rota]) -> dict[str, Role]:
    """All roles."""
    if not root.entries("roles"):
        root.report.add(
            root.place_of("roles"), say("The policy has no roles."), say("Write roles: with lead, members and hours.")
        )
    return {entry.key.text: _role(entry, names, rotas, root.report) for entry in root.entries("roles")}


def _role(entry: Entry, names: Names, rotas: Mapping[str, Rota], report: Report) -> Role:
    name = entry.key.text
    keys = ("lead", "members", "hours", "rota")
    section = Section(entry.value, say("The role %(name)s", name=quoted(name)), keys, report, entry.key.place)
    if name.endswith(LEAD):
        report.add(
            entry.key.place,
            say("The name of a role can not end with %(suffix)s.", suffix=LEAD),
            say("Give the role another name."),
        )
    hours = section.reference("hours", names.hours, "hours")
    rota = section.reference("rota", names.rotas, "rota")
    _hours_or_rota(section)
    members = section.references("members", names.people, "person")
    if rota is not None and rota in rotas:
        hours = rotas[rota].hours.name
    return Role(name, hours or "always", members, section.text("lead") or None, rota, entry.key.place.line)


def _hours_or_rota(section: Section) -> None:
    """Every role has hours or a rota; nothing is assumed."""
    hours, rota = section.node("hours"), section.node("rota")
    if hours is None and rota is None:
        mend = say("Write hours: always, the name of hours, or rota: NAME.")
        section.report.add(section.place, say("%(what)s has neither hours nor a rota.", what=section.what), mend)
    elif hours is not None and rota is not None:
        message = say("%(what)s has hours and a rota, and a rota has hours of its own.", what=section.what)
        section.report.add(section.place_of("hours"), message, say("Remove one of them."))


def ladders(root: Section, names: Names) -> dict[str, Ladder]:
    """All ladders. Whether they end with a person is for the proofs."""
    return {entry.key.text: _ladder(entry, names, root.report) for entry in root.entries("ladders")}


def _ladder(entry: Entry, names: Names, report: Report) -> Ladder:
    name, value = entry.key.text, entry.value
    nodes = value.items if isinstance(value, Listing) else ()
    if not nodes:
        mend = say("Write steps such as - {after: 10m, to: pr.lead}.")
        report.add(entry.key.place, say("The ladder %(name)s has no steps.", name=quoted(name)), mend)
    steps: list[Step] = []
    continues: str | None = None
    for node in nodes:
        if continues is not None:
            report.add(
                node.place, say("Nothing can come after continue."), say("Move the step before it, or remove it.")
            )
            break
        section = Section(
            node,
            say("A step of the ladder %(name)s", name=quoted(name)),
            ("after", "to", "continue"),
            report,
            node.place,
        )
        continues = _continue(section, names)
        if continues is None:
            _add_step(section, steps, names)
    return Ladder(name, tuple(steps), continues, entry.key.place.line)


def _continue(section: Section, names: Names) -> str | None:
    if section.node("continue") is None:
        return None
    for key in ("after", "to"):
        if section.node(key) is not None:
            message = say("A step that continues with another ladder has no %(name)s.", name=quoted(key))
            section.report.add(section.place_of(key), message, say("Write it as a step of its own before this one."))
    return section.reference("continue", names.ladders, "ladder") or ""


def _add_step(section: Section, steps: list[Step], names: Names) -> None:
    after = section.read("after", partial(forms.duration, days=True), required=say("Write after: 10m."))
    to = section.scalar("to", required=say("Write to: a role, ROLE.lead or a person."))
    known = to is not None and names.step(to, section.report)
    if after is not None and steps and after <= steps[-1].after:
        message = say(
            "This step comes no later than the one before it, after %(minutes)s minutes.", minutes=steps[-1].after
        )
        section.report.add(section.place_of("after"), message, say("Write a longer time; all count from the decision."))
    if after is not None and to is not None and known:
        steps.append(Step(after, to.text))
