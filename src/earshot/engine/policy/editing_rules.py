"""Changes of rules as text: a key of one rule, a rule more or less, another order. Every other character stays.

A key whose value does not change is left as it is written; what stands beside a changed value on its line stays too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from earshot.engine.policy.editing import dash_line, last_line, remove_entry, scalar, section_of
from earshot.engine.policy.loading import load
from earshot.engine.policy.model import OTHERWISE

Value = str | Sequence[str] | Mapping[str, str]
"""A text, a list of names, or clocks: hours -> duration. Empty takes the key away."""

KEYS = (
    "name", "when", "handling", "accountable", "responsible", "consulted", "informed", "answer within", "approve by",
    "ladder", "skill",
)  # fmt: skip
_DURATION = re.compile(r"\d{1,6}[mhd]\Z", re.ASCII)
_SAFE = re.compile(r"[A-Za-z(][^\n\t]*\Z")


def change_rule(text: str, number: int | None, values: Mapping[str, Value]) -> str:
    """The document with these values in the rule of that number (from 0), or in ``otherwise`` (None).

    Raises:
        IndexError: there is no such rule.
        PolicyInvalid: the text, or the text with the values, is no valid document.
    """
    load(text)
    for key in KEYS:
        if key in values:
            text = _put(text, _rule(text, number), key, values[key])
    load(text)
    return text


def add_rule(text: str, values: Mapping[str, Value]) -> str:
    """The document with one more rule, behind all others.

    Raises:
        PolicyInvalid: the text, or the text with the rule, is no valid document.
    """
    load(text)
    _key, found = section_of(text, "rules")
    if isinstance(found, SequenceNode) and found.value and not found.flow_style:
        changed = _added_lines(text, found, values)
    else:
        changed = _added_first(text, found, values)
    load(changed)
    return changed


def remove_rule(text: str, number: int) -> str:
    """The document without that rule (from 0).

    Raises:
        IndexError: there is no such rule.
        PolicyInvalid: the text is no valid document.
    """
    return remove_entry(text, "rules", number)


def move_rule(text: str, number: int, by: int) -> str:
    """The document in which that rule (from 0) stands ``by`` places further down, or up; comments directly above a rule
    go with it.

    Raises:
        IndexError: there is no such rule, or no such place.
        PolicyInvalid: the text is no valid document.
    """
    load(text)
    _key, found = section_of(text, "rules")
    items = found.value if isinstance(found, SequenceNode) else []
    if not (0 <= number < len(items) and 0 <= number + by < len(items)):
        raise IndexError(number + by)
    order = list(range(len(items)))
    order.insert(number + by, order.pop(number))
    changed = _ordered_flow(text, items, order) if found.flow_style else _ordered_lines(text, found, order)
    load(changed)
    return changed


def _rule(text: str, number: int | None) -> MappingNode:
    _key, found = section_of(text, OTHERWISE if number is None else "rules")
    if number is None:
        node = found
    elif not isinstance(found, SequenceNode) or not 0 <= number < len(found.value):
        raise IndexError(number)
    else:
        node = found.value[number]
    if not isinstance(node, MappingNode):
        raise IndexError(number)
    return node


def _put(text: str, rule: MappingNode, key: str, value: Value) -> str:
    """The text with one key of a rule written, changed or taken away; the same text where it says so already."""
    pairs: list[tuple[Any, Any]] = rule.value
    place = next((at for at, (name, _) in enumerate(pairs) if name.value == key), None)
    if place is None:
        return _with_key(text, rule, key, value) if value else text
    if not value:
        return _without_key(text, rule, place)
    held = pairs[place][1]
    if _says(held) == _plain(value):
        return text
    return _with_value(text, pairs[place][0], held, _written(key, value, flow=bool(rule.flow_style)))


def _says(node: Node) -> object:
    """What a node of a rule says, for comparing: a text, a list of texts, or pairs."""
    if isinstance(node, SequenceNode):
        return [each.value for each in node.value]
    if isinstance(node, MappingNode):
        return [(name.value, each.value) for name, each in node.value]
    return node.value


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return value
    return list(value.items()) if isinstance(value, Mapping) else list(value)


def _written(key: str, value: Value, *, flow: bool) -> str:
    if isinstance(value, str):
        return value if key == "when" and not flow and _is_safe(value) else _word(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_word(name)}: {_word(each)}" for name, each in value.items()) + "}"
    return "[" + ", ".join(map(_word, value)) + "]"


def _word(value: str) -> str:
    return value if _DURATION.match(value) else scalar(value)


def _is_safe(value: str) -> bool:
    """Whether a text may stand plain behind ``key:`` on a line of its own (YAML 1.2.2, 7.3.3)."""
    return (
        bool(_SAFE.match(value))
        and value == value.strip()
        and ": " not in value
        and " #" not in value
        and value[-1] != ":"
    )


def _with_value(text: str, key: Node, held: Node, written: str) -> str:
    begin = key.end_mark.index
    colon = text.index(":", begin) + 1
    if held.start_mark.line == key.start_mark.line or (
        isinstance(held, SequenceNode | MappingNode) and held.flow_style
    ):
        start, end = held.start_mark.index, held.end_mark.index
        if start == end:  # nothing was written
            return f"{text[:colon]} {written}{text[colon:]}"
        if "\n" not in text[start:end]:
            return text[:start] + written + text[end:]
    return text[:colon] + " " + written + text[_end_of(text, held) :]


def _end_of(text: str, node: Node) -> int:
    """Where the last line of a block node ends, its line break left out."""
    lines = text.splitlines(keepends=True)
    last = last_line(node, lines)
    return len("".join(lines[: last + 1]).rstrip("\n"))


def _with_key(text: str, rule: MappingNode, key: str, value: Value) -> str:
    written = f"{key}: {_written(key, value, flow=bool(rule.flow_style))}"
    pairs: list[tuple[Any, Any]] = rule.value
    behind = [at for at, (name, _) in enumerate(pairs) if name.value in KEYS[: KEYS.index(key)]]
    if rule.flow_style:
        at = pairs[behind[-1]][1].end_mark.index if behind else pairs[0][0].start_mark.index
        return text[:at] + (f", {written}" if behind else f"{written}, ") + text[at:]
    after = pairs[behind[-1]][1] if behind else pairs[-1][1]
    end = _end_of(text, after)
    return f"{text[:end]}\n{' ' * rule.start_mark.column}{written}{text[end:]}"


def _without_key(text: str, rule: MappingNode, place: int) -> str:
    pairs: list[tuple[Any, Any]] = rule.value
    key, held = pairs[place]
    following = pairs[place + 1][0] if place + 1 < len(pairs) else None
    if rule.flow_style:
        if following is not None:
            return text[: key.start_mark.index] + text[following.start_mark.index :]
        begin = pairs[place - 1][1].end_mark.index if place else key.start_mark.index
        return text[:begin] + text[held.end_mark.index :]
    if place == 0 and following is not None:  # it shares its line with the dash
        return text[: key.start_mark.index] + text[following.start_mark.index :]
    begin = text.rindex("\n", 0, key.start_mark.index)
    return text[:begin] + text[_end_of(text, held) :]


def _added_lines(text: str, found: SequenceNode, values: Mapping[str, Value]) -> str:
    """Behind the last rule, laid out like it."""
    column = found.value[0].start_mark.column
    line = text.splitlines()[found.value[0].start_mark.line]
    dash = len(line) - len(line.lstrip()) if line.lstrip().startswith("-") else max(0, column - 2)
    end = _end_of(text, found)
    return f"{text[:end]}\n{_block(values, dash, max(column, dash + 2))}{text[end:]}"


def _block(values: Mapping[str, Value], dash: int, column: int) -> str:
    rows = [f"{key}: {_written(key, values[key], flow=False)}" for key in KEYS if values.get(key)]
    first = " " * dash + "-" + " " * (column - dash - 1)
    return first + ("\n" + " " * column).join(rows)


def _added_first(text: str, found: Any, values: Mapping[str, Value]) -> str:
    """Into a list that is written in brackets, is empty, or does not stand there yet."""
    if isinstance(found, SequenceNode) and found.value:
        entry = ", ".join(f"{key}: {_written(key, values[key], flow=True)}" for key in KEYS if values.get(key))
        end = found.end_mark.index - 1
        return f"{text[:end].rstrip(' ')}, {{{entry}}}{text[end:]}"
    key, _ = section_of(text, "rules")
    if key is not None:
        colon = text.index(":", key.end_mark.index) + 1
        end = found.end_mark.index if isinstance(found, SequenceNode) else colon
        return f"{text[:colon]}\n{_block(values, 2, 4)}{text[end:]}"
    other, _ = section_of(text, OTHERWISE)
    begin = other.start_mark.index
    return f"{text[:begin]}rules:\n{_block(values, 2, 4)}\n{text[begin:]}"


def _ordered_flow(text: str, items: Sequence[Node], order: Sequence[int]) -> str:
    spans = [(item.start_mark.index, item.end_mark.index) for item in items]
    pieces, at = [], 0
    for place, (begin, end) in enumerate(spans):
        taken = spans[order[place]]
        pieces += [text[at:begin], text[slice(*taken)]]
        at = end
    return "".join([*pieces, text[at:]])


def _ordered_lines(text: str, found: SequenceNode, order: Sequence[int]) -> str:
    lines = text.splitlines(keepends=True)
    firsts = [_first_line(item, lines) for item in found.value]
    end = last_line(found, lines) + 1
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    chunks = [lines[begin:until] for begin, until in zip(firsts, [*firsts[1:], end], strict=True)]
    moved = [line for place in order for line in chunks[place]]
    return "".join([*lines[: firsts[0]], *moved, *lines[end:]])


def _first_line(item: Node, lines: Sequence[str]) -> int:
    """The line of its dash, or of the comments directly above it."""
    first = dash_line(item, lines)
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first
