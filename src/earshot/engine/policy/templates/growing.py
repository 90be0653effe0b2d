"""From the size that a house has to the next: the next starting point with the people of the policy in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from earshot.engine.policy.editing import add_entry
from earshot.engine.policy.layout import laid_out
from earshot.engine.policy.loading import load
from earshot.engine.policy.model import Person, Policy
from earshot.engine.policy.templates import template, templates
from earshot.engine.policy.templates.scalars import scalar
from earshot.engine.policy.templates.staffing import Seat, seats, staffed
from earshot.engine.policy.templates.words import MARKETS, SIZES

_OWNER = "zzowner"
"""Stands for the owner until everybody has a seat: no starting point names anybody so."""
_LANGUAGES = ("en", "zh-hant", "zh-hans")

_SEAT = 5
"""How much better somebody with one seat more must know the work than somebody without."""

_COMES_FROM: Mapping[str, tuple[str, ...]] = {
    "team": ("desk", "support", "social"),
    "oncall": ("team", "desk", "pr"),
    "founder": ("desk", "board"),
    "social": ("team", "desk", "hub"),
    "support": ("team", "desk"),
    "accounts": ("founder", "team", "support"),
    "pr": ("oncall", "founder", "team", "crisis"),
    "marketing": ("founder", "team", "social"),
    "board": ("founder", "desk"),
    "legal": ("board", "pr", "founder"),
    "hub": ("social", "marketing", "team"),
    "crisis": ("pr", "oncall"),
    **{f"support-{region}": ("support", "team") for region in ("apac", "emea", "amer")},
    **{f"accounts-{region}": ("accounts", "support", "team") for region in ("apac", "emea", "amer")},
}
"""Role of a larger size -> the roles of smaller ones whose people know that work, the nearest first."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A document to review. ``joined``: people whom no seat was left for -> the role that they were added to;
    ``unseated``: those whom no role fits; ``dropped``: names of rules that it does not have any more."""

    text: str
    joined: Mapping[str, str]
    unseated: tuple[str, ...]
    dropped: tuple[str, ...]


def nearest(policy: Policy) -> str:
    """The name of the starting point that a policy is most like, by its roles; by its people where no role is alike."""
    mine = set(policy.roles)
    likeness = {
        name: (len(mine & theirs) / len(mine | theirs), len(hours & set(policy.hours)))
        for name, (theirs, hours) in _shapes().items()
    }
    best = max(likeness, key=lambda name: likeness[name])
    if likeness[best][0]:
        return best
    number = len(policy.people)
    bounds = {"solo": 1, "startup": 10, "growing": 50, "midsize": 250}
    return f"{next((size for size, most in bounds.items() if number <= most), 'enterprise')}-b2c"


@cache
def _shapes() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Starting point -> the names of its roles and of its hours."""
    loaded = {one.name: load(template(one.name)) for one in templates()}
    return {name: (frozenset(policy.roles), frozenset(policy.hours)) for name, policy in loaded.items()}


def next_size(name: str) -> str | None:
    """The starting point of the next size for the same market; None after the largest."""
    size, _, market = name.partition("-")
    order = list(SIZES)
    following = order[order.index(size) + 1 :]
    return f"{following[0]}-{market}" if following else None


def grown(policy: Policy, name: str, language: str = "en", newcomers: Sequence[str] = ()) -> Grown:
    """The starting point ``name`` with the people, leave, zone and name of ``policy``. ``newcomers``: people of the
    house whom the policy gives no role yet.

    Raises:
        KeyError: no such starting point.
    """
    text = template(name, owner=_OWNER, zone=policy.zone, language=language)
    everybody = [*_working(policy), *(each for each in newcomers if each not in _working(policy))]
    seating = _seating(policy, everybody, seats(text, _OWNER))
    text = staffed(text, {**seating, _OWNER: policy.backstop})
    others = [each for each in everybody if each not in {*seating.values(), policy.backstop}]
    text, joined, unseated = _with_the_others(text, policy, others)
    text = _with_what_is_said_of_people(text, policy)
    text = _named(text, policy)
    for leave in policy.leave:
        parts = {"person": leave.person, "from": leave.first.isoformat(), "to": leave.last.isoformat()}
        text = add_entry(text, "leave", parts)
    kept = {rule.name for rule in load(text).rules}
    own = tuple(rule.name for rule in policy.rules if rule.name not in kept and rule.name not in _names_of_rules())
    return Grown(laid_out(text), joined, unseated, own)


@cache
def _names_of_rules() -> frozenset[str]:
    """Of every starting point in every language: a rule of another name is somebody's own."""
    texts = (template(one.name, language=language) for one in templates() for language in _LANGUAGES)
    return frozenset(rule.name for text in texts for rule in load(text).rules)


