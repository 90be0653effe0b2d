"""Rows of a CSV or JSONL file as they stand there, damaged ones included: nothing in the file is lost."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import orjson

from earshot.kernel.texts import N_

HEAD = 30
"""Rows among which the header is looked for."""
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


class Gauge:
    """How much of a file has been read, from 0 to 1. It asks the file only when somebody asks it."""

    def __init__(self) -> None:
        self._part: Callable[[], float] = lambda: 0.0

    def watch(self, part: Callable[[], float]) -> None:
        """Read off here from now on."""
        self._part = part

    def part(self) -> float:
        """0 to 1."""
        return self._part()


def open_text(path: Path, encoding: str, gauge: Gauge | None = None) -> Iterator[str]:
    """Lines with their line ends; bytes that do not fit the encoding survive as lone surrogates, to be found by row."""
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, "surrogateescape", newline="") as file:
        if gauge is not None:
            size = max(1, path.stat().st_size)
            gauge.watch(lambda: 1.0 if raw.closed else raw.tell() / size)
        yield from file


def damaged(text: str) -> bool:
    """Whether bytes of the text did not fit the encoding."""
    return not text.isascii() and not UNDECODABLE.isdisjoint(text)


def find_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts the first rows into the most, and equally many, cells."""
    head = [line for _, line in zip(range(40), open_text(path, encoding), strict=False)]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in _lenient(head, delimiter) if len(row) > 1)
        cells, rows = counts.most_common(1)[0] if counts else (0, 0)
        if cells * rows > most:
            best, most = delimiter, cells * rows
    return best


def _lenient(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Rows for a guess: a damaged one ends them."""
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


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


def csv_head(path: Path, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The first rows that hold anything, each with its first line."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader((line[: LONGEST - 1] for line in open_text(path, encoding)), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    line = 1
    while len(found) < HEAD and line < 10 * HEAD:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:  # a damaged row; the guess does without it
            cells = []
        if any(cell.strip() for cell in cells):
            found.append((line, cells))
        line = reader.line_num + 1
    return found


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Empty and repeated names get their number: ``text``, ``text (5)``."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name or 'column'} ({number})")
    return tuple(found)


def csv_rows(
    path: Path, encoding: str, delimiter: str, columns: tuple[str, ...], header: int, gauge: Gauge | None = None
) -> Iterator[RawRow]:
    """The rows behind the header (RFC 4180, doubled quotes, line breaks inside quotes); what is above it is skipped.

    ``header`` is its first line; 0: there is none.
    """
    csv.field_size_limit(LONGEST)
    lines = _Pushback(open_text(path, encoding, gauge))
    for _ in islice(lines, max(0, header - 1)):
        lines.taken.clear()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    if header:
        lines.taken.clear()
        try:
            next(reader)
        except csv.Error:
            lines.give_back_all_but_the_first()
        except StopIteration:
            return
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
        if any(cells):
            yield _csv_row(cells, columns, start, lines)


def _csv_row(cells: list[str], columns: tuple[str, ...], start: int, lines: _Pushback) -> RawRow:
    if len(cells) != len(columns):
        if len(lines.taken) > 1:
            lines.give_back_all_but_the_first()
        return RawRow(start, reason=MISCOUNTED, raw=_raw(lines))
    return RawRow(start, dict(zip(columns, cells, strict=True)), raw="")


def _raw(lines: _Pushback) -> str:
    return "".join(lines.taken).rstrip("\r\n")[:LONGEST]


def as_csv(cells: Iterable[str], delimiter: str = ",") -> str:
    """A row as it may have stood in the file."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue().rstrip("\r\n")


def jsonl_rows(path: Path, encoding: str, gauge: Gauge | None = None) -> Iterator[RawRow]:
    """One JSON object a line. Nested objects become ``outer.inner``, lists of plain values are joined by commas."""
    for number, line in enumerate(open_text(path, encoding, gauge), 1):
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
        yield RawRow(number, dict(flat(value)), raw=raw[:LONGEST])


def flat(value: dict[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """The plain values of an object by their names, ``outer.inner`` for those of an object within."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from flat(inner, f"{before}{key}.")
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
