"""The rows that an import set aside, as a table that a person corrects and imports again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from earshot.features.listening.actions import file_reader
from earshot.features.listening.import_file import look_of
from earshot.features.listening.models import Import
from earshot.ports.files import SET_ASIDE
from earshot.web.texts import translated

SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def set_aside_table(begun: Import) -> Iterator[list[str]]:
    """Line, reason, the row as it stood where it could not be cut into its columns, else its cells below their names.

    The names are those of the file, so that the corrected table is read like the file was.
    """
    look, reader = look_of(begun), file_reader()
    kept = [place for place, name in enumerate(look.columns) if name not in SET_ASIDE]
    yield [*SET_ASIDE, *(_harmless(look.columns[place]) for place in kept)]
    for row in begun.bad_rows.order_by("id").iterator():
        cells = reader.cells(row.raw, look)
        shown = [_harmless(cells[place]) if cells else "" for place in kept]
        yield [str(row.line), translated(row.reason), "" if cells else _harmless(row.raw), *shown]


def as_csv(table: Iterable[list[str]]) -> Iterator[str]:
    """Line by line, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in table:
        yield writer.writerow(row)


class _Echo:
    """Gives back what is written: the response sends it on."""

    def write(self, line: str) -> str:
        return line


def _harmless(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; the import takes the mark off again."""
    return f"'{cell}" if cell.startswith(SPREADSHEET_FORMULA) else cell
