"""Changes to a document as text: only the lines of what is changed differ, comments and all else stay byte for byte."""

from __future__ import annotations

import json
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from earshot.engine.policy.loading import load

_PLAIN = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def accept(text: str, finding: str, by: str, because: str, subject: str | None = None) -> str:
    """The document with one more entry at the end of ``accepted``.

    Args:
        text: a valid document.
        finding: a property.
        by: the person who takes it on, as the policy names people.

    Raises:
        PolicyInvalid: the text, or the text with the entry, is no valid document (``by`` is nobody it knows).
    """
    load(text)
    parts = {"finding": finding, "subject": subject, "by": by, "because": because}
    entry = "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in parts.items() if value is not None) + "}"
    changed = _added(text, entry)
    load(changed)
    return changed


def _added(text: str, entry: str) -> str:
    root: Any = YAML(typ="safe", pure=True).compose(text)
    key, found = next(((key, value) for key, value in root.value if key.value == "accepted"), (None, None))
    if found is None and root.flow_style:
        end = root.end_mark.index - 1
        return f'{text[:end].rstrip().rstrip(",")}, "accepted": [{entry}]{text[end:]}'
    if key is None or found is None:
        body = text if text.endswith("\n") or not text else text + "\n"
        return f"{body}accepted:\n  - {entry}\n"
    if isinstance(found, SequenceNode) and found.flow_style:
        end = found.end_mark.index - 1
        return text[:end].rstrip(" ") + (", " if found.value else "") + entry + text[end:]
    lines = text.splitlines(keepends=True)
    if isinstance(found, SequenceNode) and found.value:
        first = lines[found.value[0].start_mark.line]
        indent, last = first[: len(first) - len(first.lstrip(" "))], _last_line(found, lines)
    else:
        indent, last = "  ", key.start_mark.line
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    lines.insert(last + 1, f"{indent}- {entry}\n")
    return "".join(lines)


def _last_line(node: Node, lines: list[str]) -> int:
    """The line in which a node's own text ends; a block's end mark lies where the next thing begins."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1], lines)
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1], lines)
    last: int = node.end_mark.line
    if isinstance(node, ScalarNode) and node.style in ("|", ">") and not node.end_mark.column:
        last -= 1
    while last > node.start_mark.line and (last >= len(lines) or not lines[last].strip()):
        last -= 1
    return last


def _scalar(value: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in double quotes (JSON's are YAML's)."""
    if _PLAIN.match(value) and value.casefold() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
