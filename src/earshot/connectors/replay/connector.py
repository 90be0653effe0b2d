"""Reads posts from CSV and JSONL files: what a team exported elsewhere, or what was recorded, heard once more."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Literal

from earshot.connectors.replay import columns as naming
from earshot.connectors.replay import lines
from earshot.connectors.replay.encodings import find_encoding, is_binary, settled
from earshot.connectors.replay.shape import Shape, Unusable
from earshot.connectors.replay.times import guess_order, zone_of
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField, SpeaksHow, Tools, Unsupported
from earshot.ports.files import DateOrder, FileLook, FileWishes, ReadRow
from earshot.ports.heard import HeardPost

LOOKED_AT = 2_000
"""Rows that the guess rests on."""
DATED = 50_000
"""Rows whose dates are compared to find which number is the day."""
ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d{2}")


class Replay:
    """A connector of files. It has no live session: the importer reads through ``look`` and ``read``."""

    kind = "replay"
    name = N_("File")
    fields: tuple[ConfigField, ...] = ()
    speaks: SpeaksHow | None = None
    post_fields = naming.FIELDS

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        raise Unsupported(say("A file cannot be listened to."), say("Import it."))

    def look(self, path: Path, wishes: FileWishes) -> FileLook:
        """See :class:`earshot.ports.files.ReadsFiles`."""
        look, notes = _first_look(path, wishes)
        rows = list(islice((row.cells for row in _rows(path, wishes, look) if not row.reason), LOOKED_AT))
        if not rows:
            raise BadInput(
                say("%(file)s holds no usable row.", file=path.name),
                say("The first line names the columns, each other line is a post."),
            )
        names = look.columns or tuple(dict.fromkeys(name for row in rows for name in row))
        mapping = naming.corrected(naming.guess(names, rows), wishes.mapping, names)
        dates, certain, total = _whole_file(path, wishes, look, mapping.get("posted", ""))
        look = replace(look, columns=names, mapping=mapping, rows=total, dates=wishes.dates or dates)
        if not certain and not wishes.dates:
            notes.append(
                say(
                    "Whether day or month comes first is a guess: %(order)s. Name the order if it is wrong.",
                    order=dates,
                )
            )
        notes += _doubts(rows, mapping)
        return replace(look, notes=tuple(notes), sample=_sample(rows, wishes, look))

    def read(self, path: Path, wishes: FileWishes, look: FileLook, after: int = 0) -> Iterator[ReadRow]:
        """See :class:`earshot.ports.files.ReadsFiles`."""
        shape = _shape(wishes, look)
        for number, row in enumerate(_rows(path, wishes, look), 1):
            if number > after:
                yield _read(number, row, shape)


connector = Replay()


def _read(number: int, row: lines.RawRow, shape: Shape) -> ReadRow:
    if row.reason:
        return ReadRow(number, row.line, None, row.reason, _plain(row.raw))
    try:
        return ReadRow(number, row.line, shape.post(row.cells))
    except Unusable as error:
        return ReadRow(number, row.line, None, str(error), _plain(row.raw or _as_csv(row.cells))[: lines.LONGEST])


def _as_csv(cells: Mapping[str, str]) -> str:
    """A row as it may have stood in the file."""
    line = io.StringIO()
    csv.writer(line).writerow(cells.values())
    return line.getvalue().rstrip("\r\n")


def _plain(raw: str) -> str:
    """Storable: bytes that did not fit the encoding are shown as ``\\xE9``."""
    return raw.encode("utf-8", "backslashreplace").decode().replace("\x00", "�")


def _first_look(path: Path, wishes: FileWishes) -> tuple[FileLook, list[str]]:
    """Encoding, format, delimiter and columns, before any row is understood."""
    try:
        found, note = find_encoding(path)
        encoding = settled(wishes.encoding) if wishes.encoding else found
        if is_binary(path, encoding):
            raise BadInput(
                say("%(file)s is not a text file.", file=path.name),
                say("Give a CSV or JSONL file; from a spreadsheet or an archive, save or unpack it as CSV first."),
            )
        form = _format(path, encoding)
        delimiter = lines.find_delimiter(path, encoding) if form == "csv" else ""
        columns = _columns(path, wishes, encoding, delimiter) if form == "csv" else ()
    except OSError as error:
        raise BadInput(
            say("%(file)s cannot be read (%(why)s).", file=path.name, why=error.strerror),
            say("Check its name and permissions."),
        ) from None
    except LookupError:
        raise BadInput(
            say("There is no encoding %(name)s.", name=wishes.encoding),
            say("Usual ones: utf-8, utf-16, big5, gb18030."),
        ) from None
    except UnicodeError:
        raise BadInput(
            say("%(file)s is not in the encoding %(name)s.", file=path.name, name=wishes.encoding),
            say("Name another encoding, or none."),
        ) from None
    notes = [note] if note and not wishes.encoding else []
    return FileLook(form, encoding, delimiter, columns, {}, 0, wishes.dates or "ymd"), notes


def _format(path: Path, encoding: str) -> Literal["csv", "jsonl"]:
    first = next((line.strip() for line in lines.open_text(path, encoding) if line.strip()), "")
    if first.startswith("{"):
        return "jsonl"
    if first.startswith("["):
        raise BadInput(
            say("%(file)s is one JSON list; Earshot reads one object a line.", file=path.name),
            say("Turn it: %(command)s", command=f"jq -c '.[]' {path.name} > posts.jsonl"),
        )
    return "csv"


def _columns(path: Path, wishes: FileWishes, encoding: str, delimiter: str) -> tuple[str, ...]:
    own, _ = lines.csv_columns(path, encoding, delimiter)
    if wishes.joined is None:
        return own
    second = _joined_look(wishes.joined, wishes)
    return tuple(dict.fromkeys([*own, *second.columns]))


def _joined_look(joined: Path, wishes: FileWishes) -> FileLook:
    look, _ = _first_look(joined, replace(wishes, joined=None, encoding=""))
    return look


def _rows(path: Path, wishes: FileWishes, look: FileLook) -> Iterator[lines.RawRow]:
    own = _plain_rows(path, look)
    if wishes.joined is None:
        return own
    second = _joined_look(wishes.joined, wishes)
    if look.format != second.format:
        raise BadInput(say("The two files are not of one format."), say("Join CSV with CSV, or JSONL with JSONL."))
    both = tuple(name for name in ("text", "content", "body") if name in look.columns and name in second.columns)
    return lines.joined_rows(own, _plain_rows(wishes.joined, second), both)


def _plain_rows(path: Path, look: FileLook) -> Iterator[lines.RawRow]:
    if look.format == "jsonl":
        return lines.jsonl_rows(path, look.encoding)
    return lines.csv_rows(path, look.encoding, look.delimiter)


def _whole_file(path: Path, wishes: FileWishes, look: FileLook, posted: str) -> tuple[DateOrder, bool, int]:
    """Read all of it once: the order of its dates, whether that is certain, and how many rows there are."""
    total = 0
    dated: list[str] = []
    for row in _rows(path, wishes, look):
        total += 1
        if posted and len(dated) < DATED and row.cells:
            dated.append(row.cells.get(posted, ""))
    order, certain = guess_order(dated)
    if wishes.joined is not None:
        other = sum(1 for _ in _plain_rows(wishes.joined, _joined_look(wishes.joined, wishes)))
        if other != total:
            raise BadInput(
                say(
                    "%(one)s has %(rows)s rows and %(two)s has %(others)s: they cannot be joined row by row.",
                    one=path.name,
                    rows=total,
                    two=wishes.joined.name,
                    others=other,
                ),
                say("Give two files of the same rows in the same order."),
            )
    return order, certain, total


def _doubts(rows: list[dict[str, str]], mapping: Mapping[str, str]) -> list[str]:
    notes: list[str] = []
    if "id" not in mapping:
        notes.append(say("No column holds an identity; one is made from the content of each row."))
    elif any(ROUNDED.fullmatch(row[mapping["id"]].strip()) for row in rows if row.get(mapping["id"])):
        notes.append(say("The identities were rounded by a spreadsheet (like 5.70306E+17): many rows share one."))
    if "posted" not in mapping:
        notes.append(say("No column holds the time; every post gets the time of the import."))
    elif any(not row.get(mapping["posted"], "").strip() for row in rows):
        notes.append(say("Rows without a time get the time of the import."))
    if "author" not in mapping and "author_name" not in mapping:
        notes.append(say("No column holds the author."))
    return notes


def _sample(rows: list[dict[str, str]], wishes: FileWishes, look: FileLook) -> tuple[HeardPost, ...]:
    shape = _shape(wishes, look)
    found: list[HeardPost] = []
    for cells in rows[:20]:
        try:
            found.append(shape.post(cells))
        except Unusable:
            continue
    return tuple(found[:3])


def _shape(wishes: FileWishes, look: FileLook) -> Shape:
    return Shape(look.mapping, zone_of(wishes.zone), look.dates, wishes.network)
