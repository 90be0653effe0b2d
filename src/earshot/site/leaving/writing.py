"""The files of an export, as they are written; each is remembered for the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from earshot.site.leaving.checksums import Counted, pieces
from earshot.site.leaving.spreadsheet import Spreadsheet


class Files:
    """The folder of an export that is being made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[dict[str, object]] = []

    def records(self, place: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """JSON Lines: a line for each row. How many."""
        file, number = Counted(self.folder / place), 0
        for row in rows:
            file.write(line(dict(zip(names, row, strict=True))))
            number += 1
        self._remember(place, file, rows=number)
        return number

    def sheet(self, place: str, titles: Sequence[str], rows: Iterable[Sequence[object]], zone: ZoneInfo) -> int:
        """A spreadsheet. How many rows."""
        file = Counted(self.folder / place)
        sheet = Spreadsheet(file, titles, zone)
        for row in rows:
            sheet.add(row)
        self._remember(place, file, rows=sheet.rows)
        return sheet.rows

    def text(self, place: str, text: str) -> None:
        """One text."""
        file = Counted(self.folder / place)
        file.write(text)
        self._remember(place, file)

    def lines(self, place: str, lines: Iterable[str]) -> None:
        """Lines that are complete already."""
        file, number = Counted(self.folder / place), 0
        for one in lines:
            file.write(one if one.endswith("\n") else f"{one}\n")
            number += 1
        self._remember(place, file, rows=number)

    def copy(self, place: str, source: Path) -> None:
        """A file as it is."""
        file = Counted(self.folder / place)
        with source.open("rb") as reading:
            for piece in pieces(reading):
                file.write_bytes(piece)
        self._remember(place, file)

    def _remember(self, place: str, file: Counted, **more: int) -> None:
        digest = file.close()
        self.written.append({"path": place, "bytes": file.size, "sha256": digest} | more)


def line(record: Mapping[str, object]) -> str:
    """One record as JSON in one line, readable where UTF-8 can say it."""
    text = json.dumps(record, ensure_ascii=False, default=_plain)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair: kept, escaped
        text = json.dumps(record, default=_plain)
    return text + "\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
