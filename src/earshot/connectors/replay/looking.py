"""The first look at a file: its format, encoding, sheet, header and columns, before any row is understood."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from earshot.connectors.replay import lines, presets
from earshot.connectors.replay.document import document_rows, is_document
from earshot.connectors.replay.encodings import find_encoding, is_binary, settled
from earshot.connectors.replay.header import Head, columns_of, find_header, same_width
from earshot.connectors.replay.sheet import SheetRows
from earshot.connectors.replay.workbook import Workbook, refuse_old
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say
from earshot.ports.files import FileLook, FileWishes

SHEETS_LOOKED_AT = 50
Format = Literal["csv", "jsonl", "json"]


@dataclass(frozen=True, slots=True)
class First:
    """What the first look found, and what is doubtful about it."""

    look: FileLook
    notes: list[str]


def first_look(path: Path, wishes: FileWishes) -> First:
    """Raises BadInput, in words, where the file cannot be read so."""
    try:
        if zipfile.is_zipfile(path):
            return _workbook(path, wishes)
        refuse_old(path)
        return _text(path, wishes)
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


def rows_of(path: Path, look: FileLook, gauge: lines.Gauge | None = None) -> Iterator[lines.RawRow]:
    """The rows of one file, as a look at it says to read it."""
    if look.format == "xlsx":
        return _sheet_rows(path, look, gauge)
    if look.format == "json":
        return document_rows(path, look.encoding, gauge)
    if look.format == "jsonl":
        return lines.jsonl_rows(path, look.encoding, gauge)
    return lines.csv_rows(path, look.encoding, look.delimiter, look.columns, look.header, gauge)


# -- text files --------------------------------------------------------------------------------------------------------


def _text(path: Path, wishes: FileWishes) -> First:
    found, note = find_encoding(path)
    encoding = settled(wishes.encoding) if wishes.encoding else found
    if is_binary(path, encoding):
        raise BadInput(
            say("%(file)s is not a text file.", file=path.name),
            say("Give a CSV, JSONL or XLSX file; from another program or an archive, save or unpack it as CSV first."),
        )
    notes = [note] if note and not wishes.encoding else []
    form = _format(path, encoding)
    plain = FileLook(form, encoding, "", (), {}, 0, wishes.dates or "ymd")
    return First(plain if form != "csv" else _table(path, wishes, plain), notes)


def _format(path: Path, encoding: str) -> Format:
    first = next((line.strip() for line in lines.open_text(path, encoding) if line.strip()), "")
    if is_document(path, encoding, first):
        return "json"
    return "jsonl" if first.startswith("{") else "csv"


def _table(path: Path, wishes: FileWishes, plain: FileLook) -> FileLook:
    delimiter = lines.find_delimiter(path, plain.encoding)
    head = lines.csv_head(path, plain.encoding, delimiter)
    if not head:
        raise _empty(path)
    return _with_header(replace(plain, delimiter=delimiter), head, wishes)


def _with_header(plain: FileLook, head: Head, wishes: FileWishes) -> FileLook:
    header = find_header(head) if wishes.header is None else wishes.header
    if header and all(where != header for where, _ in head):
        raise BadInput(
            say("Line %(line)s of the file cannot name the columns.", line=header),
            say("Name one of its first lines that holds something, or 0 where no line names them."),
        )
    return replace(plain, header=header, columns=columns_of(head, header))


def _empty(path: Path) -> BadInput:
    return BadInput(say("%(file)s is empty.", file=path.name), say("The first line names the columns."))


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook(path: Path, wishes: FileWishes) -> First:
    book = Workbook(path)
    try:
        heads = {sheet: _head(book, sheet) for sheet in islice(book.sheets, SHEETS_LOOKED_AT)}
    finally:
        book.close()
    filled = tuple(sheet for sheet, head in heads.items() if head)
    if wishes.sheet and wishes.sheet not in heads:
        raise BadInput(
            say("The workbook has no sheet %(name)s.", name=wishes.sheet),
            say("Its sheets are: %(names)s.", names=", ".join(filled)),
        )
    if not filled:
        raise _empty(path)
    sheet = wishes.sheet or _likely_sheet(heads, filled)
    if not heads[sheet]:
        raise BadInput(
            say("The sheet %(name)s is empty.", name=sheet), say("Its sheets are: %(names)s.", names=", ".join(filled))
        )
    plain = FileLook("xlsx", "utf-8", ",", (), {}, 0, wishes.dates or "ymd", sheet=sheet, sheets=filled)
    return First(_with_header(plain, heads[sheet], wishes), [])


def _likely_sheet(heads: dict[str, Head], filled: tuple[str, ...]) -> str:
    """The first that a known export is recognised in, else the first that holds anything."""
    known = (sheet for sheet in filled if presets.recognised(columns_of(heads[sheet], find_header(heads[sheet]))))
    return next(known, filled[0])


def _head(book: Workbook, sheet: str) -> Head:
    return same_width([(row.number, row.cells) for row in islice(SheetRows(book, sheet), lines.HEAD) if any(row.cells)])


def _sheet_rows(path: Path, look: FileLook, gauge: lines.Gauge | None) -> Iterator[lines.RawRow]:
    book = Workbook(path)
    try:
        rows = SheetRows(book, look.sheet)
        if gauge is not None:
            gauge.watch(lambda: rows.part)
        width = len(look.columns)
        for row in rows:
            if row.number > look.header:
                cells = (*row.cells[:width], *[""] * (width - len(row.cells)))
                yield lines.RawRow(
                    row.number,
                    dict(zip(look.columns, cells, strict=True)),
                    row.fault,
                    lines.as_csv(cells) if row.fault else "",
                )
    finally:
        book.close()
