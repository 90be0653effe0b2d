"""Rows of a CSV or JSONL file as they stand there, damaged ones included: nothing in the file is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say

LONGEST = 64_000
"""Characters of one row. A quote that is never closed ends here instead of swallowing the file."""
DELIMITERS = (",", "\t", ";", "|")
MALFORMED = N_("not well-formed CSV")
MISCOUNTED = N_("more or fewer cells than there are columns")
NOT_JSON = N_("not JSON")
NO_OBJECT = N_("not a JSON object")
NO_TWIN = N_("the second file has no such row")
DISAGREE = N_("the two files do not say the same")
UNDECODABLE = frozenset(map(chr, range(0xDC80, 0xDD00)))


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its cells by column, or the reason why it has none. ``line`` is the first of its lines, from 1."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    raw: str = ""


def open_text(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their line ends; bytes that do not fit the encoding survive as lone surrogates, to be found by row."""
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield from file


def damaged(text: str) -> bool:
    """Whether bytes of the text did not fit the encoding."""
    return not text.isascii() and not UNDECODABLE.isdisjoint(text)


def find_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts the first rows into the most, and equally many, cells."""
    head = [line for _, line in zip(range(40), open_text(path, encoding), strict=False)]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        counts = [len(row) for row in csv.reader(head, delimiter=delimiter)]
        if counts and counts[0] > 1 and counts[0] * sum(count == counts[0] for count in counts) > most:
            best, most = delimiter, counts[0] * sum(count == counts[0] for count in counts)
    return best


class _Pushback:
    """Lines of a file that remembers what the CSV reader took for one row, and can give it back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []
        self.taken: list[str] = []
        self.line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._lines)
        if len(line) > LONGEST * 4:
            line = line[: LONGEST * 4]  # the reader refuses it; an endless line must not fill the memory twice
        self.taken.append(line)
        self.line += 1
        return line

    def give_back_all_but_the_first(self) -> None:
        """So that one damaged row costs one line, not all that its open quote swallowed."""
        rest = self.taken[1:]
        self._waiting.extend(reversed(rest))
        self.line -= len(rest)
        del self.taken[1:]


def csv_columns(path: Path, encoding: str, delimiter: str) -> tuple[tuple[str, ...], bool]:
    """The columns' names, and whether the first line is a header; without one they are ``1``, ``2``, ``3``...

    Raises:
        BadInput: the file is empty.
    """
    first = next(csv.reader(open_text(path, encoding), delimiter=delimiter), None)
    if not first or not any(cell.strip() for cell in first):
        raise BadInput(
            say("%(file)s is empty, or starts with an empty line.", file=path.name),
            say("The first line names the columns."),
        )
    if _looks_like_data(first):
        return tuple(str(number) for number in range(1, len(first) + 1)), False
    return _distinct([cell.strip().lstrip("﻿") for cell in first]), True


def _looks_like_data(cells: list[str]) -> bool:
    return any(len(cell) > 80 or (cell.strip() and not any(letter.isalpha() for letter in cell)) for cell in cells)


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Empty and repeated names get their number: ``text``, ``text (5)``."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name or 'column'} ({number})")
    return tuple(found)


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[RawRow]:
    """The rows of a CSV file (RFC 4180, doubled quotes, line breaks inside quotes)."""
    columns, has_header = csv_columns(path, encoding, delimiter)
    csv.field_size_limit(LONGEST)
    lines = _Pushback(open_text(path, encoding))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    if has_header:
        next(reader)
    while True:
        lines.taken.clear()
        start = lines.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.give_back_all_but_the_first()
            yield RawRow(start, reason=MALFORMED, raw=_raw(lines))
            continue
        if cells:
            yield _csv_row(cells, columns, start, lines)


def _csv_row(cells: list[str], columns: tuple[str, ...], start: int, lines: _Pushback) -> RawRow:
    if len(cells) != len(columns):
        if len(lines.taken) > 1:
            lines.give_back_all_but_the_first()
        return RawRow(start, reason=MISCOUNTED, raw=_raw(lines))
    return RawRow(start, dict(zip(columns, cells, strict=True)), raw="")


def _raw(lines: _Pushback) -> str:
    return "".join(lines.taken).rstrip("\r\n")[:LONGEST]


def jsonl_rows(path: Path, encoding: str) -> Iterator[RawRow]:
    """One JSON object a line. Nested objects become ``outer.inner``, lists of plain values are joined by commas."""
    for number, line in enumerate(open_text(path, encoding), 1):
        if not line.strip():
            continue
        raw = line.rstrip("\r\n")
        try:
            value = orjson.loads(raw.encode(errors="replace"))
        except orjson.JSONDecodeError:
            yield RawRow(number, reason=NOT_JSON, raw=raw[:LONGEST])
            continue
        if not isinstance(value, dict):
            yield RawRow(number, reason=NO_OBJECT, raw=raw[:LONGEST])
            continue
        yield RawRow(number, dict(_flat(value, "")), raw=raw[:LONGEST])


def _flat(value: dict[str, object], before: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{before}{key}.")
        else:
            yield before + key, _cell(inner)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_cell(item) for item in value if not isinstance(item, dict | list))
    return str(value)


def joined_rows(left: Iterator[RawRow], right: Iterator[RawRow], same: tuple[str, ...]) -> Iterator[RawRow]:
    """Two files whose rows stand side by side. Where both have a column, the first file's is taken.

    ``same`` are columns that both must agree on, row by row; a row where they do not is set aside, because then the
    files do not belong together there.
    """
    for one in left:
        other = next(right, None)
        reason = one.reason or (NO_TWIN if other is None else other.reason)
        if other is None or reason:
            yield RawRow(one.line, reason=reason, raw=one.raw or str(one.cells))
            continue
        apart = [name for name in same if one.cells[name].strip() != other.cells[name].strip()]
        if apart:
            raw = f"{one.cells} | {other.cells}"
            yield RawRow(one.line, reason=DISAGREE, raw=raw[:LONGEST])
            continue
        yield RawRow(one.line, {**other.cells, **one.cells})
