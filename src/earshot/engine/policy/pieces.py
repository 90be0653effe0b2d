"""A document in pieces that are read one by one, each once: whoever types changes one rule of hundreds.

A piece is one key of the document, or one entry of a list below it, with its lines. It is taken only where it is a
whole by itself: then the document is its pieces one after the other. A quoted text or a bracket that goes on in the
next piece, a directive, a document that is one pair of braces: whatever is not made of such pieces is read at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from earshot.engine.policy.nodes import Entry, Listing, Node, Place, Scalar, Table

Read = Callable[[str, int], Node | None]
"""Reads a piece that stands so many levels deep; None where anything is wrong with it."""

_KEY_ALONE = re.compile(r"[A-Za-z][A-Za-z ]*:[ ]*(#.*)?\Z")
_NOT_IN_PIECES = re.compile("^(?:---|\\.\\.\\.|[%?{\\[]|\t)|[\r\x85\u2028\u2029\ufeff]", re.MULTILINE)
"""Marks of documents, directives and brackets where a key would stand; line breaks other than ours; a mark of the byte
order, which counts for nothing at the beginning of a text and for a character elsewhere."""
_ENTRY = re.compile(r"( *)- ")
_REMEMBERED = 4_096
"""Pieces that are kept: two thousand rules, and as many as one changes in a morning. Some 4 kB each."""
_SHORT = 2_000
"""Characters of a piece that is kept; a rule has some hundred. So what is kept is bounded, whatever is written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of a document, the first of which is ``line`` (from 0)."""

    line: int
    text: str


def in_pieces(text: str, read: Read) -> Table | None:
    """The document's root; None where it is not made of pieces, or not all is well with each."""
    if _NOT_IN_PIECES.search(text):
        return None
    entries: list[Entry] = []
    for piece in _sections(text):
        found = _section(piece, read)
        if found is None:
            return None
        entries.append(found)
    if not entries or len({entry.key.text for entry in entries}) < len(entries):
        return None
    return Table(entries[0].key.place, tuple(entries))


def _sections(text: str) -> Iterator[Piece]:
    """A piece for each key of the document; comments before the first belong to it."""
    return _parted(Piece(0, text), lambda line: line[:1] not in ("", " ", "#", "-"))


def _parted(piece: Piece, begins: Callable[[str], bool]) -> Iterator[Piece]:
    """The piece in smaller ones, of which each but the first begins with such a line."""
    lines = piece.text.split("\n")
    starts = [number for number, line in enumerate(lines) if begins(line)]
    edges = [0, *starts[1:], len(lines)]
    for first, last in pairwise(edges):
        end = "\n" if last < len(lines) else ""
        yield Piece(piece.line + first, "\n".join(lines[first:last]) + end)


def _section(piece: Piece, read: Read) -> Entry | None:
    """A key of the document with its value; None where the piece is not exactly that."""
    listed = _listed(piece)
    if listed is not None:
        head, entries = listed
        key, items = _alone(head, read), [_item(each, read) for each in entries]
        if key is None or None in items:
            return None
        found = tuple(item for item in items if item is not None)
        first = found[0]
        return Entry(key, Listing(first.place, tuple(item.items[0] for item in found)))
    return _entry(piece, read)


def _listed(piece: Piece) -> tuple[Piece, Sequence[Piece]] | None:
    """The line of the key, and a piece for each entry of the list below it; None where the value is no such list."""
    lines = piece.text.split("\n")
    said = [number for number, line in enumerate(lines) if line.strip(" ") and not line.lstrip(" ").startswith("#")]
    if len(said) < 2 or not _KEY_ALONE.match(lines[said[0]]):
        return None
    first = _ENTRY.match(lines[said[1]])
    if first is None:
        return None
    dash = first[0]
    if any(not lines[number].startswith((dash, dash[:-2] + "  ")) for number in said[1:]):
        return None
    head = Piece(piece.line, "\n".join(lines[: said[1]]) + "\n")
    rest = Piece(piece.line + said[1], "\n".join(lines[said[1] :]))
    return head, [*_parted(rest, lambda line: line.startswith(dash))]


def _alone(head: Piece, read: Read) -> Scalar | None:
    """The key of a section of which only that line is there."""
    found = _entry(head, read)
    return found.key if found is not None else None


def _entry(piece: Piece, read: Read) -> Entry | None:
    """A document of exactly one key, which begins with that key."""
    root = _read(piece, 0, read)
    if not isinstance(root, Table) or len(root.entries) != 1 or root.entries[0].key.place != root.place:
        return None
    return root.entries[0]


def _item(piece: Piece, read: Read) -> Listing | None:
    """A list of exactly one entry."""
    root = _read(piece, 1, read)
    return root if isinstance(root, Listing) and len(root.items) == 1 else None


def _read(piece: Piece, depth: int, read: Read) -> Node | None:
    ask = _remembered if len(piece.text) <= _SHORT else _remembered.__wrapped__
    found = ask(piece.text, depth, read)
    return None if found is None else _moved(found, piece.line)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(text: str, depth: int, read: Read) -> Node | None:
    return read(text, depth)


def _moved(node: Node, lines: int) -> Node:
    """The same, so many lines further down."""
    place = Place(node.place.line + lines, node.place.column)
    match node:
        case Scalar():
            return replace(node, place=place)
        case Listing(items=items):
            return Listing(place, tuple(_moved(item, lines) for item in items))
        case Table(entries=entries):
            return Table(place, tuple(Entry(_key(entry.key, lines), _moved(entry.value, lines)) for entry in entries))


def _key(key: Scalar, lines: int) -> Scalar:
    return replace(key, place=Place(key.place.line + lines, key.place.column))
