"""Texts as the layout writes them."""

from __future__ import annotations

import re

from earshot.engine.policy.layout.tree import Leaf

_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_KEY = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+)*")
_BRACKETS = re.compile(r"[,\[\]{}]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def key(leaf: Leaf) -> str:
    """A key, without quotes where it needs none."""
    if _KEY.fullmatch(leaf.text) and leaf.text not in _NOTHING:
        return leaf.text
    plain = not leaf.style and not _BRACKETS.search(leaf.source)
    return leaf.source if "\n" not in leaf.source and (plain or leaf.style) else quoted(leaf.text)


def in_line(leaf: Leaf) -> str:
    """A value on one line, as it is written where that is possible."""
    if "\n" in leaf.source.rstrip() or leaf.style in ("|", ">"):
        return quoted(leaf.text)
    return leaf.source.rstrip()


def in_brackets(leaf: Leaf) -> str:
    """A value within brackets, where commas and brackets need quotes."""
    told = in_line(leaf)
    if told.startswith(("'", '"')):
        return told
    if not told:
        return "null"
    return quoted(leaf.text) if _BRACKETS.search(told) else told


def in_block(leaf: Leaf, indent: int) -> list[str] | None:
    """The lines of a text that is written over several lines (``|`` or ``>``), the first its header; None for others.
    A text whose indentation is written as a number is written in quotes instead."""
    if leaf.style not in ("|", ">"):
        return None
    header, _, body = leaf.source.partition("\n")
    header = header.partition("#")[0].strip()
    lines = body.rstrip().split("\n")
    if re.search(r"\d", header) or not body.strip() or header.endswith("+") or lines[0].startswith("\n"):
        return None
    deep = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
    return [header, *(" " * indent + line[deep:] if line.strip() else "" for line in lines)]


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
