"""A document as a tree of entries, each with the comments that are about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode


@dataclass(slots=True)
class Leaf:
    """One text. ``source`` is how it is written, ``style`` YAML's indicator (empty, ``'``, ``"``, ``|`` or ``>``)."""

    text: str
    source: str
    style: str


@dataclass(slots=True)
class Branch:
    """A mapping (its entries have keys) or a list. ``flow``: written in brackets."""

    table: bool
    flow: bool
    entries: list[Entry]


@dataclass(slots=True)
class Comment:
    """A line of its own. ``inside``: written deeper than what follows it. ``apart``: behind an empty line."""

    text: str
    inside: bool
    apart: bool


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list. ``start`` to ``end`` is where it stands in the text; ``apart``:
    behind an empty line."""

    key: Leaf | None
    value: Leaf | Branch
    start: int
    end: int
    column: int
    above: list[Comment] = field(default_factory=list)
    beside: str = ""
    apart: bool = False

    @property
    def in_brackets(self) -> bool:
        """Whether its value is a mapping or list in brackets."""
        return isinstance(self.value, Branch) and self.value.flow


@dataclass(slots=True)
class Tree:
    """A whole document. ``closing``: the comments behind the last entry."""

    root: Branch
    closing: list[Comment] = field(default_factory=list)


def grown(text: str) -> Tree:
    """The tree of a valid document."""
    root: Any = YAML(typ="safe", pure=True).compose(text)
    branch = _branch(root, text)
    tree = Tree(branch)
    _Commenting(text, tree).attach()
    return tree


def _branch(node: Any, text: str) -> Branch:
    if isinstance(node, MappingNode):
        return Branch(True, bool(node.flow_style), [_pair(key, value, text) for key, value in node.value])
    column = None if node.flow_style else node.start_mark.column
    return Branch(False, bool(node.flow_style), [_item(each, text, column) for each in node.value])


def _pair(key: Any, value: Any, text: str) -> Entry:
    held = _value(value, text)
    end = max(key.end_mark.index, _end(value, held))
    return Entry(_leaf(key, text), held, key.start_mark.index, end, key.start_mark.column)


def _item(node: Any, text: str, dash: int | None) -> Entry:
    """``dash``: the column of the list's dashes, where it is one over lines."""
    held = _value(node, text)
    column = node.start_mark.column if dash is None else dash
    return Entry(None, held, node.start_mark.index, _end(node, held), column)


def _value(node: Node, text: str) -> Leaf | Branch:
    return _leaf(node, text) if isinstance(node, ScalarNode) else _branch(node, text)


def _leaf(node: Any, text: str) -> Leaf:
    source = text[node.start_mark.index : node.end_mark.index]
    return Leaf(node.value, source, node.style or "")


def _end(node: Any, held: Leaf | Branch) -> int:
    """Where a value ends; a block's own mark lies where the next thing begins."""
    if isinstance(held, Branch) and not held.flow and held.entries:
        return held.entries[-1].end
    start: int = node.start_mark.index
    return start + len(held.source.rstrip()) if isinstance(held, Leaf) else int(node.end_mark.index)


def leaves(branch: Branch) -> Iterator[tuple[int, int]]:
    """Where the texts of a branch stand: start and end, in order."""
    for entry in branch.entries:
        if entry.key is not None:
            yield entry.start, entry.start + len(entry.key.source)
        if isinstance(entry.value, Branch):
            yield from leaves(entry.value)
        elif entry.value.source:
            yield entry.end - len(entry.value.source.rstrip()), entry.end


class _Commenting:
    """Finds every comment of a text and the entry that it is about."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text, self._tree = text, tree
        self._paths = [*_paths(tree.root, ())]
        self._starts = [path[-1].start for path in self._paths]
        self._taken = sorted(leaves(tree.root))
        self._begins = [start for start, _ in self._taken]

    def attach(self) -> None:
        """Give each comment to its entry; note where an empty line stands before one."""
        offset, empty = 0, False
        waiting: list[tuple[str, int, bool]] = []
        for line in self._text.split("\n"):
            sign = self._sign(offset, line)
            if sign is not None and not line[:sign].strip():
                waiting.append((line[sign:].rstrip(), sign, empty))
            elif sign is not None and not self._beside(offset, sign, line):
                waiting.append((line[sign:].rstrip(), 0, empty))
            first = self._first_from(offset, offset + len(line))
            if first is not None:
                first.apart = empty and not waiting
                first.above += [Comment(told, column > first.column, apart) for told, column, apart in waiting]
                waiting = []
            empty = not line.strip()
            offset += len(line) + 1
        self._tree.closing = [Comment(told, False, apart) for told, _, apart in waiting]

    def _sign(self, offset: int, line: str) -> int | None:
        """Where in the line its comment begins: a sign that stands in no text."""
        at = line.find("#")
        while at >= 0:
            index = bisect_right(self._begins, offset + at) - 1
            if index < 0 or self._taken[index][1] <= offset + at:
                return at
            at = line.find("#", at + 1)
        return None

    def _first_from(self, start: int, end: int) -> Entry | None:
        """The outermost entry that begins in a line, the first of them."""
        index = bisect_right(self._starts, start - 1)
        return self._paths[index][-1] if index < len(self._paths) and self._starts[index] <= end else None

    def _beside(self, offset: int, sign: int, line: str) -> bool:
        """Whether a comment behind something is about an entry of that line."""
        index = bisect_right(self._starts, offset + sign) - 1
        if index < 0:
            return False
        ended = [path for path in self._paths[: index + 1] if offset <= path[-1].end <= offset + sign]
        path = max(ended, key=lambda each: (each[-1].end, len(each)), default=None)
        if path is None:
            path = self._paths[index]
            if path[-1].start < offset:
                return False
        entry = _whole(path, offset + sign)
        entry.beside = f"{entry.beside} {line[sign:].rstrip()}".strip()
        return True


def _paths(branch: Branch, above: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    """Every entry with those that hold it, in the order of the text."""
    for entry in branch.entries:
        yield (*above, entry)
        if isinstance(entry.value, Branch):
            yield from _paths(entry.value, (*above, entry))


def _whole(path: tuple[Entry, ...], end: int) -> Entry:
    """The outermost entry in brackets, ended by now, that the innermost one stands in."""
    found = path[-1]
    for outer in reversed(path[:-1]):
        if not outer.in_brackets or outer.end > end:
            break
        found = outer
    return found
