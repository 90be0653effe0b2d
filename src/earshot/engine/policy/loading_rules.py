"""Rules, additions, what is otherwise, accepted findings and the declared space of a document."""

from __future__ import annotations

from functools import partial

from earshot.engine.policy import forms
from earshot.engine.policy.conditions import Condition, read_condition
from earshot.engine.policy.model import (
    HANDLINGS,
    OTHERWISE,
    Accepted,
    Addition,
    Clocked,
    Rule,
    Space,
)
from earshot.engine.policy.names import Names
from earshot.engine.policy.nodes import Scalar, Table
from earshot.engine.policy.problems import quoted
from earshot.engine.policy.sections import Report, Section, words_of
from earshot.engine.properties import PROPERTIES
from earshot.engine.query.errors import QueryError
from earshot.kernel.texts import say

_OUTCOME = (
    "handling",
    "accountable",
    "responsible",
    "consulted",
    "informed",
    "answer within",
    "approve by",
    "ladder",
    "skill",
)


def condition(word: Scalar | None, report: Report) -> Condition | None:
    """The query of a ``when``; an error points into the line that holds it."""
    if word is None:
        return None
    try:
        return read_condition(word.text, report.zone)
    except QueryError as error:
        report.add(word.place_of(error.start), error.message, error.mend)
        return None


def rules(root: Section, names: Names) -> tuple[Rule, ...]:
    """All rules in their order."""
    found: list[Rule] = []
    for node in root.items("rules"):
        what = say("The rule %(name)s", name=quoted(_name_in(node))) if _name_in(node) else say("A rule")
        section = Section(node, what, ("name", "when", *_OUTCOME), root.report, node.place)
        name = section.text("name", required=say("Write name: what the rule is about."))
        if name == OTHERWISE or name in (rule.name for rule in found):
            message = (
                say("A rule can not be called %(name)s.", name=OTHERWISE)
                if name == OTHERWISE
                else say("Two rules are called %(name)s.", name=quoted(name))
            )
            root.report.add(section.place_of("name"), message, say("Give this one another name."))
        when = condition(
            section.scalar("when", required=say("Write when: CONDITION, such as intent:complaint.")), root.report
        )
        found.append(_outcome(section, name, when, names))
    return tuple(found)


def _name_in(node: object) -> str:
    value = node.get("name") if isinstance(node, Table) else None
    return value.text if isinstance(value, Scalar) else ""


def otherwise(root: Section, names: Names) -> Rule:
    """What holds where no rule matches."""
    if root.node(OTHERWISE) is None:
        mend = say("Write otherwise: {accountable: ROLE}.")
        root.report.add(root.place_of(OTHERWISE), say("The policy does not say who has what no rule names."), mend)
        return Rule(OTHERWISE, None, "", "")
    section = Section(root.node(OTHERWISE), say("The entry otherwise"), _OUTCOME, root.report, root.place_of(OTHERWISE))
    return _outcome(section, OTHERWISE, None, names)


def _outcome(section: Section, name: str, when: Condition | None, names: Names) -> Rule:
    """What a rule, or otherwise, decides."""
    accountable = section.reference(
        "accountable", names.roles, "role", required=say("Write accountable: ROLE; exactly one.")
    )
    responsible = section.reference("responsible", names.roles, "role")
    return Rule(
        name=name,
        when=when,
        accountable=accountable or "",
        responsible=responsible or accountable or "",
        handling=section.reference("handling", HANDLINGS, "handling") or "answer",
        consulted=section.references("consulted", names.roles, "role"),
        informed=section.references("informed", names.roles, "role"),
        within=_within(section, names),
        approve_by=_approve_by(section, names),
        ladder=section.reference("ladder", names.ladders, "ladder"),
        line=section.place.line,
        skill=section.reference("skill", names.skills, "skill"),
    )


def _within(section: Section, names: Names) -> tuple[Clocked, ...]:
    """A bare duration, or several clocks by the name of their hours."""
    node = section.node("answer within")
    if node is None:
        return ()
    if not isinstance(node, Table):
        minutes = section.read("answer within", partial(forms.duration, days=True))
        return (Clocked("always", minutes),) if minutes else ()
    clocks = []
    for entry in section.entries("answer within"):
        known = section.report.known(entry.key, names.hours, "hours")
        if not isinstance(entry.value, Scalar):
            section.report.add(
                entry.value.place, say("This must be a duration."), say("Write minutes or hours, such as 30m or 4h.")
            )
            continue
        minutes = section.report.form(entry.value, partial(forms.duration, days=False))
        if known and minutes:
            clocks.append(Clocked(entry.key.text, minutes))
    return tuple(clocks)


def _approve_by(section: Section, names: Names) -> tuple[str, ...]:
    words = words_of(section.node("approve by"), quoted("approve by"), section.report)
    return tuple(dict.fromkeys(word.text for word in words if names.role_or_lead(word, section.report)))


def also(root: Section, names: Names) -> tuple[Addition, ...]:
    """All additions."""
    found = []
    for node in root.items("also"):
        section = Section(node, say("An entry of also"), ("when", "consulted", "informed"), root.report, node.place)
        when = condition(section.scalar("when", required=say("Write when: CONDITION.")), root.report)
        consulted = section.references("consulted", names.roles, "role")
        informed = section.references("informed", names.roles, "role")
        if section.node("consulted") is None and section.node("informed") is None:
            root.report.add(section.place, say("This entry of also adds nobody."), say("Write informed: [role]."))
        if when:
            found.append(Addition(when, consulted, informed, section.place.line))
    return tuple(found)


def accepted(root: Section, names: Names) -> tuple[Accepted, ...]:
    """All accepted findings."""
    keys = ("finding", "subject", "by", "because", "when", "undecided")
    found = []
    for node in root.items("accepted"):
        section = Section(node, say("An accepted finding"), keys, root.report, node.place)
        finding = section.reference("finding", PROPERTIES, "finding", required=say("Write finding: the property."))
        by = section.reference("by", names.people, "person", required=say("Write by: the person who takes it on."))
        because = section.text("because", required=say("Write because: the reason."))
        when = condition(section.scalar("when"), root.report)
        subject = section.text("subject") or None
        undecided = section.read("undecided", _yes) is not None
        found.append(Accepted(finding or "", by or "", because, subject, when, section.place.line, undecided))
    return tuple(found)


def _yes(text: str) -> bool:
    if text != "yes":
        raise forms.Wrong(say("undecided can only be yes."), say("Write undecided: yes, or leave it out."))
    return True


def space(root: Section) -> Space:
    """The values declared besides those of the conditions."""
    values = {key: tuple(w.text for w in words_of(root.node(key), quoted(key), root.report)) for key in SPACE_KEYS}
    return Space(**values)


SPACE_KEYS = ("languages", "networks", "channels", "brands", "markets")
