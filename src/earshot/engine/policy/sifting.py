"""Who of those on duty is the one for a conversation: by skill, by language, by capacity, in this order.

Each sieve falls back: where it would leave nobody, everybody passes it. Nothing is ever left without a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earshot.engine.policy.model import Person, Policy, Rule
from earshot.engine.rota import Cover

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one sieve did. ``by``: skill, language or capacity; ``wanted``: the skill or the language's tag.

    ``out`` did not pass; ``nobody``: none would have been left, so all of ``out`` stayed.
    """

    by: str
    wanted: str
    out: tuple[str, ...]
    nobody: bool


def sift(
    policy: Policy, rule: Rule, language: str, covers: tuple[Cover, ...], load: Mapping[str, float]
) -> tuple[tuple[Cover, ...], tuple[Sifted, ...]]:
    """Those of ``covers`` who come into question, as :func:`sieve` says."""
    kept, told = sieve(policy, rule, language, tuple(cover.person for cover in covers), load)
    return tuple(cover for cover in covers if cover.person in kept), told


def sieve(
    policy: Policy, rule: Rule, language: str, people: tuple[str, ...], load: Mapping[str, float]
) -> tuple[tuple[str, ...], tuple[Sifted, ...]]:
    """Those of ``people`` who come into question, at least one where there is one, and the sieves that mattered."""
    told = []
    for by, wanted in (("skill", rule.skill or ""), ("language", language), ("capacity", "")):
        fits = tuple(each for each in people if _passes(policy.people[each], by, wanted, load))
        if len(fits) == len(people):
            continue
        told.append(Sifted(by, wanted, tuple(each for each in people if each not in fits), nobody=not fits))
        people = fits or people
    return people, tuple(told)


def _passes(person: Person, by: str, wanted: str, load: Mapping[str, float]) -> bool:
    if by == "skill":
        return not wanted or wanted in person.skills
    if by == "language":
        return reads(person, wanted)
    return person.capacity is None or load.get(person.id, 0) < person.capacity


def reads(person: Person, language: str) -> bool:
    """Whether somebody reads a language, by its tag: ``zh`` covers ``zh-Hant``, as in ``lang:zh``.

    Somebody of whom no languages are written reads all; a language that is not known is for everybody.
    """
    asked = _tag(language)
    if not person.languages or asked == UNKNOWN_LANGUAGE:
        return True
    return any(asked == own or asked.startswith(f"{own}-") for own in map(_tag, person.languages))


def _tag(language: str) -> str:
    return language.strip().casefold().replace("_", "-")
