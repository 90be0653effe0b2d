"""A tree written in the one layout.

Sections, rules and additions are written over lines; below that an entry is one line in brackets where it has no
comments inside and fits into the width. People, roles, hours and rotas stand in columns, and so do comments behind
lines that follow each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from unicodedata import east_asian_width

from earshot.engine.policy.layout import scalars
from earshot.engine.policy.layout.tree import Branch, Comment, Entry, Leaf, Tree

WIDTH = 140
STEP = 2

_OVER_LINES = frozenset(("rules", "also", "guarantees"))
"""Sections whose entries are written over lines, however short."""
_ON_ONE = frozenset(("otherwise", "languages", "networks", "channels", "brands", "markets"))
"""Sections that are one line themselves where they fit."""
_IN_COLUMNS = frozenset(("people", "roles", "hours", "rotas"))
_COMMENT = "\0"
"""Parts a line from its comment until both are written; no document holds it."""


def written(tree: Tree) -> str:
    """The document's text; it ends with one line break."""
    lines = [line for entry in tree.root.entries for line in _section(entry)]
    lines += _comments(tree.closing, 0)
    return "\n".join(_beside(lines)).strip("\n") + "\n"


def _section(entry: Entry) -> Iterator[str]:
    name = entry.key.text if entry.key else ""
    if not isinstance(entry.value, Branch) or name in _ON_ONE or not entry.value.entries:
        yield from _entry(entry, 0)
        return
    yield from _above(entry, 0)
    yield _with(f"{_key(entry)}:", entry)
    aligned = _columns(entry.value.entries) if name in _IN_COLUMNS else {}
    for each in entry.value.entries:
        if id(each) in aligned:
            yield from _above(each, STEP)
            yield _with(" " * STEP + aligned[id(each)], each)
        else:
            yield from _entry(each, STEP, spread=name in _OVER_LINES)


def _entry(entry: Entry, indent: int, *, spread: bool = False) -> Iterator[str]:
    """The lines of one entry with its comments; ``spread``: over lines, however short."""
    yield from _above(entry, indent)
    yield from _body(entry, indent, spread)


def _body(entry: Entry, indent: int, spread: bool = False) -> Iterator[str]:
    begin = " " * indent + (f"{_key(entry)}:" if entry.key else "-")
    if isinstance(entry.value, Leaf):
        yield from _leaf(entry, entry.value, begin, indent)
        return
    short = None if spread and entry.value.entries else _flow(entry.value)
    if short is not None and (_wide(begin) + 1 + _wide(short) <= WIDTH or not entry.value.entries):
        yield _with(f"{begin} {short}", entry)
    elif entry.key:
        yield _with(begin, entry)
        for each in entry.value.entries:
            yield from _entry(each, indent + STEP)
    else:
        yield from _item(entry, entry.value, indent)


def _leaf(entry: Entry, leaf: Leaf, begin: str, indent: int) -> Iterator[str]:
    lines = scalars.in_block(leaf, indent + STEP)
    if lines is None:
        yield _with(f"{begin} {scalars.in_line(leaf)}".rstrip(), entry)
        return
    yield _with(f"{begin} {lines[0]}", entry)
    yield from lines[1:]


def _item(entry: Entry, branch: Branch, indent: int) -> Iterator[str]:
    """An item of a list over lines: its first entry stands behind the dash."""
    first, *others = branch.entries
    if first.above or entry.beside:
        yield _with(" " * indent + "-", entry)
        yield from _entry(first, indent + STEP)
    else:
        head, *tail = _body(first, indent + STEP)
        yield " " * indent + "- " + head[indent + STEP :]
        yield from tail
    for each in others:
        yield from _entry(each, indent + STEP)


def _flow(value: Leaf | Branch) -> str | None:
    """A value on one line, in brackets where it is a branch; None where comments or lines of its own forbid it."""
    if isinstance(value, Leaf):
        return scalars.in_brackets(value) if scalars.in_block(value, 0) is None else None
    parts = _parts(value)
    if parts is None:
        return None
    return f"{{{', '.join(parts)}}}" if value.table else f"[{', '.join(parts)}]"


def _parts(branch: Branch) -> list[str] | None:
    parts = []
    for entry in branch.entries:
        short = _flow(entry.value)
        if short is None or entry.above or entry.beside:
            return None
        parts.append(f"{_key(entry)}: {short}" if entry.key else short)
    return parts


def _columns(entries: Sequence[Entry]) -> dict[int, str]:
    """The lines of those entries that are mappings on one line, one below the other; by the entry's identity."""
    rows = {id(each): parts for each in entries if (parts := _row(each)) is not None}
    names = {id(each): f"{_key(each)}:" for each in entries}
    wide = max((_wide(names[row]) for row in rows), default=0)
    begin = {row: _filled(names[row], wide) for row in rows}
    aligned = {row: f"{begin[row]} {{{', '.join(parts)}}}" for row, parts in _padded(rows).items()}
    if all(STEP + _wide(line) <= WIDTH for line in aligned.values()):
        return aligned
    plain = {row: f"{begin[row]} {{{', '.join(parts)}}}" for row, parts in rows.items()}
    return {row: line for row, line in plain.items() if STEP + _wide(line) <= WIDTH}


def _row(entry: Entry) -> list[str] | None:
    """What stands in the brackets of an entry; None where it is no mapping on one line."""
    if not isinstance(entry.value, Branch) or not entry.value.table or not entry.value.entries:
        return None
    return _parts(entry.value)


def _padded(rows: dict[int, list[str]]) -> dict[int, list[str]]:
    """The parts of each row, those behind the same keys one below the other."""
    widths: defaultdict[tuple[str, ...], int] = defaultdict(int)
    keys = {row: tuple(part.partition(":")[0] for part in parts) for row, parts in rows.items()}
    for row, parts in rows.items():
        for number, part in enumerate(parts[:-1], 1):
            begun = keys[row][:number]
            widths[begun] = max(widths[begun], _wide(part))
    return {
        row: [
            " " * (widths[keys[row][:number]] - _wide(parts[number - 1]) if number else 0) + part
            for number, part in enumerate(parts)
        ]
        for row, parts in rows.items()
    }


def _key(entry: Entry) -> str:
    return scalars.key(entry.key) if entry.key else ""


def _above(entry: Entry, indent: int) -> Iterator[str]:
    yield from _comments(entry.above, indent)
    if entry.apart:
        yield ""


def _comments(comments: Sequence[Comment], indent: int) -> Iterator[str]:
    for comment in comments:
        if comment.apart:
            yield ""
        yield " " * (indent + STEP if comment.inside else indent) + comment.text


def _with(line: str, entry: Entry) -> str:
    return f"{line}{_COMMENT}{entry.beside}" if entry.beside else line


def _beside(lines: Sequence[str]) -> Iterator[str]:
    """The lines with their comments; those of neighbours begin in one column."""
    for commented, run in groupby(lines, lambda line: _COMMENT in line):
        parts = [line.split(_COMMENT) for line in run]
        column = max(_wide(part[0]) for part in parts)
        for part in parts:
            yield f"{_filled(part[0], column)} {part[1]}" if commented else part[0]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _wide(text))


def _wide(text: str) -> int:
    """Columns that a text takes: two for each Han character and its like."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
