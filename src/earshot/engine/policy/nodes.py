"""The tree of a YAML document with the place of everything in it. Scalars are text; no type is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text. ``source`` is how it is written in the document, beginning at ``place``; ``style`` is YAML's indicator
    (empty, ``'``, ``"``, ``|`` or ``>``)."""

    place: Place
    text: str
    source: str = ""
    style: str = ""

    @property
    def is_nothing(self) -> bool:
        """YAML's null: a key without a value, ``~`` or ``null``, unquoted."""
        return not self.style and self.text in ("", "~", "null", "Null", "NULL")

    def place_of(self, offset: int) -> Place:
        """Where in the document the character ``offset`` of the text stands (its length: the end)."""
        before = self.source[: _source_offset(self, offset)]
        line = before.count("\n")
        if not line:
            return Place(self.place.line, self.place.column + len(before))
        return Place(self.place.line + line, len(before) - before.rindex("\n"))


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    place: Place
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; keys are scalars and written once each."""

    place: Place
    entries: tuple[Entry, ...] = field(default=())

    def get(self, key: str) -> Node | None:
        """The value of ``key``."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Listing | Table


def _source_offset(scalar: Scalar, offset: int) -> int:
    for number, position in enumerate(_positions(scalar)):
        if number == offset:
            return position
    return len(scalar.source)


def _positions(scalar: Scalar) -> Iterator[int]:
    """For each character of the text, and for its end, where it stands in the source.

    White space of the text may stand for a line break with indentation, an escape is several characters, quotes are
    doubled: everything else stands for itself.
    """
    source, at = scalar.source, _content_begins(scalar)
    for character in scalar.text:
        if scalar.style == '"' and source.startswith("\\", at):
            yield at
            at += _ESCAPE_LENGTHS.get(source[at + 1 : at + 2], 2)
        elif character.isspace():
            yield at
            at = _after_space(source, at)
        else:
            while at < len(source) and source[at] != character:
                at += 1
            yield at
            at += 1
    yield min(at, len(source))


def _content_begins(scalar: Scalar) -> int:
    if scalar.style in ("|", ">"):
        return scalar.source.find("\n") + 1
    return 1 if scalar.style else 0


def _after_space(source: str, at: int) -> int:
    """Past one written space, or past a whole line break with the indentation that follows."""
    end = at
    while end < len(source) and source[end].isspace():
        end += 1
    return end if "\n" in source[at:end] else min(at + 1, end)
