"""A tree back into text: the plain spelling of a query. ``parse(format(node))`` is ``node``."""

from __future__ import annotations

from earshot.engine.query.ast import (
    And,
    AtLeast,
    Count,
    Exact,
    Field,
    Near,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Range,
    Sentence,
    Value,
    Window,
    Within,
)
from earshot.engine.query.errors import QueryError
from earshot.engine.query.lexer import is_operator
from earshot.engine.query.terms import split_parts
from earshot.engine.text.tokens import kind_of

_OR, _AND, _NOT, _NEAR, _ATOM = range(5)


def format_node(node: Node) -> str:
    """The text of ``node``."""
    return _print(node, _OR)


def _print(node: Node, binding: int) -> str:
    """In brackets where ``node`` binds looser than its place asks."""
    text, own = _text(node)
    return text if own >= binding else f"({text})"


def _text(node: Node) -> tuple[str, int]:
    """The text of ``node`` and how tightly it binds."""
    match node:
        case Or(children=below):
            return " OR ".join(_print(child, _AND) for child in below), _OR
        case And(children=below):
            return " AND ".join(_print(child, _NOT) for child in below), _AND
        case Not(child=child):
            return f"NOT {_print(child, _NOT)}", _NOT
        case Near(left=left, right=right, distance=distance, ordered=ordered):
            return f"{_print(left, _NEAR)} {'O' if ordered else ''}NEAR/{distance} {_print(right, _ATOM)}", _NEAR
        case Sentence(left=left, right=right):
            return f"{_print(left, _NEAR)} SENTENCE {_print(right, _ATOM)}", _NEAR
    return _atom(node), _ATOM


def _atom(node: Node) -> str:
    match node:
        case Window(operands=operands, distance=distance):
            return f"({' AND '.join(_print(child, _ATOM) for child in operands)})~{distance}"
        case AtLeast(times=times, members=members):
            return f"ATLEAST/{times}({', '.join(_print(member, _OR) for member in members)})"
        case Count(operand=operand, times=times):
            return f"{_print(operand, _ATOM)}#{times}"
        case Within(name=name, child=child):
            return f"{name}:{_print(child, _ATOM)}"
        case Phrase(parts=parts):
            return _phrase(parts)
        case Exact(text=text):
            return f"{{{text}}}"
        case Field():
            return _field(node)
    raise TypeError(f"{type(node).__name__} cannot be written")


def _phrase(parts: tuple[Part, ...]) -> str:
    text = _joined(parts)
    return text if _reads_bare(text, parts) else f'"{text}"'


def _joined(parts: tuple[Part, ...]) -> str:
    """Spaces between parts, none between neighbouring CJK characters."""
    text = ""
    for before, part in zip((None, *parts), parts, strict=False):
        text += "" if before is None or (_cjk(before) and _cjk(part)) else " "
        text += part.sign + part.text
    return text


def _cjk(part: Part) -> bool:
    return not part.sign and kind_of(part.base) == "cjk"


def _reads_bare(text: str, parts: tuple[Part, ...]) -> bool:
    """Whether it can stand without quotes."""
    if " " in text or is_operator(text):
        return False
    try:
        return split_parts(text, 0) == parts
    except QueryError:
        return False


def _field(node: Field) -> str:
    if len(node.values) == 1:
        return _single(node.name, node.values[0])
    return f"{node.name}:({' OR '.join(_value(value) for value in node.values)})"


def _single(name: str, value: Value | Range) -> str:
    if isinstance(value, Range) and not (value.low and value.high):
        sign, end = (">", value.low) if value.low else ("<", value.high)
        inclusive = value.low_in if value.low else value.high_in
        if end:
            return f"{name}{sign}{'=' if inclusive else ''}{_time(end)}"
    return f"{name}:{_value(value)}"


def _time(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _value(value: Value | Range) -> str:
    if isinstance(value, Range):
        if value.low == value.high and value.low:
            return _time(value.low)
        return f"[{value.low or '*'} TO {value.high or '*'}]"
    return f'"{value.text}"' if value.quoted or _needs_quotes(value.text) else value.text


def _needs_quotes(text: str) -> bool:
    reserved = text in ("AND", "OR", "NOT", "TO") or text.startswith("[") or "<<<" in text
    return reserved or any(char.isspace() or char in '(),*"' for char in text)
