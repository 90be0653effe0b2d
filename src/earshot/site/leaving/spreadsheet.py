"""CSV that spreadsheets open as people expect, and that runs nothing there."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from earshot.kernel.texts import Said
from earshot.site.leaving.checksums import Counted

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
_RUNS = tuple("=+-@＝＋－＠")
"""A cell that begins with one of these is a formula to some spreadsheet."""
_LONGEST = 32_000
"""Characters; Excel cuts at 32,767 and then loses the rest of the row's shape."""


def cell(value: object, zone: ZoneInfo) -> str:
    """A value as text: times in ``zone`` without their offset, lists joined, formulas made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return harmless(str(value) if isinstance(value, Said) else f"{value}")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and without what would break its cell."""
    text = text.replace("\0", "")[:_LONGEST]
    begins = text.lstrip("\ufeff \t\r\n\u00a0\u3000\u200b")
    if begins.startswith(_RUNS) or text.startswith(("\t", "\r", "\n")):
        return f"'{text}"
    return text


class Spreadsheet:
    """A CSV file that grows row by row."""

    def __init__(self, file: Counted, titles: Iterable[str], zone: ZoneInfo) -> None:
        file.write(BOM)
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow(titles)
        self._zone = zone
        self.rows = 0

    def add(self, values: Iterable[object]) -> None:
        """One row."""
        self._writer.writerow([cell(value, self._zone) for value in values])
        self.rows += 1