def _seating(policy: Policy, everybody: Sequence[str], wanted: Sequence[Seat]) -> dict[str, str]:
    """Made-up person -> who takes that seat: whoever knows its work best and has the fewest seats so far."""
    taken: Counter[str] = Counter({policy.backstop: 1})
    seating = {}
    for seat in wanted:
        best = max(everybody, key=lambda person: _fitness(policy, person, seat) - _SEAT * taken[person])
        seating[seat.name] = best
        taken[best] += 1
    return seating


def _working(policy: Policy) -> dict[str, None]:
    """Everybody who has a role, in the order of the roles; leads first."""
    found: dict[str, None] = {}
    for name, role in policy.roles.items():
        found |= dict.fromkeys([*([role.lead] if role.lead else []), *policy.staff(name)])
    return found or {policy.backstop: None}


def _fitness(policy: Policy, person: str, seat: Seat) -> int:
    return max(
        [
            *(_knows(policy, person, role, 8, 5) for role in seat.leads),
            *(_knows(policy, person, role, 6, 6) for role in seat.works),
            0,
        ]
    )


def _knows(policy: Policy, person: str, role: str, leading: int, working: int) -> int:
    """How well somebody knows the work of a role: as its lead, as one of it, or from a role that it comes from."""
    for less, each in enumerate((role, *_COMES_FROM.get(role, ()))):
        held = policy.roles.get(each)
        if held is not None and held.lead == person:
            return max(1, leading - less)
        if held is not None and person in policy.staff(each):
            return max(1, working - less)
    return 0


def _with_the_others(text: str, policy: Policy, others: Sequence[str]) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Those without a seat become members of the role that is nearest to what they do."""
    joined: dict[str, str] = {}
    unseated = []
    for person in others:
        role = _role_for(policy, person, text)
        if role is None:
            unseated.append(person)
            continue
        joined[person] = role
        text = _members(role).sub(lambda found, person=person: f"{found[1]}, {scalar(person)}]", text, count=1)  # type: ignore[misc]
    return text, joined, tuple(unseated)


def _members(role: str) -> re.Pattern[str]:
    return re.compile(rf"^(  {re.escape(role)}: +\{{.*members: \[[^\]]*)\]", re.MULTILINE)


def _role_for(policy: Policy, person: str, text: str) -> str | None:
    there = [role for role in load(text).roles if _members(role).search(text) and role not in ("board", "founder")]
    known = {role: _knows(policy, person, role, 8, 8) for role in there}
    best = max(there, key=lambda role: known[role], default=None)
    return best if best is not None and known[best] else None


def _with_what_is_said_of_people(text: str, policy: Policy) -> str:
    """Names, zones, deputies and what is said of their work as the policy in force has them; the starting point's
    deputies where it has none."""
    new = load(text)
    named = {*new.people, *policy.people}
    everybody = [*policy.people.values(), *new.people.values()]
    block = "".join(dict.fromkeys(_said(each, policy, new, named) for each in everybody))
    body = re.sub(r"^people:\n(?:  .*\n)+", "", text, flags=re.MULTILINE)
    if not block:
        return body
    return re.sub(r"^roles:", lambda found: f"people:\n{block}{found[0]}", body, count=1, flags=re.MULTILINE)


def _said(person: Person, policy: Policy, new: Policy, named: set[str]) -> str:
    old, template_has = policy.people.get(person.id), new.people.get(person.id)
    deputy = (old.deputy if old else None) or (template_has.deputy if template_has else None)
    parts = {
        "name": old.name if old else "",
        "deputy": deputy if deputy in named and deputy != person.id else None,
        "zone": old.zone if old else None,
    }
    told = ", ".join([*(f"{key}: {scalar(value)}" for key, value in parts.items() if value), *_work(old)])
    return f"  {scalar(person.id)}: {{{told}}}\n" if told or person.id not in new.people else ""


def _work(person: Person | None) -> Iterator[str]:
    """What the policy in force says of somebody's share of the work."""
    if person is None:
        return
    if person.weight != 1:
        yield f"weight: {person.weight:g}"
    for key, words in (("languages", person.languages), ("skills", person.skills)):
        if words:
            yield f"{key}: [{', '.join(map(scalar, words))}]"
    if person.capacity is not None:
        yield f"capacity: {person.capacity}"


def _named(text: str, policy: Policy) -> str:
    """Its own name, unless that is a starting point's."""
    if not policy.name or policy.name in _titles():
        return text
    return re.sub(r"^policy: .*$", lambda _: f"policy: {scalar(policy.name)}", text, count=1, flags=re.MULTILINE)


@cache
def _titles() -> frozenset[str]:
    return frozenset(
        load(template(f"{size}-{market}", language=language)).name
        for size in SIZES
        for market in MARKETS
        for language in _LANGUAGES
    )
