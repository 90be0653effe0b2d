"""The small grammar of guarantees: ``NAME: when CONDITION then CLAIM [and CLAIM ...]``."""

from __future__ import annotations

import re

from earshot.engine.policy import forms
from earshot.engine.policy.loading_rules import condition
from earshot.engine.policy.model import Claim, Guarantee
from earshot.engine.policy.names import Names
from earshot.engine.policy.nodes import Node, Place, Scalar, Table
from earshot.engine.policy.problems import quoted
from earshot.engine.policy.sections import Report, Section
from earshot.kernel.texts import say

_LETTERS = ("involves", "accountable", "responsible", "consulted", "informed")
_WITHIN = re.compile(r"answer within\s*<=\s*(\S+)(?:\s+of\s+(.+))?", re.DOTALL)
_CLAIMS = f"{', '.join(_LETTERS)} ROLE, approved by ROLE, answer within <= 4h"
_MEND = say("A guarantee reads NAME: when CONDITION then CLAIM; a claim is %(claims)s.", claims=_CLAIMS)


def guarantees(root: Section, names: Names) -> tuple[Guarantee, ...]:
    """All guarantees of a document, in their order."""
    found: list[Guarantee] = []
    for node in root.items("guarantees"):
        guarantee = _guarantee(node, names, root.report)
        if guarantee and guarantee.name in (other.name for other in found):
            message = say("Two guarantees are called %(name)s.", name=quoted(guarantee.name))
            root.report.add(node.place, message, say("Give this one another name."))
        if guarantee:
            found.append(guarantee)
    return tuple(found)


def _guarantee(node: Node, names: Names, report: Report) -> Guarantee | None:
    parts = _name_and_body(node, report)
    if parts is None:
        return None
    name, body = parts
    split = _split(body.text)
    if split is None:
        report.add(body.place, say("The guarantee %(name)s lacks when or then.", name=quoted(name)), _MEND)
        return None
    begins, ends, claims_begin = split
    when = condition(_part(body, begins, ends), report)
    claims = [_claim(part, names, report) for part in _claims(body, claims_begin)]
    if when is None or None in claims:
        return None
    return Guarantee(name, when, tuple(claim for claim in claims if claim), node.place.line)


def _name_and_body(node: Node, report: Report) -> tuple[str, Scalar] | None:
    """A guarantee is a string, or what YAML makes of it without quotes: a mapping with one entry."""
    if isinstance(node, Table) and len(node.entries) == 1 and isinstance(node.entries[0].value, Scalar):
        return node.entries[0].key.text, node.entries[0].value
    if isinstance(node, Scalar) and (match := re.match(r"(.+?):\s+(?=when\b)", node.text, re.DOTALL)):
        return match[1].strip(), _part(node, match.end(), len(node.text))
    report.add(node.place, say("This is not a guarantee."), _MEND)
    return None


def _split(text: str) -> tuple[int, int, int] | None:
    """Where the condition begins and ends, and where the claims begin: the last ``then`` outside quotes parts them."""
    opening = re.match(r"\s*when\s+", text)
    masked = re.sub(r'"[^"]*"', lambda match: "·" * len(match[0]), text)
    thens = [*re.finditer(r"\s+then\s+", masked)]
    if not opening or not thens or thens[-1].start() < opening.end():
        return None
    return opening.end(), thens[-1].start(), thens[-1].end()


def _claims(body: Scalar, begins: int) -> list[Scalar]:
    edges = [(match.start() + begins, match.end() + begins) for match in re.finditer(r"\s+and\s+", body.text[begins:])]
    starts = [begins, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(body.text.rstrip())]
    return [_part(body, start, end) for start, end in zip(starts, ends, strict=True)]


def _claim(word: Scalar, names: Names, report: Report) -> Claim | None:
    if match := _WITHIN.fullmatch(word.text):
        return _within(word, match, names, report)
    kind, _, role = word.text.partition(" ")
    begins = len(kind) + 1
    if kind == "approved" and role.startswith("by "):
        role, begins = role[3:], begins + 3
    elif kind not in _LETTERS:
        report.add(
            word.place,
            say("%(name)s is not a claim.", name=quoted(word.text)),
            say("A claim is %(claims)s.", claims=_CLAIMS),
        )
        return None
    named = _part(word, begins + len(role) - len(role.lstrip()), len(word.text))
    return Claim(kind, named.text) if report.known(named, names.roles, "role") else None


def _within(word: Scalar, match: re.Match[str], names: Names, report: Report) -> Claim | None:
    hours = match[2] or "always"
    if match[2] and not report.known(_part(word, match.start(2), match.end(2)), names.hours, "hours"):
        return None
    written = _part(word, match.start(1), match.end(1))
    minutes = report.form(written, lambda text: forms.duration(text, days=not match[2]))
    return Claim("within", None, minutes, hours) if minutes else None


def _part(word: Scalar, start: int, end: int) -> Scalar:
    """A piece of a text as a text of its own, in its place."""
    place: Place = word.place_of(start)
    text = word.text[start:end]
    # Written on one line without escapes, a piece stands for itself; else only its beginning is exact.
    return Scalar(place, text, text)
