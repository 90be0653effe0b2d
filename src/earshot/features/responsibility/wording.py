"""Rules as a form, in words: what stands in the form is written into the text, and the text is what counts.

The form of a rule is open inside the form of the text. With every step that is taken there (checking, trying, putting
in force) its fields are written into the text first, so that the two never say different things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from earshot.engine.policy import Policy, PolicyInvalid, Rule
from earshot.engine.policy.editing_rules import Value, add_rule, change_rule, move_rule, remove_rule
from earshot.engine.policy.model import OTHERWISE
from earshot.engine.policy.names import LEAD
from earshot.features.responsibility.policies import read
from earshot.web.texts import translated

NEW = "new"
STEPS = frozenset(("edit", "apply", "close", "up", "down", "drop"))
"""What only changes the text or the form; nothing comes into force by it."""
_LISTS = ("consulted", "informed", "approve by")
_WORDS = ("handling", "accountable", "responsible", "ladder")
_UNITS = ((24 * 60, "d"), (60, "h"), (1, "m"))


@dataclass(slots=True)
class Wording:
    """A rule as it stands in the form. ``at``: its number from 0, ``new`` or ``otherwise``; ``was``: the name by which
    the text knows it."""

    at: str
    was: str
    name: str = ""
    when: str = ""
    handling: str = "answer"
    accountable: str = ""
    responsible: str = ""
    consulted: Sequence[str] = ()
    informed: Sequence[str] = ()
    approve_by: Sequence[str] = ()
    ladder: str = ""
    skill: str | None = ""
    """None where the form did not ask for it: what the text says stays."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Hours -> duration as the document writes it."""
    wrong: list[str] = field(default_factory=list)
    """Why it could not be written into the text."""

    @property
    def has_name(self) -> bool:
        """``otherwise`` has neither a name nor a condition."""
        return self.at != OTHERWISE


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a text: it, and the rule that is open in the form, if any."""

    text: str
    rule: Wording | None = None


def opened(policy: Policy, at: str) -> Wording | None:
    """A rule of a policy as a form; an empty one for ``new``; None where there is none."""
    if at == NEW:
        return Wording(NEW, "", accountable=policy.otherwise.accountable)
    rule = _rule(policy, at)
    if rule is None:
        return None
    return Wording(
        at=at,
        was=rule.name,
        name=rule.name,
        when=rule.when.text if rule.when else "",
        handling=rule.handling,
        accountable=rule.accountable,
        responsible="" if rule.responsible == rule.accountable else rule.responsible,
        consulted=rule.consulted,
        informed=rule.informed,
        approve_by=rule.approve_by,
        ladder=rule.ladder or "",
        skill=rule.skill or "",
        within={clock.hours: duration(clock.minutes, clock.hours) for clock in rule.within},
    )


def _rule(policy: Policy, at: str) -> Rule | None:
    if at == OTHERWISE:
        return policy.otherwise
    number = int(at) if at.isdecimal() and len(at) < 6 else len(policy.rules)
    return policy.rules[number] if number < len(policy.rules) else None


def duration(minutes: int, hours: str) -> str:
    """Minutes as the document writes them, in its largest unit; days only of the clock that always runs."""
    length, unit = next(
        (length, unit) for length, unit in _UNITS if not minutes % length and (unit != "d" or hours == "always")
    )
    return f"{minutes // length}{unit}"


def given_rule(given: QueryDict) -> Wording | None:
    """The rule that is open in a form that was sent; None where none is."""
    at = given.get("rule-at", "")
    if not at:
        return None
    clocks = {key.removeprefix("rule-within-"): given.get(key, "").strip() for key in given if "rule-within-" in key}
    return Wording(
        at=at,
        was=given.get("rule-was", ""),
        name=given.get("rule-name", "").strip(),
        when=" ".join(given.get("rule-when", "").split()),
        handling=given.get("rule-handling", "answer"),
        accountable=given.get("rule-accountable", ""),
        responsible=given.get("rule-responsible", ""),
        consulted=given.getlist("rule-consulted"),
        informed=given.getlist("rule-informed"),
        approve_by=given.getlist("rule-approve"),
        ladder=given.get("rule-ladder", ""),
        skill=given.get("rule-skill"),
        within={hours: length for hours, length in clocks.items() if length},
    )


def stepped(text: str, given: QueryDict) -> Step:
    """Write the open rule into a text that can be read, and take the step that was asked for. Where it cannot be
    written the text stays as it is, and the rule says why."""
    try:
        policy = read(text)
    except PolicyInvalid:
        return Step(text)
    rule = given_rule(given)
    if rule is not None and "close" not in given:
        text, rule = _written(text, policy, rule)
        if rule.wrong:
            return Step(text, rule)
    if "close" in given:
        rule = None
    if "edit" in given:
        return Step(text, opened(read(text), given.get("edit", "")))
    return _moved(text, rule, given)


def _moved(text: str, rule: Wording | None, given: QueryDict) -> Step:
    """The rule that is open moved up or down, or taken out."""
    if rule is None or not rule.at.isdecimal():
        return Step(text, rule)
    number = int(rule.at)
    try:
        if "drop" in given:
            return Step(remove_rule(text, number))
        by = ("down" in given) - ("up" in given)
        moved = move_rule(text, number, by) if by else text
    except (IndexError, PolicyInvalid):
        return Step(text, rule)
    rule.at = str(number + by)
    return Step(moved, rule)


def _written(text: str, policy: Policy, rule: Wording) -> tuple[str, Wording]:
    """The text with what the form says, and the form as it is then."""
    place = _place(policy, rule)
    if place is None:
        rule.wrong = [_("The text has no rule “%(name)s” any more.") % {"name": rule.was}]
        return text, rule
    values = _values(rule, policy, place)
    try:
        changed = add_rule(text, values) if place == NEW else _changed(text, place, values)
    except PolicyInvalid as error:
        rule.wrong = [f"{translated(each.message)} {translated(each.mend)}".strip() for each in error.problems]
        return text, rule
    at = str(len(policy.rules)) if place == NEW else place
    return changed, opened(read(changed), at) or rule


def _changed(text: str, place: str, values: Mapping[str, Value]) -> str:
    return change_rule(text, None if place == OTHERWISE else int(place), values)


def _place(policy: Policy, rule: Wording) -> str | None:
    """Where the rule stands now: somebody may have changed the text meanwhile."""
    if rule.at in (NEW, OTHERWISE):
        return rule.at
    known = _rule(policy, rule.at)
    if known is not None and known.name == rule.was:
        return rule.at
    names = [each.name for each in policy.rules]
    return str(names.index(rule.was)) if rule.was in names else None


def _values(rule: Wording, policy: Policy, place: str) -> dict[str, Value]:
    """What the form says, key by key; what is as the document means it without a word is left unwritten."""
    before = opened(policy, place) if place != NEW else None
    values: dict[str, Value] = {key: getattr(rule, key) for key in _WORDS}
    values |= {key: list(getattr(rule, key.replace(" ", "_"))) for key in _LISTS}
    values["answer within"] = rule.within["always"] if list(rule.within) == ["always"] else rule.within
    if rule.handling == "answer" and (before is None or before.handling == "answer"):
        del values["handling"]
    if rule.skill is not None:
        values["skill"] = rule.skill
    if rule.has_name:
        values |= {"name": rule.name, "when": rule.when}
    if before is not None and before.within == rule.within:
        del values["answer within"]
    if before is not None and before.responsible == rule.responsible:
        del values["responsible"]
    return values


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the form of a rule."""

    roles: Sequence[str]
    approvers: Sequence[str]
    hours: Sequence[str]
    ladders: Sequence[str]
    skills: Sequence[str]
    rules: Sequence[Rule]


def choices(text: str) -> Choices | None:
    """Of a text; None where it cannot be read."""
    try:
        policy = read(text)
    except PolicyInvalid:
        return None
    roles = tuple(policy.roles)
    leads = tuple(f"{name}{LEAD}" for name, role in policy.roles.items() if role.lead)
    hours = ("always", *(name for name in policy.hours if name != "always"))
    skills = dict.fromkeys(skill for person in policy.people.values() for skill in person.skills)
    return Choices(roles, (*roles, *leads), hours, tuple(policy.ladders), tuple(skills), policy.rules)
