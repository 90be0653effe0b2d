"""Changes to a document as text: only the lines of what is changed differ, comments and all else stay byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from earshot.engine.policy.loading import load

_PLAIN = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def accept(
    text: str, finding: str, by: str, because: str, subject: str | None = None, *, undecided: bool = False
) -> str:
    """The document with one more entry at the end of ``accepted``.

    Args:
        text: a valid document.
        finding: a property.
        by: the person who takes it on, as the policy names people.
        undecided: that it was not decided, and nothing that a later proof finds.

    Raises:
        PolicyInvalid: the text, or the text with the entry, is no valid document (``by`` is nobody it knows).
    """
    parts = {"finding": finding, "subject": subject, "by": by, "because": because}
    return add_entry(text, "accepted", parts | {"undecided": "yes" if undecided else None})


def add_entry(text: str, section: str, parts: Mapping[str, str | None]) -> str:
    """A valid document with one more entry at the end of a list at its top; ``parts`` that are None are left out.

    Raises:
        PolicyInvalid: the text, or the text with the entry, is no valid document.
    """
    load(text)
    entry = "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in parts.items() if value is not None) + "}"
    changed = _added(text, section, entry)
    load(changed)
    return changed


def remove_entry(text: str, section: str, number: int) -> str:
    """A valid document without the entry of that number (from 0) in a list at its top. What is written beside the entry
    on its own lines goes with it.

    Raises:
        IndexError: there is no such entry.
        PolicyInvalid: the text is no valid document.
    """
    load(text)
    _key, found = section_of(text, section)
    if not isinstance(found, SequenceNode) or not 0 <= number < len(found.value):
        raise IndexError(number)
    changed = _cut_flow(text, found, number) if found.flow_style else _cut_lines(text, found, number)
    load(changed)
    return changed


def _cut_flow(text: str, found: SequenceNode, number: int) -> str:
    items = found.value
    if number + 1 < len(items):
        return text[: items[number].start_mark.index] + text[items[number + 1].start_mark.index :]
    begin = items[number - 1].end_mark.index if number else items[number].start_mark.index
    return text[:begin] + text[items[number].end_mark.index :]


def _cut_lines(text: str, found: SequenceNode, number: int) -> str:
    lines = text.splitlines(keepends=True)
    item = found.value[number]
    return "".join(lines[: dash_line(item, lines)] + lines[last_line(item, lines) + 1 :])


def dash_line(item: Node, lines: Sequence[str]) -> int:
    """The line of an entry's dash, which may stand on a line of its own."""
    line: int = item.start_mark.line
    while not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def section_of(text: str, name: str) -> tuple[Any, Any]:
    """Key and value of what stands at the top of the document; None where it is not written."""
    root: Any = YAML(typ="safe", pure=True).compose(text)
    return next(((key, value) for key, value in root.value if key.value == name), (None, None))


def _added(text: str, section: str, entry: str) -> str:
    root: Any = YAML(typ="safe", pure=True).compose(text)
    key, found = section_of(text, section)
    if found is None and root.flow_style:
        end = root.end_mark.index - 1
        return f'{text[:end].rstrip().rstrip(",")}, "{section}": [{entry}]{text[end:]}'
    if key is None or found is None:
        body = text if text.endswith("\n") or not text else text + "\n"
        return f"{body}{section}:\n  - {entry}\n"
    if isinstance(found, SequenceNode) and found.flow_style:
        end = found.end_mark.index - 1
        return text[:end].rstrip(" ") + (", " if found.value else "") + entry + text[end:]
    lines = text.splitlines(keepends=True)
    if isinstance(found, SequenceNode) and found.value:
        first = lines[found.value[0].start_mark.line]
        indent, last = first[: len(first) - len(first.lstrip(" "))], last_line(found, lines)
    else:
        indent, last = "  ", key.start_mark.line
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    lines.insert(last + 1, f"{indent}- {entry}\n")
    return "".join(lines)


def last_line(node: Node, lines: list[str]) -> int:
    """The line in which a node's own text ends; a block's end mark lies where the next thing begins."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return last_line(node.value[-1], lines)
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return last_line(node.value[-1][1], lines)
    last: int = node.end_mark.line
    if isinstance(node, ScalarNode) and node.style in ("|", ">") and not node.end_mark.column:
        last -= 1
    while last > node.start_mark.line and (last >= len(lines) or not lines[last].strip()):
        last -= 1
    return last


def scalar(value: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in double quotes (JSON's are YAML's)."""
    if _DATE.match(value) or (_PLAIN.match(value) and value.casefold() not in _WORDS):
        return value
    return json.dumps(value, ensure_ascii=False)
