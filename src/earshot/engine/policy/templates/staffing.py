"""Who takes the seats of a starting point: its made-up people replaced by real ones, who may double up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from earshot.engine.policy.loading import load
from earshot.engine.policy.templates.scalars import scalar

_ONE = re.compile(r"\b(?P<key>backstop|lead|to|by|person|deputy): (?P<name>[a-z]+)\b(?![.-])")
_SEVERAL = re.compile(r"\b(?P<key>members|people): \[(?P<names>[^\]]*)\]")
_REPRESENTATIVES = re.compile(r"\brepresentatives: \{[^}]*\}")
_NAMES = re.compile(r"\[([^\]]*)\]")
_PERSON = re.compile(r"^  (?P<name>[a-z]+): \{(?P<more>[^}]*)\}$")


@dataclass(frozen=True, slots=True)
class Seat:
    """A made-up person of a starting point: ``leads`` and ``works`` name roles."""

    name: str
    leads: tuple[str, ...]
    works: tuple[str, ...]


def seats(text: str, owner: str) -> tuple[Seat, ...]:
    """The seats of a document beside ``owner``'s, in the order of its roles: whoever leads comes before who works."""
    policy = load(text)
    leads: dict[str, list[str]] = {}
    works: dict[str, list[str]] = {}
    for name, role in policy.roles.items():
        if role.lead:
            leads.setdefault(role.lead, []).append(name)
        for person in policy.staff(name):
            works.setdefault(person, []).append(name)
    names = dict.fromkeys([*leads, *works])
    return tuple(Seat(name, tuple(leads.get(name, ())), tuple(works.get(name, ()))) for name in names if name != owner)


SPARE = ("kim", "sam", "noa")
"""Made-up names that no document uses."""


def made_room(text: str, owner: str) -> str:
    """The document, whose made-up person of the owner's name has another: two people are not to become one.

    ``text`` can be loaded, and says somebody else in the owner's place.
    """
    name = owner.casefold()
    if re.search(rf"\b{re.escape(name)}\b", text) is None:
        return text
    taken = {seat.name for seat in seats(text, "")}
    spare = next(each for each in SPARE if each not in taken and each != name)
    return staffed(text, {name: spare}) if name in taken else text


def staffed(text: str, people: Mapping[str, str]) -> str:
    """The document with ``people`` (made-up name -> handle) in its seats.

    Somebody may take several: then nobody is their own deputy, and each stands once in every list. Only for documents
    of this package: it goes by their layout.
    """
    people = {name: scalar(handle) for name, handle in people.items()}
    lines = []
    block = ""
    kept: set[str] = set()
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            block = line.partition(":")[0]
        if block == "people" and (match := _PERSON.match(line)):
            own = _own_line(match, people, kept)
            lines.extend([own] if own else [])
        else:
            lines.append(_renamed(line, people))
    return "\n".join(_without_empty(lines)) + "\n"


def _own_line(match: re.Match[str], people: Mapping[str, str], kept: set[str]) -> str:
    """What the document says of one person; "" where nothing is left, or another line speaks of them already."""
    handle = people.get(match["name"], match["name"])
    parts = []
    for part in match["more"].split(", "):
        key, _, value = part.partition(": ")
        value = people.get(value, value) if key == "deputy" else value
        if (key, value) != ("deputy", handle):
            parts.append(f"{key}: {value}")
    if not parts or handle in kept:
        return ""
    kept.add(handle)
    return f"  {handle}: {{{', '.join(parts)}}}"


def _renamed(line: str, people: Mapping[str, str]) -> str:
    def several(match: re.Match[str]) -> str:
        return f"{match['key']}: [{_joined(match['names'], people)}]"

    def one(match: re.Match[str]) -> str:
        return f"{match['key']}: {people.get(match['name'], match['name'])}"

    def representatives(match: re.Match[str]) -> str:
        return _NAMES.sub(lambda names: f"[{_joined(names[1], people)}]", match[0])

    return _REPRESENTATIVES.sub(representatives, _ONE.sub(one, _SEVERAL.sub(several, line)))


def _joined(names: str, people: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(people.get(name.strip(), name.strip()) for name in names.split(",")))


def _without_empty(lines: list[str]) -> list[str]:
    """Without ``people:`` where nothing is said of anybody."""
    return [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if not (line == "people:" and not following.startswith(" "))
    ]
