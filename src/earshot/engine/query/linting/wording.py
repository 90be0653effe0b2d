"""What looks like something else than it is: operators in small letters, wildcards that mean nothing or too much,
values that no post is likely to have, detours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earshot.engine.query.ast import AtLeast, Field, Node, Not, Phrase, Value
from earshot.engine.query.linting.findings import Lint, Path
from earshot.kernel.texts import Said, say

_OPERATOR = re.compile(r"(?:and|or|not|o?near(?:/\d+f?)?|sentence|atleast(?:/\d+)?)\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_COUNTRY = re.compile(r"[A-Za-z]{2}\Z")
_SHORT = 3
"""A wildcard with fewer letters beside it is short."""


def wording(node: Node, text: str, path: Path) -> Iterator[Lint]:
    """What is to be said about one node; ``text`` is the query as written, "" where that is not known."""
    match node:
        case Phrase():
            yield from _phrase(node, text[slice(*node.span)], path)
        case Field():
            yield from _values(node, path)
        case Not(child=Not()):
            yield Lint("plainer", *node.span, say("Two NOTs cancel each other."), say("Remove both."), path)
        case AtLeast(times=1):
            yield Lint("plainer", *node.span, say("ATLEAST/1 is the same as OR."), say("Write OR."), path)
        case AtLeast(times=times, members=members) if times == len(members):
            message = say("ATLEAST with all of its members is the same as AND.")
            yield Lint("plainer", *node.span, message, say("Write AND."), path)


def _phrase(node: Phrase, written: str, path: Path) -> Iterator[Lint]:
    if _OPERATOR.match(written) and not written.isupper():
        message = say("%(word)s in small letters is searched as a word.", word=written)
        yield Lint("small-letters", *node.span, message, "", path)
    if ("*" in written or "?" in written) and not any(part.wild for part in node.parts):
        message = say("A wildcard beside Chinese or Japanese characters means nothing.")
        yield Lint("wildcard", *node.span, message, say("Remove it."), path)
    for part in node.parts:
        if part.wild and sum(char not in "*?'" for char in part.base) < _SHORT:
            message = say("%(term)s finds very many words.", term=part.text)
            yield Lint("short", *node.span, message, say("Write more of the word."), path)


def _values(node: Field, path: Path) -> Iterator[Lint]:
    for value in node.values:
        if isinstance(value, Value) and (wanted := _expected(node.name, value.text)):
            message = say("%(name)s:%(value)s will hardly find anything.", name=node.name, value=value.text)
            yield Lint("value", *node.span, message, wanted, path)


def _expected(name: str, value: str) -> Said | None:
    """What to write instead of a value that cannot be one; None where it can."""
    if name == "lang" and not _LANGUAGE.match(value):
        return say("Languages are written as codes: en, zh-Hant, ja.")
    if name == "country" and not _COUNTRY.match(value):
        return say("Countries are written as two letters: TW, CN, US.")
    return None
