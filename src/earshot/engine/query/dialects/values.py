"""The values of foreign fields in ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from earshot.engine.query.ast import Exact, Field, Node, Or, Within
from earshot.engine.query.dialects.reading import Piece
from earshot.engine.query.dialects.rules import Rule
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldSet
from earshot.engine.query.parser import parse_tree
from earshot.kernel.texts import Said, say

_COMPARED = re.compile(r"([<>]=?)(.+)\Z")
_FROM_TO = re.compile(r"(.+?)\.\.(.+)\Z")
_NAMES = {
    "english": "en", "chinese": "zh", "japanese": "ja", "korean": "ko", "german": "de", "french": "fr", "spanish": "es",
    "italian": "it", "portuguese": "pt", "dutch": "nl", "arabic": "ar", "russian": "ru", "thai": "th", "turkish": "tr",
    "vietnamese": "vi", "indonesian": "id", "hindi": "hi", "polish": "pl", "swedish": "sv",
}  # fmt: skip
_CHINESE = {"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans"}


class Refused(Exception):
    """A value has no counterpart; ``why`` says so."""

    def __init__(self, why: str | Said) -> None:
        super().__init__(why)
        self.why = why


def node_of(rule: Rule, values: Sequence[Piece], fields: FieldSet) -> Node:
    """What a field with these values is in our language.

    Raises:
        Refused: our language has nothing for it.
    """
    if not values:
        raise Refused(say("its value is missing."))
    found = [_one(rule, value, fields) for value in values]
    plain = [node for node in found if isinstance(node, Field)]
    if len(plain) == len(found) and len({node.name for node in plain}) == 1:
        return Field(plain[0].name, tuple(value for node in plain for value in node.values))
    return found[0] if len(found) == 1 else Or(tuple(found))


def _one(rule: Rule, value: Piece, fields: FieldSet) -> Node:
    match rule.kind:
        case "exact":
            return exact_of(value.text, rule.to)
        case "flag":
            return _flag(rule, value, fields)
        case "range":
            return _range(rule.to, value, fields)
        case "sign":
            return _parsed(f"{rule.to}{value.text.strip().lstrip('#@')}", fields)
        case "address":
            return _address(rule.to, value, fields)
    return _value(rule.to, value, fields)


def exact_of(text: str, field: str = "") -> Node:
    """``{...}``, within a text field if one is named."""
    if not text.strip() or "}" in text:
        raise Refused(say("there are no characters to find."))
    return Within(field, Exact(text)) if field else Exact(text)


def _flag(rule: Rule, value: Piece, fields: FieldSet) -> Node:
    query = rule.values.get(value.text.strip().lower())
    if query is None:
        raise Refused(say("this value has no counterpart."))
    return _parsed(query, fields)


def _value(name: str, value: Piece, fields: FieldSet) -> Node:
    text = value.text.strip()
    if name == "lang":
        text = _NAMES.get(text.lower(), _CHINESE.get(text.lower(), text))
    if name == "country" and not (len(text) == 2 and text.isalpha()):
        raise Refused(say("countries are two letters here."))
    if '"' in text or not text:
        raise Refused(say("its value is missing."))
    quoted = value.kind == "quoted" and name == "author"
    return _parsed(f'{name}:"{text}"' if quoted or re.search(r"[\s(),*\[]", text) else f"{name}:{text}", fields)


def _address(name: str, value: Piece, fields: FieldSet) -> Node:
    text = value.text.strip()
    if name == "site":
        text = re.sub(r"\A[a-z]+://", "", text, flags=re.IGNORECASE).removeprefix("www.").split("/")[0]
    if "*" in text or not text or '"' in text:
        raise Refused(say("addresses take no wildcards here."))
    return _parsed(f'{name}:"{text}"', fields)


def _range(to: str, value: Piece, fields: FieldSet) -> Node:
    text = value.text.strip().replace(" to ", " TO ")
    if to.endswith(("=", "<", ">")):
        return _parsed(f"{to}{text}", fields)
    compared, between = _COMPARED.match(text), _FROM_TO.match(text)
    if value.kind == "range":
        return _parsed(f"{to}:[{text}]", fields)
    if compared:
        return _parsed(f"{to}{compared[1]}{compared[2]}", fields)
    return _parsed(f"{to}:[{between[1]} TO {between[2]}]" if between else f"{to}>={text}", fields)


def _parsed(query: str, fields: FieldSet) -> Node:
    try:
        return parse_tree(query, fields)
    except QueryError as error:
        raise Refused(error.message) from None
